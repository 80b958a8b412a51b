"""`./dev demo`: the quickstart's site under a real client, step by step, readable.

    python demo.py build/terraform-provider-sixgate CLIENT COMMAND…

Shows the plan, the address tree, each rendered file once, the empty second plan, an edit with
exactly one change, the import of a host into a second state, and the destroy that leaves
nothing. Whatever is not as it should be ends it with 1.
"""

import json
import pathlib
import sqlite3
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE / "clients"))

from clients import Client  # noqa: E402
from workspace import Failure, Workspace, make_mirror  # noqa: E402

# The tutorial's plan: what the engine must come to, not what it says.
EXPECTED = {
    "sixgate_gateway.fw": {"wan.address": "2001:db8:1234:321d:10::1"},
    "sixgate_host.vm1": {
        "slot": 2,
        "block": "2001:db8:1234:321d:20::/76",
        "gateway_address": "2001:db8:1234:321d:20::1",
        "address": "2001:db8:1234:321d:20::2",
        "networks.default.subnet": "2001:db8:1234:321d:21::/80",
        "networks.web.subnet": "2001:db8:1234:321d:22::/80",
    },
    "sixgate_host.vm2": {
        "slot": 3,
        "block": "2001:db8:1234:321d:30::/76",
        "networks.default.subnet": "2001:db8:1234:321d:31::/80",
    },
    "sixgate_address.www": {"address": "2001:db8:1234:321d:22::2"},
}

EDIT = """
resource "sixgate_firewall_opening" "ssh" {
  host        = sixgate_host.vm1.id
  protocol    = "tcp"
  ports       = ["2222"]
  sources     = ["2001:db8:ffff::/48"]
  description = "added by the demo"
}
"""


def title(text):
    """A step's heading."""
    print(f"\n━━ {text} " + "━" * max(0, 94 - len(text)), flush=True)


def expect(condition, what):
    """Ends the demo when something is not as it should be."""
    if not condition:
        raise Failure(what)


def look_up(attributes, path):
    """attributes["a"]["b"] for "a.b"."""
    for step in path.split("."):
        attributes = attributes[step]
    return attributes


def show_plan(workspace):
    """The client's own words, without the texts of files."""
    told = ("#", "Plan:", "+ cidr", "+ block", "+ address ", "+ slot", "+ ports", "+ upstream",
            "+ www", "+ openings")
    for line in workspace.run("plan", "-no-color").splitlines():
        if line.strip().startswith(told):
            print("  " + line.strip())


def show_tree(state):
    """What was allocated, as a tree."""
    prefix = state["sixgate_prefix.site"]
    gateway = state["sixgate_gateway.fw"]
    print(f"  {prefix['cidr']:<34} prefix {prefix['name']}")
    print(f"  ├─ {gateway['wan']['address']:<31} gateway {gateway['name']}, its WAN address")
    for address, host in sorted(state.items()):
        if not address.startswith("sixgate_host."):
            continue
        print(f"  ├─ {host['block']:<31} host {host['name']}, slot {host['slot']}")
        print(f"  │  ├─ {host['link']:<28} link: gateway {host['gateway_address']}, "
              f"host {host['address']}")
        for name, network in sorted(host["networks"].items()):
            print(f"  │  ├─ {network['subnet']:<28} network {name}, bridge {network['bridge']}")
            for fixed in containers(state, host, name):
                print(f"  │  │  └─ {fixed['address']:<25} container {fixed['name']}")
    print("  openings:")
    for address, opening in sorted(state.items()):
        if address.startswith("sixgate_firewall_opening."):
            print(f"    {', '.join(sorted(opening['sources']))} → {opening['destination']} "
                  f"{opening['protocol']} {', '.join(opening['ports'])} "
                  f" ({opening['description']})")


def containers(state, host, network):
    """The addresses of the containers in a network, in the order of their names in the state."""
    return [fixed for address, fixed in sorted(state.items())
            if address.startswith("sixgate_address.")
            and (fixed["host"], fixed["network"]) == (host["id"], network)]


def show_files(workspace):
    """Each rendered file once: the second host's are like the first's."""
    shown = set()
    for path in workspace.files("out"):
        place, name = path.split("/", 1)
        # The second host's differ in nothing but its addresses.
        kind = "host" if place.startswith("vm") else place
        if (kind, name) in shown or pathlib.Path(name).name.startswith("."):
            continue
        shown.add((kind, name))
        print(f"\n  ┌ {place}: /{name}")
        for line in (workspace.directory / "out" / path).read_text(encoding="utf-8").splitlines():
            print(f"  │ {line}")
    expect(shown, "no file was delivered")


def check_addresses(state):
    """The tutorial's addresses, exactly."""
    for address, wanted in EXPECTED.items():
        for path, value in wanted.items():
            found = look_up(state[address], path)
            expect(found == value, f"{address}.{path} is {found}, not {value}")


def check_empty(workspace, *options):
    """A plan that changes nothing."""
    changes = workspace.plan(*options).changes()
    expect(not changes, f"the plan is not empty: {changes}")


def edit(workspace):
    """One opening more is exactly one change."""
    workspace.write("edit.tf", EDIT)
    changes = workspace.plan().changes()
    print(f"  {json.dumps(changes)}")
    expect(changes == {"sixgate_firewall_opening.ssh": ["create"]},
           f"more than one change: {changes}")
    workspace.apply()
    ruleset = "\n".join((workspace.directory / "out/fw" / f).read_text(encoding="utf-8")
                        for f in workspace.files("out/fw") if f.endswith(".nft"))
    expect("2222" in ruleset, "the new opening is not in the gateway's ruleset")
    print("  the gateway's ruleset has the new opening; no other resource was touched")


def import_host(workspace, state):
    """A host comes back by its name into a state that has lost it; the plan after it is empty."""
    copy = workspace.import_again("sixgate_host.vm1", "fw/vm1")
    imported = workspace.state(copy)["sixgate_host.vm1"]
    expect(imported["id"] == state["sixgate_host.vm1"]["id"], "another host was imported")
    check_empty(workspace, f"-state={copy}")
    print(f"  fw/vm1 → {imported['id']}, nothing to change")


def destroy(workspace):
    """Nothing is left: no file, no record but the registry's own."""
    workspace.destroy()
    expect(not workspace.files("out"), f"files are left: {workspace.files('out')}")
    with sqlite3.connect(workspace.directory / ".sixgate/registry.db") as registry:
        kinds = registry.execute("SELECT DISTINCT substr(key, 1, instr(key, '/')) FROM kv")
        left = sorted(kind for (kind,) in kinds)
    expect(left == ["log/", "meta/"], f"records are left in the registry: {left}")
    print("  every resource destroyed, no file left, the registry has its log and nothing else")


def demo(workspace):
    """All steps."""
    title("init: the provider comes from a local mirror")
    workspace.run("init")
    print(f"  {workspace.client.name}: initialised")
    title("plan: what will be made")
    show_plan(workspace)
    title("apply")
    print("  " + workspace.apply("-no-color").strip().splitlines()[-1])
    state = workspace.state()
    check_addresses(state)
    title("the address tree")
    show_tree(state)
    title("the rendered files")
    show_files(workspace)
    title("second plan: empty, with and without refresh")
    check_empty(workspace)
    check_empty(workspace, "-refresh=false")
    print("  No changes.")
    title("an edit: one opening more is exactly one change")
    edit(workspace)
    title("import of a host into a second state")
    import_host(workspace, state)
    title("destroy")
    destroy(workspace)


def main():
    """Runs the demo; 0 when all is as it should be."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binary, command = sys.argv[1], tuple(sys.argv[2:])
    with tempfile.TemporaryDirectory(prefix="sixgate-demo-") as scratch:
        mirror = make_mirror(binary, pathlib.Path(scratch, "mirror"))
        workspace = Workspace(Client(pathlib.Path(command[-1]).name, command=command), mirror,
                              ROOT / "examples" / "quickstart", pathlib.Path(scratch, "work"))
        try:
            demo(workspace)
        except (Failure, KeyError) as failure:
            print(f"\nThe demo is not as it should be: {failure}", file=sys.stderr)
            return 1
    title("all as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
