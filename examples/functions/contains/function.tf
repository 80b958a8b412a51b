terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

output "address" {
  # gives true
  value = provider::sixgate::contains("2001:db8:1200::/48", "2001:db8:1200:1::1")
}

output "prefix" {
  # gives false
  value = provider::sixgate::contains("2001:db8:1200::/48", "2001:db8::/32")
}
