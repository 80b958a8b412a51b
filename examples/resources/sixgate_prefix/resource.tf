terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# A root: what the hosting provider delegated.
resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:1200::/48"

  # Numbered by hand long ago; nothing is ever allocated here.
  reserved = ["2001:db8:1200::/56"]
}

# A child: the lowest /56 that is free. It keeps its block whatever comes and goes around it.
resource "sixgate_prefix" "lab" {
  name   = "lab"
  parent = sixgate_prefix.site.id
  length = 56

  labels = {
    contact = "lab@example.com"
  }
}

output "lab" {
  description = "The block that was chosen."
  value       = sixgate_prefix.lab.cidr
}
