# run: plan
# run: apply
# run: destroy
resource "tfcoremock_types" "all" {
  id        = "all"
  needed    = "there"
  strings   = ["a", "b"]
  numbers   = [1]
  flags     = { on = false }
  plain     = { name = "p", sizes = [1.5, 2] }
  plains    = [{ name = null, sizes = null }]
  plain_set = [{ name = "t", sizes = [] }]
  items {
    name = "second"
  }
  items {
    name = "first"
    part {
      count = 1
    }
  }
  bag {
    name = "x"
  }
}

resource "tfcoremock_types" "least" {
  id     = "least"
  needed = ""
}
