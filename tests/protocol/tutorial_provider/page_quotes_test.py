"""Every C++, Terraform and CMake block of docs/design/writing-a-provider.md is code that is built
and run here, word for word but for its indentation."""

import pathlib
import re
import textwrap
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[2] / "docs" / "design" / "writing-a-provider.md"
BLOCK = re.compile(r"^```(cpp|hcl|cmake)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOURCES = {"cpp": ("*.cc", "*.h"), "hcl": ("example/*.tf",), "cmake": ("project/CMakeLists.txt",)}


def is_quote(quote, source):
    """Whether the lines of `quote` stand together in `source`, all equally indented."""
    lines = textwrap.dedent(quote).rstrip("\n").split("\n")
    code = source.split("\n")
    for begin in range(len(code) - len(lines) + 1):
        piece = "\n".join(code[begin:begin + len(lines)])
        if textwrap.dedent(piece).split("\n") == lines:
            return True
    return False


class PageTest(unittest.TestCase):
    def test_every_block_is_in_a_source(self):
        blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
        self.assertGreater(len(blocks), 10)
        for language, block in blocks:
            sources = [file for pattern in SOURCES[language] for file in HERE.glob(pattern)]
            self.assertTrue(
                any(is_quote(block, file.read_text(encoding="utf-8")) for file in sources),
                f"this {language} block is in no source:\n{block}")

    def test_the_whole_first_provider_is_quoted(self):
        page = PAGE.read_text(encoding="utf-8")
        self.assertIn((HERE / "notes.cc").read_text(encoding="utf-8"), page)
        self.assertIn((HERE / "project/CMakeLists.txt").read_text(encoding="utf-8"), page)


class QuoteTest(unittest.TestCase):
    SOURCE = "void f() {\n  if (a) {\n    b();\n  }\n}\n"

    def test_indentation_may_differ_as_a_whole(self):
        self.assertTrue(is_quote("if (a) {\n  b();\n}\n", self.SOURCE))

    def test_anything_else_may_not(self):
        for other in ("if (a) {\n    b();\n}\n", "if (a) {\n  c();\n}\n", "if (a) {\n}\n"):
            self.assertFalse(is_quote(other, self.SOURCE), other)


if __name__ == "__main__":
    unittest.main()
