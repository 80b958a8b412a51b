# run: plan
# run: apply
# run: destroy
provider "tfcoremock" {
  use_only_state = true
}

resource "tfcoremock_complex_resource" "a" {
  id  = "a"
  map = { k = {} }
}
