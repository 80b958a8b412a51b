# run: apply
# run: remove terraform.resource/gone.json
# run: copy changed/edited.json terraform.resource/edited.json
# run: plan
# run: plan -refresh-only
# run: apply -refresh=false
# run: apply
# run: copy changed/broken.json terraform.resource/edited.json
# run: plan
# run: remove terraform.resource/gone.json
# run: destroy -refresh=false
resource "tfcoremock_simple_resource" "gone" {
  id = "gone"
}

resource "tfcoremock_simple_resource" "edited" {
  id     = "edited"
  string = "mine"
}
