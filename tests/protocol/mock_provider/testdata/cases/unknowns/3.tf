# run: plan
# run: destroy
resource "tfcoremock_simple_resource" "other" {
}

resource "tfcoremock_lists" "entry" {
  id    = "entry"
  texts = { k = tfcoremock_simple_resource.other.id }
}
