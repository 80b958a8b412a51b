terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

provider "sixgate" {
  # Where allocations and records are kept; made by the first apply. Keep it with the state, and in
  # the backup: both describe the same site. `SIXGATE_REGISTRY` can be used instead.
  registry = "sqlite:${path.module}/.sixgate/registry.db"

  # Configurations that share a registry each take a name of their own.
  owner = "site-one"

  # How long an apply waits for another that is writing to the same registry.
  operation_timeout = "30s"
}

# With the provider alone there is nothing to apply: a prefix is where a site begins.
resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:1234:321d::/64"
}
