"""The commands that clang-tidy gets, and the sources chosen for what changed."""

import unittest

import clang_tidy


class CommandsTest(unittest.TestCase):
    def test_launcher_and_precompiled_header_are_taken_out_and_files_come_once(self):
        command = ('env "A=b c" ccache /usr/bin/g++ "-I/a b" -O2 -fpch-preprocess -Winvalid-pch'
                   ' -include "/a b/cmake_pch.hxx" -include y.h -o x.o -c "/a b/x.cc"')
        entry = {"file": "/a b/x.cc", "directory": "/b", "command": command}
        self.assertEqual(clang_tidy.commands_for_clang([entry, entry]), [{
            "file": "/a b/x.cc", "directory": "/b",
            "arguments": ["/usr/bin/g++", "-I/a b", "-O2", "-include", "y.h", "-o", "x.o", "-c",
                          "/a b/x.cc"]}])


class SourcesTest(unittest.TestCase):
    KNOWN = ["engine/a.cc", "engine/a_test.cc", "engine/b_test.cc"]

    def test_a_header_is_seen_through_its_source_and_its_test(self):
        self.assertEqual(clang_tidy.sources(["engine/a.h"], self.KNOWN),
                         ["engine/a.cc", "engine/a_test.cc"])
        self.assertEqual(clang_tidy.sources(["engine/b.h"], self.KNOWN), ["engine/b_test.cc"])

    def test_what_is_not_built_is_left_out(self):
        self.assertEqual(clang_tidy.sources(["engine/c.cc", "dev", "engine/a.cc"], self.KNOWN),
                         ["engine/a.cc"])


if __name__ == "__main__":
    unittest.main()
