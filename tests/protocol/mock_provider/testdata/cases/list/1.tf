# only: terraform-library
# run: apply
# run: query -json
# run: destroy
resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["one", "two", "three"])
  id       = each.key
  string   = "s-${each.key}"
}

resource "tfcoremock_complex_resource" "c" {
  id   = "complex"
  list = [{ string = "x" }]
}

resource "tfcoremock_dynamic" "d" {
  id   = "dynamic"
  name = "n"
}
