# run: apply -refresh=false
# run: destroy
# run: destroy -refresh=false
provider "tfcoremock" {
  fail_on_delete = ["fine"]
}

resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["update", "fine"])
  id       = each.key
  string   = each.key
}
