# run: plan
# run: plan -generate-config-out=generated.tf
# run: apply
# run: plan
import {
  to = tfcoremock_simple_resource.a
  id = "a"
}

import {
  to = tfcoremock_complex_resource.c
  id = "c"
}

resource "tfcoremock_simple_resource" "a" {
  id     = "a"
  string = "wanted"
}

resource "tfcoremock_complex_resource" "c" {
  id   = "c"
  list = [{ string = "x" }]
  set_block {
  }
}
