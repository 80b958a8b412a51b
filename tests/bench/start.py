"""How long a plugin takes until its client can talk to it, and what it holds in memory then."""

import os
import pathlib
import re
import subprocess
import tempfile
import time

from figure import Figure, in_turns, median

STARTS = 60
HANDSHAKE_MS_MAX = 8
RSS_MIB_MAX = 16
# What Terraform and OpenTofu set; without it a plugin tells people how to use it, and ends.
COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"


def client_certificate():
    """A certificate such as clients make for themselves, as PEM."""
    with tempfile.TemporaryDirectory() as directory:
        key, certificate = pathlib.Path(directory, "key"), pathlib.Path(directory, "certificate")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521",
             "-nodes", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
            stdin=subprocess.DEVNULL, capture_output=True, check=True)
        return certificate.read_text(encoding="ascii")


def start_once(command, environment):
    """Milliseconds to the first line, and MiB of memory at that moment."""
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as plugin:
        line = plugin.stdout.readline()
        took = (time.perf_counter() - begin) * 1000
        status = pathlib.Path(f"/proc/{plugin.pid}/status").read_text(encoding="ascii")
        plugin.kill()
    resident = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    if not line.startswith(b"1|") or not resident:
        raise RuntimeError(f"{command} is no plugin: {line!r}")
    return took, int(resident[1]) / 1024


def figures(binary, random):
    """`random` is the path of hashicorp/random's provider, or None."""
    environment = {**os.environ, "TF_PLUGIN_MAGIC_COOKIE": COOKIE,
                   "PLUGIN_PROTOCOL_VERSIONS": "5,6", "PLUGIN_CLIENT_CERT": client_certificate()}
    # The cost of starting anything at all, which is in the others too.
    shell = ["/bin/sh", "-c", "echo '1|'; read line <&-; exec sleep 60"]
    jobs = {"sixgate": [str(binary)], "shell": shell}
    if random:
        jobs["random"] = [str(random)]
    results = in_turns(STARTS, {name: lambda command=command: start_once(command, environment)
                                for name, command in jobs.items()})
    times = {name: [took for took, _ in starts] for name, starts in results.items()}
    memory = {name: median([mib for _, mib in starts]) for name, starts in results.items()}
    yield Figure("start to handshake line", median(times["sixgate"]), "ms", HANDSHAKE_MS_MAX,
                 f"the quickest of {STARTS}: {min(times['sixgate']):.1f} ms")
    yield Figure("  a shell that prints a line", median(times["shell"]), "ms")
    if random:
        yield Figure("  hashicorp/random", median(times["random"]), "ms")
    yield Figure("memory (RSS) at the handshake line", memory["sixgate"], "MiB", RSS_MIB_MAX)
    if random:
        yield Figure("  hashicorp/random", memory["random"], "MiB")
