# run: apply
# run: plan
provider "tfcoremock" {
  resource_directory = "some/where/../else"
  data_directory     = "seeds"
}

data "tfcoremock_simple_resource" "d" {
  id = "d"
}

resource "tfcoremock_simple_resource" "a" {
  id     = "a"
  string = data.tfcoremock_simple_resource.d.string
}
