"""The documentation under the registry's own check, `tfplugindocs validate`.

    python3 registry_layout.py --binary BUILD/terraform-provider-sixgate --venv BUILD/venv
    python  registry_layout.py --obtain            builds tfplugindocs, and says whether it is there

The schema that the pages are compared with is what a real client says of the built provider. Ends
with 77 and the reason when tfplugindocs or a client cannot be had.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
for folder in ("support", "acceptance", "acceptance/clients"):
    sys.path.append(str(HERE.parent / folder))

import clients  # noqa: E402  (in other folders of the tests)
from go_programs import GoPrograms  # noqa: E402
from workspace import Failure, Workspace, make_mirror  # noqa: E402

SKIPPED = 77
TFPLUGINDOCS = GoPrograms(
    "tfplugindocs", HERE / "tfplugindocs",
    ("github.com/hashicorp/terraform-plugin-docs/cmd/tfplugindocs",))


def schema_of(client, binary, scratch):
    """The provider's schema as the client writes it."""
    workspace = Workspace(client, make_mirror(binary, scratch / "mirror"),
                          ROOT / "examples" / "provider", scratch / "work")
    workspace.run("init")
    schemas = json.loads(workspace.run("providers", "schema", "-json"))["provider_schemas"]
    [schema] = schemas.values()
    return schema


def validate(schema, docs, scratch):
    """Runs the check on a copy of the pages; returns the finished process."""
    project = scratch / "project"
    shutil.copytree(docs, project / "docs")
    shutil.copytree(ROOT / "examples", project / "examples")
    # It looks the provider up by its short name.
    file = scratch / "schema.json"
    file.write_text(json.dumps({"format_version": "1.0", "provider_schemas": {"sixgate": schema}}),
                    encoding="utf-8")
    return subprocess.run(
        [str(TFPLUGINDOCS.path("tfplugindocs")), "validate", f"--provider-dir={project}",
         "--provider-name=sixgate", f"--providers-schema={file}"],
        cwd=scratch, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        check=False)


def check(client, binary, scratch):
    """The pages pass, and would not without one of them; returns what went wrong, or ''."""
    schema = schema_of(client, binary, scratch)
    done = validate(schema, ROOT / "docs", scratch)
    if done.returncode != 0:
        return done.stdout + _without_debugging(done.stderr)
    # Pages that are compared with nothing pass as well.
    schema["resource_schemas"]["sixgate_undocumented"] = schema["resource_schemas"]["sixgate_host"]
    shutil.rmtree(scratch / "project")
    done = validate(schema, ROOT / "docs", scratch)
    if done.returncode == 0 or "sixgate_undocumented" not in done.stdout + done.stderr:
        return "a resource without a page was not noticed"
    return ""


def _without_debugging(log):
    return "".join(line for line in log.splitlines(True) if " [DEBUG] " not in line)


def obtain(venv):
    """Builds tfplugindocs; returns the line that says so."""
    reason = TFPLUGINDOCS.build(pathlib.Path(venv), sys.stderr)
    return f"tfplugindocs           {f'skipped: {reason}' if reason else TFPLUGINDOCS.directory()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary")
    parser.add_argument("--venv", default=sys.prefix)
    parser.add_argument("--obtain", action="store_true")
    arguments = parser.parse_args()
    if arguments.obtain:
        print(obtain(arguments.venv))
        return 0
    client = clients.best(clients.find(arguments.venv))
    if TFPLUGINDOCS.missing() or client is None:
        what = "no Terraform client" if client is None else "tfplugindocs is not built yet"
        print(f"skipped: {what}: ./dev setup --clients")
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix="sixgate-docs-") as scratch:
        try:
            failure = check(client, arguments.binary, pathlib.Path(scratch))
        except Failure as error:
            failure = str(error)
    print(failure or f"tfplugindocs validate, the schema by {client.name} {client.version}: ok")
    return 1 if failure else 0


if __name__ == "__main__":
    sys.exit(main())
