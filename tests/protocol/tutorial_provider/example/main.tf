terraform {
  required_providers {
    notes = {
      source = "example/notes"
    }
  }
}

resource "notes_note" "shopping" {
  path = "shopping.txt"
  text = "milk"
}
