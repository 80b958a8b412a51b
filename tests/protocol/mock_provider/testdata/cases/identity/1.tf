# only: terraform-library opentofu
# alone: the original reads a resource without an id then
# run: plan
# run: apply
# run: destroy
import {
  to = tfcoremock_simple_resource.a
  identity = {
    id = "a"
  }
}

resource "tfcoremock_simple_resource" "a" {
  id     = "a"
  string = "found"
  bool   = true
}
