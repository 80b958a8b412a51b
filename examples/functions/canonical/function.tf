terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

output "address" {
  # gives "2001:db8::1"
  value = provider::sixgate::canonical("2001:0DB8:0:0::0001")
}

output "prefix" {
  # gives "2001:db8::/32"
  value = provider::sixgate::canonical("2001:DB8:0::/32")
}
