# run: schema
# run: plan
# run: apply
# run: plan
# run: destroy
resource "tfcoremock_secret" "a" {
  id     = "a"
  text   = "hidden"
  object = { name = "n", key = "hidden" }
  list   = [{ key = "one" }, {}]
  items {
    key = "two"
  }
}

resource "tfcoremock_simple_resource" "b" {
  id     = "b"
  string = tfcoremock_secret.a.text
}
