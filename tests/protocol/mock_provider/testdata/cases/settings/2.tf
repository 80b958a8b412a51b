# run: plan
# run: apply
# run: destroy
resource "terraform_data" "made" {
}

provider "tfcoremock" {
  fail_on_create = [terraform_data.made.id]
}

resource "tfcoremock_simple_resource" "a" {
}
