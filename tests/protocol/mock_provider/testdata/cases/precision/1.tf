# alone: the original reads no more than 64 bits of a number from its file, and drifts
# run: apply
# run: plan -detailed-exitcode
# run: destroy
resource "tfcoremock_simple_resource" "a" {
  for_each = toset(["3.14159265358979323846264338327950288", "123456789012345678901234567890"])
  number   = each.key
}
