# run: import tfcoremock_simple_resource.b nowhere
# run: state rm tfcoremock_simple_resource.a
# run: import tfcoremock_simple_resource.a a
# run: plan
# run: destroy
resource "tfcoremock_simple_resource" "a" {
  id = "a"
}

resource "tfcoremock_simple_resource" "b" {
}
