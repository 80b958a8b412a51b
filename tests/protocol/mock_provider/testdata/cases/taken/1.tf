# run: apply
# run: plan
resource "tfcoremock_simple_resource" "a" {
  id = "a"
}

resource "tfcoremock_wrong" "not_computed" {
  id = "wrong"
}
