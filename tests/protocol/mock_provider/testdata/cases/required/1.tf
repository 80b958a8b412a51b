# run: validate -json
# run: plan
resource "tfcoremock_required" "null" {
  must = null
  nest = { inner = null }
  part {
    must = null
  }
}

resource "tfcoremock_required" "set" {
  must = "a"
  made = "mine"
  nest = { inner = "b", made = "mine" }
}
