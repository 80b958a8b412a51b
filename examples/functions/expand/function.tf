terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

output "address" {
  # gives "2001:0db8:0000:0000:0000:0000:0000:0001"
  value = provider::sixgate::expand("2001:db8::1")
}
