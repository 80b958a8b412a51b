# run: plan
provider "tfcoremock" {
  fail_on_delete     = split(",", terraform_data.made.id)
  resource_directory = terraform_data.made.id
}

resource "terraform_data" "made" {
}

resource "tfcoremock_simple_resource" "a" {
}
