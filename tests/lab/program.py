"""What the lab's main programs have in common: their arguments, the client, the provider."""

import argparse
import pathlib
import sys
import tempfile
import unittest

from namespaces import isolate, skip

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
_ACCEPTANCE = ROOT / "tests" / "acceptance"
sys.path[:0] = [str(_ACCEPTANCE), str(_ACCEPTANCE / "clients"), str(ROOT / "tests" / "support")]

import clients  # noqa: E402  (the acceptance tests' own)
from workspace import make_mirror  # noqa: E402


def provider(binary, venv, directory):
    """The client that applies, and a mirror of the provider below a directory."""
    found = clients.find(venv)
    client = clients.best(found)
    if client is None:
        skip("no Terraform client: " + "; ".join(map(str, found)))
    return client, make_mirror(binary, directory)


def run_tests(description, base, afterwards=lambda: None):
    """The main program of a file of tests on a site: its exit code.

    `base.provider` becomes the client and the mirror, `base.build` where the provider was built,
    before any test of it runs. `afterwards` as isolate has it.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--binary", required=True, help="the provider")
    parser.add_argument("--venv", help="the environment with the client that is a library")
    arguments, others = parser.parse_known_args()
    isolate(afterwards)
    with tempfile.TemporaryDirectory(prefix="mirror-") as mirror:
        base.build = pathlib.Path(arguments.binary).resolve().parent
        base.provider = provider(arguments.binary, arguments.venv, mirror)
        result = unittest.main(argv=[sys.argv[0], *others], exit=False).result
    return 0 if result.wasSuccessful() else 1
