# run: plan
# run: apply
# run: plan
# run: destroy
resource "tfcoremock_simple_resource" "all" {
  id      = "renamed"
  bool    = false
  string  = ""
  integer = -5
}

resource "tfcoremock_simple_resource" "none" {
  string = "now something"
}

resource "tfcoremock_simple_resource" "other" {
  id     = "other"
  string = tfcoremock_simple_resource.none.id
  bool   = true
}
