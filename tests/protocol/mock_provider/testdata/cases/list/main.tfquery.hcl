list "tfcoremock_simple_resource" "all" {
  provider = tfcoremock
}

list "tfcoremock_simple_resource" "whole" {
  provider         = tfcoremock
  include_resource = true
  limit            = 2
}

list "tfcoremock_simple_resource" "one" {
  provider = tfcoremock
  config {
    id = "two"
  }
}

list "tfcoremock_simple_resource" "absent" {
  provider = tfcoremock
  config {
    id = "absent"
  }
}

list "tfcoremock_complex_resource" "complex" {
  provider         = tfcoremock
  include_resource = true
}

list "tfcoremock_dynamic" "dynamic" {
  provider         = tfcoremock
  include_resource = true
}

list "tfcoremock_never" "never" {
  provider = tfcoremock
}
