"""`./dev bench`: the figures that sixgate means to hold, side by side, measured in one run.

    python bench.py BUILD [--rounds N] [--resources N] [--openings N] [--only WORD…]

Prints one table: what, measured, target, and whether it is held. Nothing fails because of a figure:
they depend on the machine and on what else it does. Whatever is compared runs in turns, and a
figure is the median of its rounds. WORD is one of recompiles, start, rpc,
apply, renders, allocation, gateway.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ACCEPTANCE = HERE.parent / "acceptance"
sys.path += [str(ACCEPTANCE), str(ACCEPTANCE / "clients"), str(HERE.parent / "support")]

import allocation  # noqa: E402  (beside this file, as are the next five)
import apply  # noqa: E402
import clients  # noqa: E402
import peer  # noqa: E402
import recompiles  # noqa: E402
import renders  # noqa: E402
import rpc  # noqa: E402
import start  # noqa: E402
from figure import Figure  # noqa: E402
from workspace import Failure, make_mirror  # noqa: E402

WORDS = ["recompiles", "start", "rpc", "apply", "renders", "allocation", "gateway"]
COLUMNS = "{:<66} {:>12} {:>12}  {}"


def print_row(figure):
    """One line of the table."""
    row = COLUMNS.format(figure.name, figure.measured(), figure.wanted(), figure.verdict())
    print(row.rstrip(), flush=True)
    if figure.note:
        print(f"    {figure.note}", flush=True)


def gateway_figures(build):
    """What gateway.py measures: a program of its own, since it leaves this world."""
    with subprocess.Popen([sys.executable, HERE / "gateway.py", build], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        for line in program.stdout:
            if not line.startswith("{"):
                raise Failure(line.strip())
            yield Figure(**json.loads(line))
        errors = program.stderr.read()
        if program.wait():
            raise Failure(f"gateway.py ended with {program.returncode}:\n{errors}")


def client_stages(arguments, scratch):
    """The stages in which a client has a part, or another provider; prints who is missing."""
    binary = arguments.build / "terraform-provider-sixgate"
    found = clients.find()
    mirror = make_mirror(binary, scratch / "mirror")
    usable = [client for client in found if not client.skipped]
    random, why = peer.obtain(usable, scratch / "peer", mirror)
    for line in [f"not available: {client}" for client in found if client.skipped] + (
            [f"not available: hashicorp/random for comparison: {why}"] if why else []):
        print(line)
    return {
        "start": lambda: start.figures(binary, random),
        "renders": lambda: renders.figures(usable, mirror, scratch, arguments.openings),
        "apply": lambda: apply.figures(usable, mirror, scratch, arguments.resources,
                                       arguments.rounds, random is not None),
    }


def main():
    """Measures everything and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="where the provider was built")
    parser.add_argument("--rounds", type=int, default=3, help="of every apply")
    parser.add_argument("--resources", type=int, default=1000)
    parser.add_argument("--openings", type=int, default=100)
    parser.add_argument("--only", nargs="+", choices=WORDS, default=WORDS, metavar="WORD")
    arguments = parser.parse_args()
    stages = {
        "allocation": lambda: allocation.figures(
            arguments.build / "bench/allocation_bench", scratch),
        "gateway": lambda: gateway_figures(arguments.build),
        "recompiles": lambda: recompiles.figures(arguments.build),
        "rpc": lambda: rpc.figures(arguments.build),
    }
    with tempfile.TemporaryDirectory(prefix="sixgate-bench-") as directory:
        scratch = pathlib.Path(directory)
        print(COLUMNS.format("figure", "measured", "target", "").rstrip())
        if not set(arguments.only) <= set(stages):
            stages |= client_stages(arguments, scratch)
        for name in arguments.only:
            try:
                for figure in stages[name]():
                    print_row(figure)
            except Failure as failure:
                print(f"{name}: {failure}")


if __name__ == "__main__":
    main()
