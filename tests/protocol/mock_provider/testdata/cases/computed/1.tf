# run: schema
# run: plan
# run: apply
# run: plan
resource "tfcoremock_computed" "defaults" {
  id = "defaults"
  items {
  }
  bag {
    name = "b"
  }
}

resource "tfcoremock_computed" "own" {
  id      = "own"
  text    = "mine"
  choice  = "chosen"
  strings = ["x"]
  object  = { name = "n" }
  objects = [{ name = "a" }, { name = "b", size = 9 }]
  by_key  = { k = { name = "k" } }
  group   = [{ name = "g" }]
  items {
    name = "i"
    size = 4
  }
  items {
    name = "j"
  }
}
