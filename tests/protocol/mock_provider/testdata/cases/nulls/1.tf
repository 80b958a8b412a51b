# run: plan
# run: apply
# run: plan
# run: destroy
resource "tfcoremock_complex_resource" "nulls" {
  id     = "nulls"
  list   = [{ string = null }]
  map    = { k = { string = null } }
  object = null
  string = null
}

resource "tfcoremock_types" "nulls" {
  id      = "types"
  strings = ["a", null, ""]
  texts   = { a = null, b = "x" }
}
