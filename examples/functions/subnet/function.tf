terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

output "first" {
  # gives "2001:db8:1200:100::/56"
  value = provider::sixgate::subnet("2001:db8:1200::/48", 56, 1)
}

# Any length: here the block of slot 2 of a /64.
output "block" {
  # gives "2001:db8:1234:321d:20::/76"
  value = provider::sixgate::subnet("2001:db8:1234:321d::/64", 76, 2)
}
