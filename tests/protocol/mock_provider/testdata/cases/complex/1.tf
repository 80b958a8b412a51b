# run: plan
# run: apply
# run: plan
resource "tfcoremock_complex_resource" "all" {
  id      = "all"
  bool    = true
  number  = 1
  string  = "top"
  float   = 0.5
  integer = 3
  list    = [{ string = "a", list = [{ number = 1 }, {}] }, { map = { k = { bool = false } } }]
  map     = { one = { string = "m" }, "two words" = { object = { object = { integer = 9 } } } }
  object  = { string = "o", set = [{ number = 2 }, { number = 1 }] }
  set     = [{ string = "s2" }, { string = "s1", list = [] }, {}]
  list_block {
    string = "first"
    list_block {
      integer = 1
      set_block {
        bool = true
      }
    }
    set = [{ string = "in block" }]
  }
  list_block {
  }
  set_block {
    string = "b"
  }
  set_block {
    string = "a"
    list_block {
      float = 2.5
    }
  }
}

resource "tfcoremock_complex_resource" "empty" {
  id = "empty"
}
