# run: plan
# run: apply
# run: plan
# run: destroy
locals {
  numbers = [0, 1, -1, 10, 999999, 1000000, 123456789, 9007199254740993, 9223372036854775807,
    -9223372036854775808, 18446744073709551615, 0.1, -0.25, 0.0001, 0.00001234, 1.5e10, 1e20, 1e21,
  3.141592653589793, 1e100, 5e-10]
}

resource "tfcoremock_simple_resource" "number" {
  count  = length(local.numbers)
  id     = "n${count.index}"
  number = local.numbers[count.index]
  float  = local.numbers[count.index]
}

resource "tfcoremock_simple_resource" "integers" {
  for_each = toset(["0", "-7", "1000000", "9223372036854775807", "-9223372036854775808"])
  id       = "i${each.key}"
  integer  = each.key
}
