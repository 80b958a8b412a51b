# run: plan
# run: apply
# run: plan
resource "tfcoremock_simple_resource" "all" {
  id      = "all"
  bool    = true
  number  = 0.1
  string  = "a<b> & \"c\" é\u2028\n"
  float   = 1.5
  integer = 1234567
}

resource "tfcoremock_simple_resource" "none" {
}

resource "tfcoremock_simple_resource" "other" {
  id     = "other"
  string = tfcoremock_simple_resource.none.id
}
