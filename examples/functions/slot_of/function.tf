terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# The host that an address belongs to: blocks of /76 in a /64.
output "slot" {
  # gives 2
  value = provider::sixgate::slot_of("2001:db8:1234:321d::/64", 76, "2001:db8:1234:321d:22::5")
}
