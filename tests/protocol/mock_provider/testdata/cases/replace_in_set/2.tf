# run: plan
# run: apply
# run: destroy
resource "tfcoremock_replace" "a" {
  id    = "a"
  group = [{ name = "x", size = 1 }, { name = "z" }]
}
