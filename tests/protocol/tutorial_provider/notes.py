"""Takes the provider of docs/design/writing-a-provider.md through its life under one real client.

    python notes.py --binary BUILD/…/terraform-provider-notes --client opentofu

Apply, empty plan, change in place, replacement, a file edited and one deleted by hand, import,
destroy. Ends with 77 and the reason when the client cannot be had.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ACCEPTANCE = HERE.parent.parent / "acceptance"
sys.path[:0] = [str(ACCEPTANCE), str(ACCEPTANCE / "clients")]

import clients  # noqa: E402
from workspace import Failure, Workspace, make_mirror  # noqa: E402

SKIPPED = 77
ADDRESS = "notes_note.shopping"


def expect(what, found, wanted):
    """A step's outcome that is another one is a failure that shows both."""
    if found != wanted:
        raise Failure(f"{what}: {found!r} instead of {wanted!r}")


def edit(workspace, old, new):
    """Changes the configuration."""
    text = (workspace.directory / "main.tf").read_text(encoding="utf-8")
    expect(f"places of {old}", text.count(old), 1)
    workspace.write("main.tf", text.replace(old, new))


def life(workspace):
    """Every step that the page promises."""
    note = workspace.directory / "shopping.txt"
    workspace.run("init")
    workspace.run("validate")
    expect("the first plan", workspace.plan().changes(), {ADDRESS: ["create"]})
    workspace.apply()
    expect("the note", note.read_text(encoding="utf-8"), "milk")
    expect("the state", workspace.state()[ADDRESS],
           {"path": "shopping.txt", "text": "milk", "size": 4})
    expect("the second plan", workspace.plan().changes(), {})

    edit(workspace, '"milk"', '"milk and bread"')
    plan = workspace.plan()
    expect("the plan of a change", plan.changes(), {ADDRESS: ["update"]})
    expect("what is not known", plan.change(ADDRESS)["after_unknown"], {"size": True})
    workspace.apply()
    expect("the changed note", note.read_text(encoding="utf-8"), "milk and bread")
    expect("the changed size", workspace.state()[ADDRESS]["size"], 14)

    note.write_text("beer", encoding="utf-8")
    expect("the plan after an edit", workspace.plan().changes(), {ADDRESS: ["update"]})
    note.unlink()
    expect("the plan after a loss", workspace.plan().changes(), {ADDRESS: ["create"]})
    workspace.apply()

    copy = workspace.import_again(ADDRESS, "shopping.txt")
    expect("the plan after import", workspace.plan(f"-state={copy}").changes(), {})

    edit(workspace, '"shopping.txt"', '"list.txt"')
    changes = workspace.plan().changes()
    expect("the plan of another path", changes, {ADDRESS: ["delete", "create"]})
    workspace.apply()
    expect("the old note", note.exists(), False)
    workspace.destroy()
    expect("the notes left", workspace.files(".").count("list.txt"), 0)
    expect("the state left", workspace.state(), {})


def main():
    """Runs the provider's life under one client."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--client", required=True)
    parser.add_argument("--venv")
    arguments = parser.parse_args()
    client = {c.name: c for c in clients.find(arguments.venv)}[arguments.client]
    if client.skipped:
        print(f"skipped: {client}")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="sixgate-notes-") as scratch:
        mirror = make_mirror(arguments.binary, pathlib.Path(scratch, "mirror"), "example/notes")
        workspace = Workspace(client, mirror, HERE / "example", pathlib.Path(scratch, "work"))
        try:
            life(workspace)
        except Failure as failure:
            print(f"{client.name} {client.version}: FAILED\n{failure}")
            return 1
    print(f"{client.name} {client.version}: the notes provider lives as its page says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
