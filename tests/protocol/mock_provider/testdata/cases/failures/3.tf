# run: apply
# run: plan
provider "tfcoremock" {
  fail_on_update = ["update"]
  fail_on_delete = ["delete"]
}

resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["read", "update", "fine"])
  id       = each.key
  string   = each.key
}
