"""Keeps the lab's first floor up for as long as a shell or a command runs in it.

    python3 tests/lab/lab.py                                      a shell; leaving it ends the lab
    python3 tests/lab/lab.py ip netns exec fw nft list ruleset    a command instead

The machines are network namespaces: `ip -n fw -6 route`, `ip netns exec web ping 2001:db8:9::1`.
They are seen from this shell alone; another terminal comes in with the line that is printed.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from namespaces import isolate
from quickstart import ROOT, Quickstart, provider


def main():
    """Brings the site up, runs the command, and returns its code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / "build" / "terraform-provider-sixgate")
    parser.add_argument("--venv", default=ROOT / "build" / "venv")
    parser.add_argument("--by-ip", action="store_true", help="networks by ip, not by networkd")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    outside = isolate()
    with tempfile.TemporaryDirectory(prefix="lab-") as scratch:
        tools = provider(arguments.binary, arguments.venv, pathlib.Path(scratch, "mirror"))
        with Quickstart(*tools, scratch, by_daemon=not arguments.by_ip) as site:
            if arguments.command:
                return subprocess.call(arguments.command)
            for name, endpoint in site.endpoints():
                print(f"{endpoint.machine.name:<10} {endpoint.address:<34} {name}")
            print(f"files: {site.workspace.directory}/out; another terminal: "
                  f"nsenter -t {outside} -m -n -p", flush=True)
            return subprocess.call([os.environ.get("SHELL", "/bin/sh")])


if __name__ == "__main__":
    sys.exit(main())
