"""write_docs in a copy of the project's docs and examples: what it writes, removes and finds.

    python3 write_docs_test.py --program BUILD/tests/write_docs
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""


class WriteDocsTest(unittest.TestCase):
    """Each test in a copy of its own, in which everything is as it should be."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="sixgate-docs-")
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        for folder in ("docs", "examples"):
            shutil.copytree(ROOT / folder, self.root / folder)
        self.run_program(0)

    def run_program(self, code, *options):
        """Runs it in the copy; returns what it says, lines in order."""
        done = subprocess.run([PROGRAM, *options, str(self.root)], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr.splitlines()

    def files(self):
        """Path → content of everything in docs."""
        return {str(path.relative_to(self.root)): path.read_bytes()
                for path in sorted(self.root.glob("docs/**/*")) if path.is_file()}

    def test_what_was_written_has_no_differences(self):
        self.assertEqual(self.run_program(0, "--check"), [])
        before = self.files()
        self.assertEqual(self.run_program(0), [])
        self.assertEqual(self.files(), before)

    def test_each_difference_is_named_and_mended(self):
        before = self.files()
        (self.root / "docs/index.md").write_text("other", encoding="utf-8")
        (self.root / "docs/resources/host.md").unlink()
        (self.root / "docs/actions").mkdir()
        (self.root / "docs/actions/reboot.md").write_text("surplus", encoding="utf-8")
        self.assertEqual(self.run_program(1, "--check"), [
            "docs/index.md differs from the schema and the examples",
            "docs/resources/host.md is missing",
            "docs/actions/reboot.md belongs to no part of the provider",
            "./dev docs writes them"])
        self.assertEqual(self.run_program(0), [])
        self.assertEqual(self.files(), before)

    def test_a_missing_example_is_named(self):
        (self.root / "examples/resources/sixgate_host/resource.tf").unlink()
        for options in (("--check",), ()):
            self.assertIn("there is no examples/resources/sixgate_host/resource.tf",
                          self.run_program(1, *options))

    def test_a_folder_that_cannot_be_written_is_said(self):
        shutil.rmtree(self.root / "docs/functions")
        (self.root / "docs/functions").write_text("a file", encoding="utf-8")
        self.assertIn("cannot write docs/functions/subnet.md", self.run_program(1))

    def test_links_lead_to_what_is_there(self):
        for name, text in self.files().items():
            folder = (self.root / name).parent
            for target in sixgate_links(text.decode()):
                self.assertTrue((folder / target).resolve().is_file(), f"{name}: {target}")


def sixgate_links(text):
    """Targets of a generated page's links to other files."""
    if not text.startswith("---\n# Generated"):
        return []
    return [part.split(")")[0] for part in text.split("](")[1:]
            if not part.startswith(("#", "https://"))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    known, rest = parser.parse_known_args()
    PROGRAM = known.program
    unittest.main(argv=[sys.argv[0], *rest])
