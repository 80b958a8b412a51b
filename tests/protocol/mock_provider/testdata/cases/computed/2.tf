# run: plan
# run: apply
# run: plan
# run: destroy
resource "tfcoremock_computed" "defaults" {
  id   = "defaults"
  note = "changed"
  items {
  }
  items {
    name = "second"
  }
  bag {
    name = "b"
  }
  bag {
    name = "c"
  }
}

resource "tfcoremock_computed" "own" {
  id      = "own"
  objects = [{ name = "b", size = 9 }, { name = "a" }]
  by_key  = { l = { name = "l" }, k = { name = "kk" } }
  group   = [{ name = "g" }, { name = "h", size = 1 }]
  items {
    name = "j"
  }
}
