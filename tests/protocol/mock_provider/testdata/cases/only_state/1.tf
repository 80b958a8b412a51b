# run: plan
# run: apply
# run: plan
provider "tfcoremock" {
  use_only_state = true
}

resource "tfcoremock_complex_resource" "a" {
  id   = "a"
  list = [{ string = "x", integer = 1 }]
  set_block {
    string = "b"
  }
}

resource "tfcoremock_simple_resource" "b" {
}
