# run: apply
provider "tfcoremock" {
  fail_on_create = ["create"]
}

resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["create", "read", "update", "delete", "fine"])
  id       = each.key
}
