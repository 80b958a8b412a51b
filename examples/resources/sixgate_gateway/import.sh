# A gateway is imported by its name, the cidr of its prefix, or its id in the registry.
terraform import sixgate_gateway.fw fw
terraform import sixgate_gateway.fw 2001:db8:1234:321d::/64
terraform import sixgate_gateway.fw 5f2b8c1e-3d74-4a09-9e6b-0c1d2e3f4a5b
