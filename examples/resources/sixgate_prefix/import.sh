# A prefix is imported by its name, its cidr, or its id in the registry.
terraform import sixgate_prefix.site site
terraform import sixgate_prefix.site 2001:db8:1200::/48
terraform import sixgate_prefix.site 5f2b8c1e-3d74-4a09-9e6b-0c1d2e3f4a5b
