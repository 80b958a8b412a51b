# run: plan
# run: apply
# run: plan
resource "tfcoremock_simple_resource" "made" {
}

resource "tfcoremock_simple_resource" "id" {
  id = "x-${tfcoremock_simple_resource.made.id}"
}

resource "tfcoremock_complex_resource" "parts" {
  id   = "parts"
  list = [{ string = tfcoremock_simple_resource.made.id }, { number = 1 }]
  map  = { k = { string = tfcoremock_simple_resource.made.id } }
  set  = [{ string = tfcoremock_simple_resource.made.id }, { string = "known" }]
  set_block {
    string = tfcoremock_simple_resource.made.id
  }
  dynamic "list_block" {
    for_each = toset(tfcoremock_simple_resource.made.bool == null ? ["a"] : [])
    content {
      string = list_block.value
    }
  }
}

resource "tfcoremock_lists" "whole" {
  id      = "whole"
  strings = split("-", substr(tfcoremock_simple_resource.made.id, 8, 1))
}
