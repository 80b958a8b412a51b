terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# What a routed prefix must be delivered to.
output "link_local" {
  # gives "fe80::200:5eff:fe00:5301"
  value = provider::sixgate::eui64("fe80::/64", "00:00:5e:00:53:01")
}

output "autoconfigured" {
  # gives "2001:db8:1234:321d:200:5eff:fe00:5301"
  value = provider::sixgate::eui64("2001:db8:1234:321d::/64", "00:00:5e:00:53:01")
}
