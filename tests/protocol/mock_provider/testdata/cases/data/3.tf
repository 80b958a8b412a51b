# run: plan
# run: destroy
data "tfcoremock_dynamic" "of_another_type" {
  id = "simple"
}
