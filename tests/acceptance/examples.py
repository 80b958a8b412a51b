"""Takes one example through its whole life under one real client.

    python examples.py --binary BUILD/terraform-provider-sixgate --client opentofu quickstart

fmt, init, validate, plan, apply, second plan empty (with and without refresh), show, import of
every resource into a second state with an empty plan, every line of import.sh, every value that a
comment promises, destroy that leaves nothing. Prints one line. Ends with 77 and the reason when the
client cannot be had.

In import.sh any UUID stands for the id of the resource that its line names.
"""

import argparse
import json
import pathlib
import re
import shlex
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE / "clients"))

import clients  # noqa: E402  (beside this file, in a folder of its own)
from workspace import Failure, Workspace, make_mirror  # noqa: E402

SKIPPED = 77
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# An output whose value a comment promises, as JSON.
PROMISE = re.compile(r'^output "(\w+)" \{\n  # gives (.+)$', re.MULTILINE)


def expect_empty(plan, what):
    """A plan that would change something is a failure that says what."""
    if plan.changes():
        details = {a: plan.change(a) for a in plan.changes()}
        raise Failure(f"{what} is not empty: {json.dumps(details, indent=1)[:6000]}")


def import_all(workspace):
    """Imports every resource by id into a second state; the plan after it must be empty."""
    blocks = "".join(
        f'import {{\n  to = {address}\n  id = "{attributes["id"]}"\n}}\n'
        for address, attributes in workspace.state().items())
    workspace.write("imports_of_the_test.tf", blocks)
    expect_empty(workspace.plan("-state=second.tfstate"), "the plan of the import")
    workspace.apply("-state=second.tfstate")
    (workspace.directory / "imports_of_the_test.tf").unlink()
    expect_empty(workspace.plan("-state=second.tfstate"), "the plan after the import")


def plan_beside(workspace):
    """Another state's first plan, beside records it knows nothing of, is all creates and no error.

    Whether a name or block is free then is for the apply to say.
    """
    actions = workspace.plan("-state=beside.tfstate").changes()
    if actions != {address: ["create"] for address in workspace.state()}:
        raise Failure(f"another state's plan is not all creates: {actions}")


def import_lines(workspace):
    """What import.sh tells users to run, as (address, id)."""
    script = workspace.directory / "import.sh"
    if not script.exists():
        return []
    lines = []
    for line in script.read_text(encoding="utf-8").splitlines():
        words = shlex.split(line, comments=True)
        if words and (words[:2] != ["terraform", "import"] or len(words) != 4):
            raise Failure(f"import.sh: not `terraform import ADDRESS ID`: {line}")
        if words:
            lines.append((words[2], words[3]))
    return lines


def run_import_lines(workspace):
    """Each line of import.sh brings its resource back into a state that has lost it."""
    for address, written in import_lines(workspace):
        resource = workspace.state().get(address)
        if resource is None:
            raise Failure(f"import.sh names {address}, which the example does not have")
        identity = UUID.sub(resource["id"], written)
        copy = workspace.import_again(address, identity)
        imported = workspace.state(copy)[address]
        if imported["id"] != resource["id"]:
            raise Failure(f"import.sh: {identity} is not {address} but {imported['id']}")
        expect_empty(workspace.plan(f"-state={copy}"), f"the plan after import of {identity}")


def check_promises(workspace):
    """Every `# gives …` in the example is what the output below it has."""
    outputs = json.loads(workspace.run("output", "-json"))
    for file in sorted(workspace.directory.glob("*.tf")):
        for name, promised in PROMISE.findall(file.read_text(encoding="utf-8")):
            found = outputs[name]["value"]
            if found != json.loads(promised):
                raise Failure(f"{file.name}: output {name} gives {found!r}, not {promised}")


def expect_nothing_left(workspace):
    """After destroy neither the registry's records nor the delivered files remain."""
    if workspace.state():
        raise Failure(f"the state still has {sorted(workspace.state())}")
    if (workspace.directory / "out").exists() and workspace.files("out"):
        raise Failure(f"files are left in out: {workspace.files('out')}")


def life(workspace):
    """The whole life of an example; returns how many resources it has."""
    if workspace.client.name == "terraform-on-path":
        workspace.run("fmt", "-check", "-diff", "-recursive")
    workspace.run("init")
    workspace.run("validate")
    workspace.plan()
    workspace.apply()
    expect_empty(workspace.plan(), "the second plan")
    expect_empty(workspace.plan("-refresh=false"), "the second plan without refresh")
    json.loads(workspace.run("show", "-json"))
    resources = len(workspace.state())
    if resources:
        import_all(workspace)
        plan_beside(workspace)
    run_import_lines(workspace)
    check_promises(workspace)
    workspace.destroy()
    expect_nothing_left(workspace)
    return resources


def main():
    """Runs one example under one client."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--client", required=True)
    parser.add_argument("--venv")
    parser.add_argument("example", help="a directory below examples/")
    arguments = parser.parse_args()
    found = {c.name: c for c in clients.find(arguments.venv)}
    client = found[arguments.client]
    if client.skipped:
        print(f"skipped: {client}")
        return SKIPPED
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="sixgate-acceptance-") as scratch:
        mirror = make_mirror(arguments.binary, pathlib.Path(scratch, "mirror"))
        workspace = Workspace(client, mirror, ROOT / "examples" / arguments.example,
                              pathlib.Path(scratch, "work"))
        try:
            resources = life(workspace)
        except Failure as failure:
            print(f"{client.name} {client.version} {arguments.example}: FAILED\n{failure}")
            return 1
    print(f"{client.name} {client.version} {arguments.example}: {resources} resources, init "
          f"validate plan apply plan plan show import destroy ok, {time.monotonic() - begin:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
