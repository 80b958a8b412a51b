# run: plan
data "tfcoremock_simple_resource" "missing" {
  id = "missing"
}

data "tfcoremock_simple_resource" "broken" {
  id = "broken"
}
