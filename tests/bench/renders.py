"""How often an apply writes a gateway's ruleset, and what that takes.

Many openings at once should need few rulesets. Each file written is seen from outside; one that was
rendered and came out as it was is not, but its time is.
"""

import ctypes
import os
import pathlib
import select
import struct
import threading
import time

from figure import Figure
from workspace import Workspace

# Of inotify(7).
IN_MOVED_TO = 0x80
EVENT = struct.Struct("iIII")
EVENTS_BYTES = 1 << 20

SITE = """
terraform {
  required_providers {
    sixgate = {
      source = "sixgate/sixgate"
    }
  }
}

provider "sixgate" {
  registry = "sqlite:registry.db"
}

resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:1234:321d::/64"
}

resource "sixgate_gateway" "fw" {
  name   = "fw"
  prefix = sixgate_prefix.site.id
  kind   = "nftables"

  wan = {
    interface = "wan0"
    mac       = "00:50:56:00:6f:9f"
  }
  inside = {
    mode = "per_host"
  }
  deploy = DEPLOY
}

resource "sixgate_host" "vm1" {
  name             = "vm1"
  gateway          = sixgate_gateway.fw.id
  inside_interface = "vh20"
}
"""
OPENINGS = """
resource "sixgate_firewall_opening" "many" {{
  count    = {count}
  host     = sixgate_host.vm1.id
  protocol = "tcp"
  ports    = [1000 + count.index]
}}
"""


class Replacements:
    """Counts how often each file below a directory is replaced, from now to the end of `with`."""

    def __init__(self, root):
        libc = ctypes.CDLL(None, use_errno=True)
        self.counts = {}
        self._notify = libc.inotify_init()
        self._stop_reader, self._stop_writer = os.pipe()
        self._directories = {}
        for directory in [root, *(path for path in root.rglob("*") if path.is_dir())]:
            watch = libc.inotify_add_watch(self._notify, os.fsencode(directory), IN_MOVED_TO)
            self._directories[watch] = directory.relative_to(root)
        self._thread = threading.Thread(target=self._collect)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        # The thread reads on until the pipe is the only thing that is ready.
        os.close(self._stop_writer)
        self._thread.join()
        os.close(self._stop_reader)
        os.close(self._notify)

    def _collect(self):
        while True:
            ready, _, _ = select.select([self._notify, self._stop_reader], [], [])
            if self._notify not in ready:
                return
            self._count(os.read(self._notify, EVENTS_BYTES))

    def _count(self, data):
        offset = 0
        while offset < len(data):
            watch, _, _, size = EVENT.unpack_from(data, offset)
            offset += EVENT.size
            name = data[offset:offset + size].rstrip(b"\0").decode()
            offset += size
            path = str(self._directories[watch] / name)
            self.counts[path] = self.counts.get(path, 0) + 1


def add_openings(client, mirror, scratch, count, deploy):
    """Seconds of an apply that adds openings, and how often it wrote each file."""
    name = f"{client.name}-renders-{'null' if deploy == 'null' else 'deploy'}"
    source = scratch / f"{name}-source"
    source.mkdir()
    (source / "main.tf").write_text(SITE.replace("DEPLOY", deploy), encoding="utf-8")
    workspace = Workspace(client, mirror, source, scratch / name)
    workspace.run("init")
    workspace.apply()
    workspace.write("openings.tf", OPENINGS.format(count=count))
    out = pathlib.Path(workspace.directory, "out")
    out.mkdir(exist_ok=True)
    with Replacements(out) as replaced:
        begin = time.perf_counter()
        workspace.apply()
        return time.perf_counter() - begin, replaced.counts


def figures(clients, mirror, scratch, count):
    """For each client, the rulesets of an apply that adds `count` openings."""
    for client in clients:
        without, _ = add_openings(client, mirror, scratch, count, "null")
        seconds, written = add_openings(client, mirror, scratch, count, '{ directory = "out" }')
        rulesets = sum(times for path, times in written.items() if path.endswith(".nft"))
        yield Figure(f"{client.name}: rulesets written for {count} openings at once", rulesets, "",
                     None, f"{seconds:.2f} s, and {without:.2f} s without deploy; "
                     f"other files written: {sum(written.values()) - rulesets}")
