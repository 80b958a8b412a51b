"""How quickly RPCs are answered, next to terraform-plugin-framework with the same two resources.

rpc/main.go and rpc/provider.cc are the two providers, rpc/client.cc starts both in turns, sees to
it that they answer alike, and measures.
"""

import json
import pathlib
import subprocess
import sys

from figure import Figure
from workspace import Failure

from go_programs import GoPrograms

HERE = pathlib.Path(__file__).resolve().parent / "rpc"
PROGRAM = "terraform-provider-bench"
GO = GoPrograms("bench-rpc", HERE, (f"sixgate/{PROGRAM}",))
RATE_MIN, MEMORY_MAX = 3, 0.5


def start_figures(ours, theirs):
    """How soon it can be talked to."""
    for key, name in {"line_ms": "start to handshake line", "schema_ms": "  to the schema"}.items():
        yield Figure(f"{name}, by Go's", ours[key] / theirs[key], "", 1,
                     f"{ours[key]:.1f} ms and {theirs[key]:.1f} ms")


def memory_figure(name, target, ours, theirs):
    """What it holds."""
    return Figure(f"memory (RSS) {name}, by Go's", ours["memory_mib"] / theirs["memory_mib"], "",
                  target, f"{ours['memory_mib']:.1f} MiB and {theirs['memory_mib']:.1f} MiB")


def rate_figure(name, ours, theirs):
    """How many are answered in a second."""
    return Figure(
        f"{name}, by Go's", ours["rate"] / theirs["rate"], "", least=RATE_MIN,
        note=f"{ours['rate']:,.0f} and {theirs['rate']:,.0f} a second, "
             f"{ours['cpu_us']:,.0f} and {theirs['cpu_us']:,.0f} µs of CPU each")


def figures(build):
    """All of one run of the client."""
    reason = GO.build(pathlib.Path(sys.prefix), sys.stderr)
    if reason:
        raise Failure(f"the provider to compare to cannot be had: {reason}")
    command = [str(build / "bench/rpc_client"), str(build / "bench" / PROGRAM),
               str(GO.path(PROGRAM))]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as client:
        for line in client.stdout:
            measured = json.loads(line)
            name = measured.pop("name")
            ours, theirs = ({key: pair[side] for key, pair in measured.items()}
                            for side in ("ours", "theirs"))
            if name == "start":
                yield from start_figures(ours, theirs)
                yield memory_figure("at the first schema", None, ours, theirs)
            elif name == "load":
                yield memory_figure("after 10,000 requests", MEMORY_MAX, ours, theirs)
            else:
                yield rate_figure(name, ours, theirs)
        errors = client.stderr.read()
        if client.wait():
            raise Failure(errors.strip())
