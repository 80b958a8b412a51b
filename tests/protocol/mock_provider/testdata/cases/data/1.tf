# run: plan
# run: apply
# run: plan
data "tfcoremock_simple_resource" "simple" {
  id = "simple"
}

data "tfcoremock_complex_resource" "complex" {
  id = "complex"
}

data "tfcoremock_dynamic" "dynamic" {
  id = "dynamic"
}

resource "tfcoremock_simple_resource" "made" {
  id     = "made"
  string = data.tfcoremock_simple_resource.simple.string
  number = data.tfcoremock_dynamic.dynamic.items[1].size
}

# Known only after apply, so it is read then.
data "tfcoremock_simple_resource" "later" {
  id = tfcoremock_simple_resource.late.string
}

resource "tfcoremock_simple_resource" "late" {
  string = "simple"
}
