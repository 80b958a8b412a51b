# run: validate -json
# run: plan
resource "tfcoremock_simple_resource" "fraction" {
  integer = 1.5
}

resource "tfcoremock_simple_resource" "large" {
  integer = 9223372036854775808
}

resource "tfcoremock_simple_resource" "overflow" {
  float = 1e400
}

resource "tfcoremock_complex_resource" "inside" {
  list = [{ integer = 0.5 }]
  map  = { k = { float = 1e-400 } }
  list_block {
    integer = 2.5
  }
}

resource "tfcoremock_values" "elements" {
  sizes = [1, 2.5]
  plain = { size = 3.5 }
}

resource "tfcoremock_values" "missing" {
  object = {}
}
