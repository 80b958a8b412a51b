# run: plan
# run: apply
# run: plan -refresh=false
# run: destroy
resource "tfcoremock_complex_resource" "all" {
  id   = "all"
  list = [{ string = "new first" }, { string = "a", list = [{ number = 1 }, {}] }]
  map  = { "two words" = { object = { object = { integer = 10 } } } }
  set  = [{ string = "s1", list = [] }, { string = "s3" }]
  list_block {
  }
  set_block {
    string = "a"
    list_block {
      float = 3.5
    }
  }
}

resource "tfcoremock_complex_resource" "empty" {
  id     = "empty"
  list   = []
  map    = {}
  set    = []
  object = {}
}
