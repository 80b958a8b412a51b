# run: plan
resource "tfcoremock_simple_resource" "other" {
}

resource "tfcoremock_lists" "element" {
  id      = "element"
  strings = [tfcoremock_simple_resource.other.id]
}
