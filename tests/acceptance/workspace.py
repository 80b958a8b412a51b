"""A directory in which one real client works on one configuration with the built provider.

    workspace = Workspace(client, mirror, "examples/quickstart", scratch)
    workspace.run("init")
    plan = workspace.plan()
    assert plan.changes() == {}

The provider comes from a filesystem mirror, as it does for users; nothing is downloaded.
"""

import json
import os
import pathlib
import platform
import shutil
import subprocess

VERSION = "0.1.0"
HOSTS = ("registry.terraform.io", "registry.opentofu.org")
# The slowest step of any example takes seconds; a client that hangs must not hold the run.
TIMEOUT_SECONDS = 300


class Failure(Exception):
    """A step that did not go as it should; the text is for people."""


def make_mirror(binary, directory, source="sixgate/sixgate"):
    """Lays the provider out as `terraform init` looks for it; returns the directory."""
    name = source.split("/")[1]
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    for host in HOSTS:
        place = pathlib.Path(directory, host, source, VERSION, f"linux_{machine}")
        place.mkdir(parents=True, exist_ok=True)
        target = place / f"terraform-provider-{name}_v{VERSION}"
        target.unlink(missing_ok=True)
        shutil.copy(binary, target)
        target.chmod(0o755)
    return pathlib.Path(directory)


class Plan:
    """A plan as `show -json` tells it."""

    def __init__(self, data):
        self.data = data

    def changes(self):
        """Address → actions, of all resources that would be touched."""
        return {
            change["address"]: change["change"]["actions"]
            for change in self.data.get("resource_changes", [])
            if change["mode"] == "managed" and change["change"]["actions"] != ["no-op"]
        }

    def change(self, address):
        """The change of one resource: before, after, after_unknown."""
        for change in self.data.get("resource_changes", []):
            if change["address"] == address:
                return change["change"]
        raise Failure(f"the plan does not name {address}")


class Workspace:
    """One client in one directory, a copy of `source`."""

    def __init__(self, client, mirror, source, directory, environment=None):
        self.client = client
        self.mirror = mirror
        self.directory = pathlib.Path(directory)
        shutil.copytree(
            source, self.directory, ignore=shutil.ignore_patterns(".terraform*", "*.tfstate*"))
        settings = self.directory.parent / f"{self.directory.name}.tfrc"
        settings.write_text(
            'provider_installation {\n  filesystem_mirror {\n'
            f'    path = "{mirror}"\n  }}\n}}\n', encoding="utf-8")
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("TF_", "SIXGATE_"))},
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1",
            **(environment or {}),
        }

    def call(self, *arguments, timeout=TIMEOUT_SECONDS):
        """Runs the client; returns the finished process, whatever its code."""
        return subprocess.run(
            [*self.client.command, *arguments], cwd=self.directory, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False)

    def run(self, *arguments, codes=(0,)):
        """Runs the client and returns what it printed; any other code is a Failure."""
        done = self.call(*arguments)
        if done.returncode not in codes:
            raise Failure(
                f"{self.client.name} {' '.join(arguments)} ended with {done.returncode}:\n"
                f"{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout

    def fails(self, *arguments):
        """Runs a command that must fail; returns its text without line breaks and frames."""
        done = self.call(*arguments, "-no-color")
        if done.returncode == 0:
            raise Failure(f"{' '.join(arguments)} went well but should not:\n{done.stdout[-4000:]}")
        text = done.stdout + done.stderr
        return " ".join(word for word in text.split() if word not in "│╷╵")

    def plan(self, *options):
        """Plans and returns it."""
        self.run("plan", "-out=plan.bin", *options)
        return Plan(json.loads(self.run("show", "-json", "plan.bin")))

    def apply(self, *options):
        """Applies the configuration."""
        return self.run("apply", "-auto-approve", *options)

    def import_again(self, address, identity):
        """Takes one resource out of a copy of the state and imports it there; the copy's name.

        All that the resource refers to is in the copy, so a plan with it has to be empty.
        """
        copy = "imported.tfstate"
        shutil.copy(self.directory / "terraform.tfstate", self.directory / copy)
        self.run("state", "rm", f"-state={copy}", address)
        self.run("import", f"-state={copy}", address, identity)
        return copy

    def destroy(self, *options):
        """Destroys everything of the state."""
        return self.run("destroy", "-auto-approve", *options)

    def state(self, file="terraform.tfstate"):
        """Address → attributes of the managed resources in a state file."""
        data = json.loads((self.directory / file).read_text(encoding="utf-8"))
        resources = {}
        for resource in data.get("resources", []):
            if resource["mode"] != "managed":
                continue
            for instance in resource["instances"]:
                key = instance.get("index_key")
                suffix = "" if key is None else f"[{json.dumps(key)}]"
                module = f"{resource['module']}." if "module" in resource else ""
                address = f"{module}{resource['type']}.{resource['name']}{suffix}"
                resources[address] = instance["attributes"]
        return resources

    def write(self, name, text):
        """Writes a file of the configuration."""
        (self.directory / name).write_text(text, encoding="utf-8")

    def files(self, below):
        """Relative paths of all files below a directory of the workspace."""
        root = self.directory / below
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())
