"""Keeps a site of the lab up: for as long as a shell or a command runs in it, or until `down`.

    python3 tests/lab/lab.py shell                                  leaving the shell ends the lab
    python3 tests/lab/lab.py run ip netns exec fw nft list ruleset  a command instead
    python3 tests/lab/lab.py up                                     returns when it is up, and stays
    python3 tests/lab/lab.py down                                   ends what `up` began

    --floor second   real container engines instead of bridges
    --mode shared    one link for all hosts (second floor)

The machines are network namespaces: `ip -n fw -6 route`, `ip netns exec fw ping 2001:db8:9::1`.
They are seen from within alone; a terminal comes in with the line that is printed.
"""

import argparse
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

import engines
from namespaces import Failure, isolate, let_go_of_output, until
from program import ROOT, provider
from quickstart import Quickstart
from second_floor import SecondFloor

_NUMBER = ROOT / "build" / "lab" / "up"


def main():
    """The main program: its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / "build" / "terraform-provider-sixgate")
    parser.add_argument("--venv", default=ROOT / "build" / "venv")
    parser.add_argument("--floor", choices=("first", "second"), default="first")
    parser.add_argument("--mode", choices=("per_host", "shared"), default="per_host")
    parser.add_argument("--by-ip", action="store_true", help="networks by ip, not by networkd")
    parser.add_argument("verb", choices=("shell", "run", "up", "down"), nargs="?", default="shell")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if arguments.verb == "down":
        return down()
    if arguments.verb == "up":
        return up(arguments)
    command = arguments.command or [os.environ.get("SHELL", "/bin/sh")]
    return live(arguments, lambda: subprocess.call(command))


def live(arguments, while_up):
    """Brings the site up, says what there is, and takes it away when `while_up` has returned."""
    outside = isolate(engines.remove_cgroups)
    scratch = tempfile.mkdtemp(prefix="lab-")
    tools = provider(arguments.binary, arguments.venv, pathlib.Path(scratch, "mirror"))
    if arguments.floor == "second":
        site = SecondFloor(*tools, scratch, arguments.mode, engines.find(arguments.venv))
    else:
        site = Quickstart(*tools, scratch, by_daemon=not arguments.by_ip)
    with site:
        if arguments.verb != "run":
            for name, endpoint in site.endpoints():
                print(f"{endpoint.machine.name:<12} {endpoint.address:<34} {name}")
            print(f"files: {site.workspace.directory}/out; come in with: "
                  f"nsenter -t {outside} -m -n -p", flush=True)
        return while_up()


def up(arguments):
    """Leaves a lab behind that is up."""
    if running():
        raise Failure(f"a lab is up already, process {running()}; ./dev lab down ends it")
    readable, writable = os.pipe()
    child = os.fork()
    if child:
        os.close(writable)
        if os.read(readable, 1):
            return 0
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.setsid()
    _NUMBER.parent.mkdir(parents=True, exist_ok=True)
    _NUMBER.write_text(str(os.getpid()), encoding="utf-8")

    def stay():
        os.write(writable, b"1")
        os.close(writable)
        let_go_of_output()
        signal.pause()
    return live(arguments, stay)


def down():
    """Ends the lab that `up` left."""
    number = running()
    if number:
        os.kill(number, signal.SIGTERM)
        until(lambda: not running(), "the lab to end", seconds=60)
    _NUMBER.unlink(missing_ok=True)
    return 0


def running():
    """The process that waits for the lab that is up; 0 when there is none."""
    try:
        number = int(_NUMBER.read_text(encoding="utf-8"))
        command = pathlib.Path(f"/proc/{number}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError):
        return 0
    return number if b"lab.py" in command else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f"lab: {failure}")
