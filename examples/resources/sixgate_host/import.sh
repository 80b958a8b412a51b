# A host is imported by gateway and name, its block, or its id in the registry.
terraform import sixgate_host.vm1 fw/vm1
terraform import sixgate_host.vm1 2001:db8:1234:321d:20::/76
terraform import sixgate_host.vm1 5f2b8c1e-3d74-4a09-9e6b-0c1d2e3f4a5b
