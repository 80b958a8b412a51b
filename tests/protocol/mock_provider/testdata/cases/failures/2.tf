# run: plan
provider "tfcoremock" {
  fail_on_read = ["read"]
}

resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["read", "update", "delete", "fine"])
  id       = each.key
}
