"""A library too many, symbols, and a file that is no program are found."""

import unittest

import check_binary

GOOD = """
 0x0000000000000001 (NEEDED)             Shared library: [libm.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [libc.so.6]
 0x0000000000000001 (NEEDED)             Shared library: [ld-linux-x86-64.so.2]
"""


class BinaryTest(unittest.TestCase):
    def test_libc_alone(self):
        self.assertEqual(check_binary.findings(GOOD, "  [ 1] .text  PROGBITS\n"), [])

    def test_another_library(self):
        text = GOOD + " 0x1 (NEEDED)   Shared library: [libstdc++.so.6]\n"
        self.assertEqual(check_binary.findings(text, ""),
                         ["needs libstdc++.so.6: link it statically"])

    def test_symbols(self):
        self.assertEqual(len(check_binary.findings(GOOD, "  [30] .symtab  SYMTAB\n")), 1)

    def test_no_program(self):
        self.assertEqual(len(check_binary.findings("", "")), 1)


if __name__ == "__main__":
    unittest.main()
