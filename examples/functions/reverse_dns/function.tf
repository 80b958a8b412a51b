terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# The name of a PTR record.
output "record" {
  # gives "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
  value = provider::sixgate::reverse_dns("2001:db8::1")
}

# The zone of a prefix; its length has to be divisible by 4.
output "zone" {
  # gives "0.0.2.1.8.b.d.0.1.0.0.2.ip6.arpa"
  value = provider::sixgate::reverse_dns("2001:db8:1200::/48")
}
