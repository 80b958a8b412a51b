r"""Runs one case under one client with our provider, and compares with the original's.

    python differential.py --binary BUILD/tests/terraform-provider-tfcoremock --client opentofu \
        simple

The original is a build of hashicorp/tfcoremock that --original or TFCOREMOCK_ORIGINAL names; where
there is none, what it did when it was last recorded (recorded/CASE.json) stands for it, and tells
less: no whole plans. --record writes that file.

Ends with 77 and the reason when the client cannot be had or has nothing to compare with.
"""

import argparse
import difflib
import json
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

import observe  # noqa: E402  (it finds the modules of the acceptance tests)

import clients  # noqa: E402

SKIPPED = 77
# What is printed of one difference.
LINES_MAX = 80


def text_of(data):
    return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False)


def differences(ours, original):
    """Lines that tell where the two lists of [command, data] differ."""
    found = []
    for (command, mine), (_, theirs) in zip(ours, original):
        if mine == theirs:
            continue
        lines = list(difflib.unified_diff(text_of(theirs).splitlines(), text_of(mine).splitlines(),
                                          "original", "ours", n=2, lineterm=""))
        found += [f"{command}:", *lines[:LINES_MAX]]
    if [command for command, _ in ours] != [command for command, _ in original]:
        found.append(f"other commands were recorded: {[command for command, _ in original]}")
    return found


def summaries(observed):
    return [[one.command, one.summary] for one in observed]


def recording(case):
    return HERE / "recorded" / f"{case}.json"


def recording_text(groups):
    """A line for each command, so that a change of the original shows where it is."""
    def line(data):
        return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    parts = (f'{{"clients":{line(group["clients"])},"observed":[\n'
             + ",\n".join(map(line, group["observed"])) + "\n]}" for group in groups)
    return "[\n" + ",\n".join(parts) + "\n]\n"


def read_recorded(case, client):
    """What the original did under this client, or None."""
    path = recording(case)
    if not path.exists():
        return None
    for group in json.loads(path.read_text(encoding="utf-8")):
        if [client.name, client.version] in group["clients"]:
            return group["observed"]
    return None


def record(case, client, observed):
    """Keeps what the original did; clients for which it is the same share it."""
    path = recording(case)
    groups = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    for group in groups:
        group["clients"] = [one for one in group["clients"] if one[0] != client.name]
    match = next((group for group in groups if group["observed"] == observed), None)
    if match is None:
        match = {"clients": [], "observed": observed}
        groups.append(match)
    match["clients"] = sorted([*match["clients"], [client.name, client.version]])
    path.parent.mkdir(exist_ok=True)
    kept = sorted((group for group in groups if group["clients"]), key=lambda g: g["clients"])
    path.write_text(recording_text(kept), encoding="utf-8")


def compare(client, case, arguments):
    """Lines that tell how ours differs; None, with the reason printed, when nothing can tell."""
    folder = HERE / "testdata" / "cases" / case
    with tempfile.TemporaryDirectory(prefix="sixgate-mock-") as scratch:
        scratch = pathlib.Path(scratch)
        if observe.is_alone(folder):
            ours = observe.observe(client, arguments.binary, folder, scratch / "ours")
            return [f"{one.command}: {text_of(one.summary)}" for one in ours
                    if one.summary["exit"] != 0]
        if not arguments.original:
            original = read_recorded(case, client)
            if original is None:
                print(f"skipped: no original, and nothing recorded of it under {client.name} "
                      f"{client.version}")
                return None
            ours = observe.observe(client, arguments.binary, folder, scratch / "ours")
            return differences(summaries(ours), original)
        theirs = observe.observe(client, arguments.original, folder, scratch / "original")
        if arguments.record:
            record(case, client, json.loads(json.dumps(summaries(theirs))))
        ours = observe.observe(client, arguments.binary, folder, scratch / "ours")
        found = differences(summaries(ours), summaries(theirs))
        return found or differences([[one.command, one.whole] for one in ours],
                                    [[one.command, one.whole] for one in theirs])


def main():
    """Runs one case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", required=True)
    parser.add_argument("--original", default=os.environ.get("TFCOREMOCK_ORIGINAL"))
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--client", required=True)
    parser.add_argument("--venv")
    parser.add_argument("case", help="a folder of testdata/cases")
    arguments = parser.parse_args()
    client = {c.name: c for c in clients.find(arguments.venv)}[arguments.client]
    if client.skipped:
        print(f"skipped: {client}")
        return SKIPPED
    wanted = observe.wanted_clients(HERE / "testdata" / "cases" / arguments.case)
    if wanted and client.name not in wanted:
        print(f"skipped: {client.name} {client.version} does not know what this is about")
        return SKIPPED
    found = compare(client, arguments.case, arguments)
    if found is None:
        return SKIPPED
    if found:
        print("\n".join(found))
        return 1
    print(f"{arguments.case} under {client.name} {client.version}: as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
