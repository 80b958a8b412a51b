"""What a resource costs in an apply, above the same number of resources that cost nothing.

Clients write the state again and again, some after each resource: what that takes of the figure is
shown by a second floor, whose resources fill as much of it as sixgate's.
"""

import time

from figure import Figure, in_turns, median
from workspace import Workspace

APPLY_MS_MAX = 2

# The floor is what the client itself takes: terraform_data is built into it.
FLOOR = """
resource "terraform_data" "many" {{
  count = {count}
  input = "network-${{count.index}}"
}}
"""
LOADED = """
resource "terraform_data" "many" {{
  count = {count}
  input = {{
    name   = "network-${{count.index}}"
    parent = "83243fb2-4719-4914-a817-3424ec65c1d7"
  }}
}}
"""
CHILDREN = """
terraform {{
  required_providers {{
    sixgate = {{
      source = "sixgate/sixgate"
    }}
  }}
}}

provider "sixgate" {{
  registry = "sqlite:registry.db"
}}

resource "sixgate_prefix" "site" {{
  name = "site"
  cidr = "2001:db8:1234:321d::/64"
}}

resource "sixgate_prefix" "many" {{
  count  = {count}
  name   = "network-${{count.index}}"
  parent = sixgate_prefix.site.id
  length = 80
}}
"""
RANDOM = """
terraform {{
  required_providers {{
    random = {{
      source = "registry.terraform.io/hashicorp/random"
    }}
  }}
}}

resource "random_id" "many" {{
  count       = {count}
  byte_length = 8
}}
"""
STEPS = {
    "apply": ("apply", "-auto-approve"),
    "plan without changes": ("plan",),
    "destroy": ("destroy", "-auto-approve"),
}


def life(workspace):
    """Seconds of each step, and the bytes of the state between; nothing is left of it."""
    seconds = {}
    for name, command in STEPS.items():
        begin = time.perf_counter()
        workspace.run(*command)
        seconds[name] = time.perf_counter() - begin
        if name == "apply":
            seconds["bytes"] = (workspace.directory / "terraform.tfstate").stat().st_size
    for file in workspace.directory.glob("*.tfstate*"):
        file.unlink()
    for file in workspace.directory.glob("registry.db*"):
        file.unlink()
    return seconds


def make_workspaces(client, mirror, scratch, texts):
    """A workspace for each text, initialised."""
    workspaces = {}
    for name, text in texts.items():
        source = scratch / f"{client.name}-{name}-source"
        source.mkdir()
        (source / "main.tf").write_text(text, encoding="utf-8")
        workspaces[name] = Workspace(client, mirror, source, scratch / f"{client.name}-{name}")
        workspaces[name].run("init")
    return workspaces


def figures(clients, mirror, scratch, count, rounds, with_random):
    """For each client, what each resource adds to each step."""
    texts = {"floor": FLOOR, "loaded": LOADED, "sixgate": CHILDREN}
    if with_random:
        texts["random"] = RANDOM
    texts = {name: text.format(count=count) for name, text in texts.items()}
    for client in clients:
        workspaces = make_workspaces(client, mirror, scratch, texts)
        lives = in_turns(rounds, {name: lambda workspace=workspace: life(workspace)
                                  for name, workspace in workspaces.items()})
        for step in STEPS:
            seconds = {name: median([run[step] for run in runs]) for name, runs in lives.items()}
            each = {name: (seconds[name] - seconds["floor"]) / count * 1000 for name in seconds}
            yield Figure(
                f"{client.name}: {step}, each of {count:,} prefixes", each["sixgate"], "ms",
                APPLY_MS_MAX if step == "apply" else None,
                f"{seconds['sixgate']:.2f} s, and {seconds['floor']:.2f} s with terraform_data")
            yield Figure("  terraform_data with as much in its state", each["loaded"], "ms")
            if "random" in each:
                yield Figure("  random_id", each["random"], "ms")
        sizes = ", ".join(f"{name} {runs[0]['bytes'] / count:.0f}" for name, runs in lives.items())
        yield Figure(f"{client.name}: bytes of state for each prefix",
                     lives["sixgate"][0]["bytes"] / count, "", None, sizes)
