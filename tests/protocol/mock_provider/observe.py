"""What one client sees of one provider over one case: the facts that two providers must share.

    observed = observe(client, binary, case, scratch)
    observed[0].summary      # plain data: exit code, diagnostics, changes, state, files
    observed[0].whole        # the whole of `show -json`, without what is random

A case is a folder with steps (1.tf, 2.tf …), and what else has to lie beside them. Each step
replaces the one before and begins with what is done in it, one command a line:

    # run: plan
    # run: apply

In the first, `# only: CLIENT …` names the clients that know what the case is about, and
`# alone: WHY` says that the original crashes over it: ours has to succeed.
"""

import dataclasses
import hashlib
import json
import pathlib
import re
import shutil
import sys

HERE = pathlib.Path(__file__).resolve().parent
ACCEPTANCE = HERE.parent.parent / "acceptance"
sys.path[:0] = [str(ACCEPTANCE), str(ACCEPTANCE / "clients")]

from workspace import Workspace  # noqa: E402  (in the folder of the acceptance tests)

_RUN = re.compile(r"^# run: (.+)$", re.MULTILINE)
_ONLY = re.compile(r"^# only: (.+)$", re.MULTILINE)
_ALONE = re.compile(r"^# alone: (.+)$", re.MULTILINE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HEADER = ('terraform {\n  required_providers {\n    tfcoremock = {\n'
           '      source = "hashicorp/tfcoremock"\n    }\n  }\n}\n')
# The lines of a client's JSON log that tell what a provider said.
_TOLD = ("action_progress", "action_complete", "action_errored", "list_resource_found",
         "list_complete")
_KEPT = ("type", "list_resource_found", "list_complete", "hook")
# OpenTofu puts the provider's own words behind this, and names what it happened to read first.
_SCHEMA_ERROR = re.compile(r"(failed to read) (?:provider configuration )?(schema) .*", re.DOTALL)
_ERROR_TEXT = re.compile(r"^(?:│ )?(Error|Warning): (.+)$", re.MULTILINE)
# What every run under a development override warns of, and what a client adds when the original
# crashes over a file where ours says the same in an error.
_PASSED_OVER = ("Provider development overrides are in effect",
                "The terraform-provider-tfcoremock plugin crashed!")


@dataclasses.dataclass(frozen=True)
class Observed:
    """What one command did."""

    command: str
    summary: dict
    whole: object = None


def wanted_clients(case):
    """The clients that know what the case is about; empty for all."""
    found = _ONLY.search((case / "1.tf").read_text(encoding="utf-8"))
    return found[1].split() if found else []


def is_alone(case):
    """Whether the original crashes there, so that ours has nothing to be compared with."""
    return _ALONE.search((case / "1.tf").read_text(encoding="utf-8")) is not None


def observe(client, binary, case, scratch):
    """Takes the case through its steps; the provider is `binary`."""
    scratch = pathlib.Path(scratch)
    scratch.mkdir(parents=True)
    settings = scratch / "settings.tfrc"
    settings.write_text(
        'provider_installation {\n  dev_overrides {\n'
        f'    "hashicorp/tfcoremock" = "{pathlib.Path(binary).resolve().parent}"\n  }}\n'
        '  direct {}\n}\n', encoding="utf-8")
    workspace = Workspace(client, "", case, scratch / "work",
                          {"TF_CLI_CONFIG_FILE": str(settings)})
    for step in workspace.directory.glob("[0-9]*.tf"):
        step.unlink()
    workspace.write("header.tf", _HEADER)
    observed = []
    for step in sorted(case.glob("[0-9]*.tf")):
        text = step.read_text(encoding="utf-8")
        workspace.write("main.tf", text)
        for command in _RUN.findall(text):
            found = _run(workspace, command.split())
            if found:
                observed.append(dataclasses.replace(found, command=f"{step.stem}: {command}"))
    return _without_repetition(observed)


def _without_repetition(observed):
    """Files are told where they are others than after the command before."""
    files = {}
    for one in observed:
        now = one.summary.pop("files", files)
        if now != files:
            one.summary["files"] = now
        files = now
    return observed


def _run(workspace, words):
    """Runs one command; None for those that only prepare the next."""
    verb, rest = words[0], words[1:]
    if verb == "remove":
        (workspace.directory / rest[0]).unlink()
        return None
    if verb == "copy":
        shutil.copy(workspace.directory / rest[0], workspace.directory / rest[1])
        return None
    if verb == "plan":
        done = workspace.call("plan", "-json", "-out=plan.bin", *rest)
        return _observed(workspace, done, "plan.bin" if done.returncode == 0 else None)
    if verb in ("apply", "destroy"):
        return _observed(workspace, workspace.call(verb, "-json", "-auto-approve", *rest), "")
    if verb == "schema":
        return _schemas(workspace)
    return _observed(workspace, workspace.call(verb, *rest, "-no-color"), "")


def _observed(workspace, done, shown):
    """The command's facts; `shown` is the plan file, nothing for the state, None for neither."""
    summary = {"exit": done.returncode, **_told(done.stdout), "files": _files(workspace)}
    if not summary["diagnostics"]:
        summary["diagnostics"] = sorted(
            [severity.lower(), _SCHEMA_ERROR.sub(r"\1 \2", text)]
            for severity, text in _ERROR_TEXT.findall(done.stdout + done.stderr)
            if text not in _PASSED_OVER)
    whole = None
    if shown is not None:
        whole = json.loads(workspace.run("show", "-json", *filter(None, [shown])))
        _forget_new_identities(whole)
        whole = _plain(whole)
        if shown:
            summary["changes"] = _changes(whole)
        else:
            summary["state"] = _resources(whole.get("values", {}).get("root_module", {}))
    return Observed("", _plain(summary), whole)


def _told(output):
    """Diagnostics and messages in a JSON log."""
    diagnostics, messages = [], []
    for entry in _entries(output):
        if entry.get("type") == "diagnostic":
            diagnostics.append(entry["diagnostic"])
        elif entry.get("type") in _TOLD:
            messages.append({key: entry[key] for key in _KEPT if key in entry})
        diagnostics += entry.get("diagnostics", [])
    return {"diagnostics": sorted([one["severity"], _SCHEMA_ERROR.sub(r"\1 \2", one["summary"]),
                                   one.get("address", "")]
                                  for one in diagnostics if one["summary"] not in _PASSED_OVER),
            **({"messages": sorted(messages, key=json.dumps)} if messages else {})}


def _entries(output):
    """The objects of a JSON log, one a line, or of `validate -json`, which has one for all."""
    for text in [output, *output.splitlines()]:
        try:
            entry = json.loads(text)
        except ValueError:
            continue
        if isinstance(entry, dict):
            yield entry
        if text is output:
            return


def _files(workspace):
    """The files that the provider wrote: name → parsed content, with its form."""
    files = {}
    for directory in sorted(workspace.directory.iterdir()):
        if not directory.is_dir() or directory.name in (".terraform", "terraform.data"):
            continue
        for path in sorted(directory.glob("*.json")):
            text = path.read_text(encoding="utf-8")
            files[f"{directory.name}/{path.name}"] = _in_order(text).split("\n")
    return files


def _in_order(text):
    """The text, but where there are sets in it, whose order means nothing, with these sorted."""
    if '"set"' not in text:
        return text

    def ordered(data):
        if isinstance(data, list):
            return [ordered(value) for value in data]
        if not isinstance(data, dict):
            return data
        data = {key: ordered(value) for key, value in data.items()}
        if isinstance(data.get("set"), list):
            data["set"].sort(key=json.dumps)
        return data
    return json.dumps(ordered(json.loads(text)), indent=2)


def _forget_new_identities(plan):
    """In a plan the original gives a new object the identity of the one that it replaces or that
    is gone; ours gives it none yet.
    """
    created = set()
    for change in plan.get("resource_changes", []):
        if "create" in change["change"]["actions"]:
            change["change"].pop("after_identity", None)
            created.add(change["address"])
    module = plan.get("planned_values", {}).get("root_module", {})
    for resource in module.get("resources", []):
        if resource["address"] in created:
            resource.pop("identity", None)
            resource.pop("identity_schema_version", None)


def _changes(plan):
    return {change["address"]: change["change"] for change in plan.get("resource_changes", [])
            } | {change["address"]: {"drift": change["change"]}
                 for change in plan.get("resource_drift", [])
                 if change["address"] not in [c["address"] for c in
                                              plan.get("resource_changes", [])]}


def _resources(module):
    return {resource["address"]: [resource.get("values"), resource.get("sensitive_values"),
                                  resource.get("identity"), resource.get("tainted", False)]
            for resource in module.get("resources", [])}


def _schemas(workspace):
    """The schemas without their descriptions, which every provider words its own way."""
    done = workspace.call("providers", "schema", "-json")
    whole = _undescribed(json.loads(done.stdout)) if done.returncode == 0 else None
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    return Observed("", {"exit": done.returncode, "schemas": digest}, whole)


def _undescribed(data):
    if isinstance(data, dict):
        return {key: _undescribed(value) for key, value in data.items()
                if not (key == "description" and isinstance(value, str))}
    if isinstance(data, list):
        return [_undescribed(value) for value in data]
    return data


def _plain(data):
    """Without what differs between two runs of the same: ids that were made up, and times.

    Plans name what is relevant in no order.
    """
    if isinstance(data, dict):
        plain = {_plain(key): _plain(value) for key, value in data.items() if key != "timestamp"}
        if "relevant_attributes" in plain:
            plain["relevant_attributes"].sort(key=json.dumps)
        return plain
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return _UUID.sub("UUID", data) if isinstance(data, str) else data
