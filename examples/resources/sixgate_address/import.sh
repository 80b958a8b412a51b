# An address is imported by gateway, host and name, by itself, or by its id in the registry. The
# network stands before the name where a host has the same name in several networks.
terraform import sixgate_address.www fw/vm1/www
terraform import sixgate_address.www fw/vm1/web/www
terraform import sixgate_address.www 2001:db8:1234:321d:22::2
terraform import sixgate_address.www 5f2b8c1e-3d74-4a09-9e6b-0c1d2e3f4a5b
