# run: plan
# run: apply
# run: plan
# run: destroy
resource "tfcoremock_replace" "a" {
  for_each = toset(["text", "list", "inner", "map", "block", "none", "strings", "gone"])
  id       = each.key
  text     = each.key == "gone" ? null : each.key == "text" ? "u" : "t"
  note     = "changed"
  strings  = each.key == "strings" ? ["a", "b"] : ["a"]
  object   = { name = "o", size = each.key == "inner" ? 2 : 1 }
  list     = [{ name = "l" }, { name = each.key == "list" ? "n" : "m" }]
  map      = { k = { name = each.key == "map" ? "w" : "v" } }
  items {
    name = each.key == "block" ? "j" : "i"
  }
}

resource "tfcoremock_replace" "made" {
  text = "u"
}
