# A /48 divided among teams: some blocks are named, some are chosen, and none ever overlap.
terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# What the hosting provider delegated.
resource "sixgate_prefix" "company" {
  name                = "company"
  cidr                = "2001:db8:4800::/48"
  deletion_protection = false # true once it is in use
}

locals {
  # The number is the team's for good: a team that comes or goes moves no other.
  teams = {
    web      = 1
    database = 2
    build    = 3
  }
}

# Exact blocks from a table: known in the first plan, whatever order they are made in.
resource "sixgate_prefix" "team" {
  for_each = local.teams

  name   = "team-${each.key}"
  parent = sixgate_prefix.company.id
  cidr   = provider::sixgate::subnet(sixgate_prefix.company.cidr, 56, each.value)
}

# An exact block written out.
resource "sixgate_prefix" "office" {
  name   = "office"
  parent = sixgate_prefix.company.id
  cidr   = "2001:db8:4800:ff00::/56"
}

# Any /60 that is free. It waits for the blocks that are asked for by name, so that it takes none of
# them.
resource "sixgate_prefix" "guests" {
  name   = "guests"
  parent = sixgate_prefix.company.id
  length = 60

  depends_on = [
    sixgate_prefix.team,
    sixgate_prefix.office,
  ]
}

# A team divides its own block the same way, to any depth.
resource "sixgate_prefix" "runners" {
  name   = "build-runners"
  parent = sixgate_prefix.team["build"].id
  length = 64
}

output "blocks" {
  description = "Who has what."
  value = merge(
    { for name, prefix in sixgate_prefix.team : name => prefix.cidr },
    {
      office  = sixgate_prefix.office.cidr
      guests  = sixgate_prefix.guests.cidr
      runners = sixgate_prefix.runners.cidr
    },
  )
}
