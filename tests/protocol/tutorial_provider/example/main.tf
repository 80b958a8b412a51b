terraform {
  required_providers {
    notes = {
      source = "example/notes"
    }
  }
}

provider "notes" {
  directory = "."
}

resource "notes_note" "shopping" {
  name = "shopping.txt"
  text = "milk"
}
