terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

output "gateway" {
  # gives "2001:db8:1234:321d::1"
  value = provider::sixgate::host_address("2001:db8:1234:321d::/64", 1)
}

output "tenth" {
  # gives "2001:db8:1234:321d::a"
  value = provider::sixgate::host_address("2001:db8:1234:321d::/64", 10)
}
