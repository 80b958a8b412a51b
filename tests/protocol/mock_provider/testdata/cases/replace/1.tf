# run: apply
resource "tfcoremock_replace" "a" {
  for_each = toset(["text", "list", "inner", "map", "block", "none", "strings", "gone"])
  id       = each.key
  text     = "t"
  strings  = ["a"]
  object   = { name = "o", size = 1 }
  list     = [{ name = "l" }, { name = "m" }]
  map      = { k = { name = "v" } }
  items {
    name = "i"
  }
}

resource "tfcoremock_replace" "made" {
  text = "t"
}
