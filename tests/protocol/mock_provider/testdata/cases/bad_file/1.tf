# run: validate
# run: plan
resource "tfcoremock_simple_resource" "a" {
}
