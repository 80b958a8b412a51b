"""Scripts that do not parse are found."""

import unittest

import check_format


class ScriptTest(unittest.TestCase):
    def test_python(self):
        self.assertEqual(check_format.script_findings("a.py", "x = 1\n"), [])
        self.assertEqual(len(check_format.script_findings("a.py", "x = (\n")), 1)

    def test_shell_by_its_first_line_or_its_name(self):
        self.assertEqual(check_format.script_findings("dev", "#!/usr/bin/env bash\ntrue\n"), [])
        self.assertEqual(len(check_format.script_findings("dev", "#!/usr/bin/env bash\nif\n")), 1)
        self.assertEqual(len(check_format.script_findings("a.sh", "if\n")), 1)
        self.assertEqual(check_format.script_findings("README", "if\n"), [])


if __name__ == "__main__":
    unittest.main()
