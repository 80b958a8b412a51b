"""What a refusal has to be: an error that says enough, and everything as it was before.

    with_bad = Expected("sixgate_prefix.bad", '"192.0.2.0/24"', "is IPv4", "write an IPv6 address")
    expect_refused(workspace, "plan", with_bad)

"Everything" is the state, all records of the registry, and every file that is not the client's.
"""

import contextlib
import dataclasses
import json
import pathlib
import sqlite3

from workspace import Failure

# The client's own, the configuration, and what SQLite keeps beside a registry.
OTHERS = (".tf", ".bin", ".hcl", ".tfstate", ".backup", ".info", "-wal", "-shm")


@dataclasses.dataclass(frozen=True)
class Expected:
    """One error: the object it is about, as the client calls it, and what its text has.

    The client does not say what an error is about that is no longer, or not yet, configured: then
    `object` is empty, and the text has to name it.
    """

    object: str
    quotes: str  # what the user wrote
    reason: str
    way_out: str = ""  # empty where the provider names none

    def missing(self, error):
        """What `error`, a diagnostic, lacks."""
        text = f"{error['summary']}: {error.get('detail', '')}"
        wanted = [part for part in (self.quotes, self.reason, self.way_out) if part not in text]
        if self.object and error.get("address") != self.object:
            wanted.append(f"address {self.object}")
        return wanted


def errors(output):
    """The errors among the lines of `-json`."""
    diagnostics = [json.loads(line).get("diagnostic") for line in output.splitlines() if line]
    return [found for found in diagnostics if found and found["severity"] == "error"]


def _registry(path):
    """All that a registry holds but its log, which only grows; its bytes when it is none."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            rows = database.execute(
                "SELECT key, value FROM kv WHERE key NOT LIKE 'log/%' ORDER BY key").fetchall()
            return [*rows, *database.execute("PRAGMA user_version").fetchall()]
        except sqlite3.Error:
            return path.read_bytes()


def picture(workspace):
    """Everything that a refusal must leave alone, by name."""
    root = pathlib.Path(workspace.directory)
    found = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if name.startswith(".terraform") or name.endswith(OTHERS):
            continue
        if path.is_dir():
            found[name + "/"] = "directory"
        elif path.is_file():
            found[name] = _registry(path) if name.endswith(".db") else path.read_bytes()
    found["state"] = workspace.state() if (root / "terraform.tfstate").exists() else {}
    return found


def expect_refused(workspace, stage, expected):
    """Plans or applies, and expects exactly this error, at this stage, and no other effect."""
    before = picture(workspace)
    options = {"plan": ["plan"], "apply": ["apply", "-auto-approve"]}[stage]
    done = workspace.call(*options, "-json")
    found = errors(done.stdout)
    told = "\n".join(f"  {e.get('address')}: {e['summary']}: {e.get('detail')}" for e in found)
    if done.returncode == 0 or len(found) != 1:
        raise Failure(f"{stage} ended with {done.returncode} and {len(found)} errors:\n{told}")
    missing = expected.missing(found[0])
    if stage == "apply" and found[0]["summary"].startswith("Unable to plan"):
        missing.append("an error of the apply: it came with the plan")
    if missing:
        raise Failure(f"the error does not have {missing}:\n{told}")
    after = picture(workspace)
    changed = [n for n in sorted({*before, *after}) if before.get(n) != after.get(n)]
    if changed:
        raise Failure(f"something has changed: {changed}\n{told}")
