# run: apply
variable "name" {
  default = null
}

resource "tfcoremock_simple_resource" "known_later" {
  string = var.name
}

resource "tfcoremock_required" "null_after_apply" {
  must = tfcoremock_simple_resource.known_later.string
}
