# run: plan
provider "tfcoremock" {
  fail_on_create = ["a", null]
}

resource "tfcoremock_simple_resource" "a" {
}
