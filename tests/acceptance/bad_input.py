"""Every bad input that the product refuses, under one real client.

    python bad_input.py --binary BUILD/terraform-provider-sixgate --client terraform-on-path [TEXT…]

Each must be an error that names the object, quotes the input, says why and what to do, at plan
where it can be known, and must change nothing: neither state nor registry nor files. With TEXT only
what has it in its name. Prints what fails, what was skipped with the reason, and one line. Ends
with 77 when the client cannot be had.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "clients"))

import bad_input_places  # noqa: E402  (after the path is set)
import clients  # noqa: E402  (beside this file, in a folder of its own)
from bad_input_openings import ADDRESS_ROWS, EGRESS_ROWS, OPENING_ROWS  # noqa: E402
from bad_input_rows import HEAD, HOST_ROWS, PREFIX_ROWS, block, good  # noqa: E402
from refusal import Expected, expect_refused  # noqa: E402
from workspace import Failure, Workspace, make_mirror  # noqa: E402

SKIPPED = 77
IN_PRIVATE_MOUNTS = "BAD_INPUT_IN_PRIVATE_MOUNTS"
# What uses what, innermost first: these in turn are lost from the state but not from the registry,
# and then whatever it uses is to be destroyed.
USERS = [
    (["sixgate_firewall_opening.https", "sixgate_egress_opening.mail"], "sixgate_address.www",
     'Address "www"', ['opening "web site" (owner "default", id ',
                       'egress opening "outgoing mail" (owner "default", id ']),
    (["sixgate_address.www"], "sixgate_host.vm1", 'Host "vm1"',
     ['opening "web site"', 'egress opening "outgoing mail"',
      'address "www" (owner "default", id ']),
    (["sixgate_host.vm1"], "sixgate_gateway.fw", 'Gateway "fw"',
     ['host "vm1" (owner "default", id ']),
    (["sixgate_gateway.fw"], "sixgate_prefix.site", 'Prefix "site"',
     ['gateway "fw" (owner "default", id ']),
]
GUEST = block("sixgate_prefix.guest", """
  provider = sixgate.other
  name     = "guest"
  parent   = sixgate_prefix.tiny.id
  length   = 122""")
PROTECTED = block("sixgate_prefix.kept", """
  name                = "kept"
  cidr                = "2001:db8:6::/64"
  deletion_protection = true""")


class Run:
    """Runs what has one of the texts in its name and remembers how it went."""

    def __init__(self, client, mirror, scratch, only):
        self.client = client
        self.mirror = mirror
        self.scratch = pathlib.Path(scratch)
        self.only = only
        self.passed = 0
        self.failed = []
        self.no_way_out = []

    def workspace(self, config):
        """A new directory in which `config` is initialised and not yet applied."""
        source = pathlib.Path(tempfile.mkdtemp(dir=self.scratch))
        (source / "main.tf").write_text(config, encoding="utf-8")
        directory = source.with_name(f"{source.name}-work")
        workspace = Workspace(self.client, self.mirror, source, directory)
        workspace.run("init")
        return workspace

    def wants(self, name):
        """Whether this one was asked for."""
        return not self.only or any(text in name for text in self.only)

    def check(self, name, workspace, stage, expected):
        """Expects the refusal and notes a failure with its name."""
        try:
            expect_refused(workspace, stage, expected)
            self.passed += 1
            if not expected.way_out:
                self.no_way_out.append(name)
        except Failure as failure:
            self.failed.append(name)
            print(f"FAILED {name}: {failure}", flush=True)


def check_rows(run):
    """Bad configurations on top of one good site."""
    workspace = run.workspace(good())
    workspace.apply()
    for row in PREFIX_ROWS + HOST_ROWS + ADDRESS_ROWS + OPENING_ROWS + EGRESS_ROWS:
        if not run.wants(row.name):
            continue
        old, new = row.edit
        if old not in good():
            raise Failure(f"{row.name}: the good configuration has no {old!r}")
        workspace.write("main.tf", good().replace(old, new, 1) if old else good())
        workspace.write("bad.tf", row.config)
        run.check(row.name, workspace, row.stage, row.expected)


def check_users(run):
    """Nothing that is in use is destroyed; the error lists the users."""
    if not run.wants("destroy"):
        return
    workspace = run.workspace(good())
    workspace.apply()
    lost = []
    for users, used, title, listed in USERS:
        workspace.run("state", "rm", *users)
        lost += users
        workspace.write("main.tf", good(without=[*lost, used]))
        for who in listed:
            run.check(f"destroy: {used} lists {who}", workspace, "apply",
                      Expected("", title, who, "remove what uses it first"))
    workspace.write("main.tf", good(without=lost) + GUEST)
    workspace.apply()
    workspace.run("state", "rm", "sixgate_prefix.guest")
    tiny = ["sixgate_prefix.tiny", "sixgate_prefix.half", "sixgate_prefix.quarter"]
    workspace.write("main.tf", good(without=[*lost, *tiny]))
    run.check("destroy: what another owner uses", workspace, "plan",
              Expected("", 'Prefix "tiny"', 'prefix "guest" (owner "other-team", id ',
                       "which this apply does not remove"))
    workspace.write("main.tf", good(without=lost) + PROTECTED)
    workspace.apply()
    workspace.write("main.tf", good(without=lost))
    run.check("destroy: what is protected", workspace, "plan",
              Expected("", 'Prefix "kept"', "has deletion_protection",
                       "set it to false, apply, then remove it"))


def check_places(run, no_disk):
    """Registries and directories that cannot be used; `no_disk` says why no disk can be mounted."""
    for row in bad_input_places.ROWS:
        if not run.wants(row.name):
            continue
        if row.disk and no_disk:
            print(f"skipped {row.name}: {no_disk}")
            continue
        workspace = run.workspace(HEAD)
        with bad_input_places.harmed(row, workspace):
            run.check(row.name, workspace, row.stage, row.expected)


def enter_private_mounts():
    """Starts this program anew where it may mount a small disk that nobody else sees.

    Returns only when it already is there, or why that cannot be.
    """
    if IN_PRIVATE_MOUNTS in os.environ:
        return ""
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    try:
        probe = subprocess.run(
            [*unshare, "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    except OSError as error:
        return str(error)
    if probe.returncode != 0:
        return probe.stderr.strip()
    os.environ[IN_PRIVATE_MOUNTS] = "1"
    return os.execvp(unshare[0], [*unshare, sys.executable, *sys.argv])


def main():
    """Runs everything under one client."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--client", required=True)
    parser.add_argument("--venv")
    parser.add_argument("text", nargs="*", help="only what has one of these in its name")
    arguments = parser.parse_args()
    client = {c.name: c for c in clients.find(arguments.venv)}[arguments.client]
    if client.skipped:
        print(f"skipped: {client}")
        return SKIPPED
    no_disk = enter_private_mounts()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sixgate-bad-input-") as scratch:
        mirror = make_mirror(arguments.binary, pathlib.Path(scratch, "mirror"))
        run = Run(client, mirror, scratch, arguments.text)
        check_rows(run)
        check_users(run)
        check_places(run, no_disk)
    print(f"{client.name} {client.version}: {run.passed} refusals as they should be, "
          f"{len(run.failed)} not, {time.monotonic() - begin:.1f} s; no way out is named by: "
          f"{', '.join(run.no_way_out) or 'none'}")
    return 1 if run.failed or not run.passed else 0


if __name__ == "__main__":
    sys.exit(main())
