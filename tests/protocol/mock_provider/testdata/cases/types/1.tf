# run: schema
# run: plan
# run: apply
# run: plan
resource "tfcoremock_types" "all" {
  id        = "all"
  needed    = "here"
  strings   = ["b", "a"]
  numbers   = [3, 1, 3]
  flags     = { on = true, off = false }
  nested    = [["a"], [], ["b", "c"]]
  lookup    = { x = [1], y = [] }
  plain     = { name = "p", sizes = [1.5] }
  plains    = [{ name = "q", sizes = [] }]
  plain_map = { k = { name = "r", sizes = [2] } }
  plain_set = [{ name = "t", sizes = [] }, { name = "s", sizes = [1] }]
  object    = { inner = { deep = "d" } }
  items {
    name = "first"
    part {
      count = 1
    }
    part {
      count = 2
    }
  }
  bag {
    name = "y"
  }
  bag {
    name = "x"
  }
}

resource "tfcoremock_types" "least" {
  id     = "least"
  needed = ""
}
