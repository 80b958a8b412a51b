# only: terraform-library
# run: plan
# run: apply
# run: apply -invoke=action.tfcoremock_dynamic.told
resource "tfcoremock_simple_resource" "a" {
  id     = "a"
  string = "x<y"

  lifecycle {
    action_trigger {
      events = [after_create]
      actions = [action.tfcoremock_simple_resource.told, action.tfcoremock_complex_resource.told,
      action.tfcoremock_dynamic.told]
    }
  }
}

action "tfcoremock_simple_resource" "told" {
  config {
    string  = tfcoremock_simple_resource.a.string
    integer = 1234567
    number  = 0.1
  }
}

action "tfcoremock_complex_resource" "told" {
  config {
    list = [{ string = "l" }]
    set_block {
      string = "b"
    }
    list_block {
    }
  }
}

action "tfcoremock_dynamic" "told" {
  config {
    name    = "n"
    strings = ["a", null]
  }
}
