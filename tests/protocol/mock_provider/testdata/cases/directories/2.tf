# run: plan
# run: apply
# run: destroy
provider "tfcoremock" {
  resource_directory = "elsewhere"
}

resource "tfcoremock_simple_resource" "a" {
  id = "a"
}
