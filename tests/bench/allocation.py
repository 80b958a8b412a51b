"""Whether a block costs the same in an empty prefix and in a full one."""

import json
import os
import shutil
import subprocess
import tempfile
import time

from figure import Figure
from workspace import Failure

FLAT_MAX = 1.3
SYNCS = 200
# What a commit appends: so the disk alone can be told from what is done with it.
SYNC_BYTES = 64 * 1024


def run(program, registry, threads):
    """What the program says of one filling."""
    done = subprocess.run([str(program), registry, str(threads)], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"{program.name} {registry} {threads}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def on_disk(program, directory, threads):
    """One filling of a registry in a directory of its own."""
    place = tempfile.mkdtemp(dir=directory)
    try:
        return run(program, f"sqlite:{place}/registry.db", threads)
    finally:
        shutil.rmtree(place)


def sync_ms(directory):
    """What the disk takes to keep what a commit appends."""
    with tempfile.TemporaryFile(dir=directory) as file:
        begin = time.perf_counter()
        for _ in range(SYNCS):
            os.pwrite(file.fileno(), bytes(SYNC_BYTES), 0)
            os.fdatasync(file.fileno())
        return (time.perf_counter() - begin) / SYNCS * 1000


def figures(program, scratch):
    """Durable on disk, the same without a disk, and without SQLite.

    Each once: a filling is as long as many rounds of anything else. What the disk does meanwhile is
    in the first two, so it is measured before and after.
    """
    jobs = {
        "/80s of a /64, durable": lambda: on_disk(program, scratch, 1),
        "/80s of a /64, durable, ten at once": lambda: on_disk(program, scratch, 10),
        "/80s of a /64, registry in memory": lambda: run(program, "memory", 1),
    }
    if os.access("/dev/shm", os.W_OK):
        jobs["/80s of a /64, SQLite without a disk"] = lambda: on_disk(program, "/dev/shm", 1)
    for name, job in jobs.items():
        before = sync_ms(scratch)
        result = job()
        first, last, total = result["first"], result["last"], result["total"]
        yield Figure(f"{name}: last 1,000 by first 1,000", last / first, "",
                     FLAT_MAX if name.endswith("durable") else None,
                     f"{first:.2f} s and {last:.2f} s; all {result['blocks']:,} in {total:.1f} s, "
                     f"{result['blocks'] / total:,.0f} a second; "
                     f"one fdatasync took {before:.2f} ms before, {sync_ms(scratch):.2f} ms after")
