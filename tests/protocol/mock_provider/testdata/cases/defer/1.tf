# run: plan
# run: apply
provider "tfcoremock" {
  defer_changes = ["later"]
}

resource "tfcoremock_simple_resource" "now" {
  id = "now"
}

resource "tfcoremock_simple_resource" "later" {
  id = "later"
}

resource "tfcoremock_simple_resource" "made" {
}
