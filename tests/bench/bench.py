"""`./dev bench`: the figures that sixgate means to hold, side by side, measured in one run.

    python bench.py BUILD [--rounds N] [--resources N] [--openings N] [--only WORD…]

Prints one table: what, measured, target, and whether it is held. Nothing fails because of a figure:
they depend on the machine and on what else it does. Whatever is compared runs in turns, and a
figure is the median of its rounds. WORD is one of start, apply, renders, allocation.
"""

import argparse
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ACCEPTANCE = HERE.parent / "acceptance"
sys.path += [str(ACCEPTANCE), str(ACCEPTANCE / "clients")]

import allocation  # noqa: E402  (beside this file, as are the next three)
import apply  # noqa: E402
import clients  # noqa: E402
import peer  # noqa: E402
import renders  # noqa: E402
import start  # noqa: E402
from workspace import Failure, make_mirror  # noqa: E402

COLUMNS = "{:<66} {:>12} {:>12}  {}"


def print_row(figure):
    """One line of the table."""
    verdict = ""
    if figure.target is not None:
        verdict = "ok" if figure.value <= figure.target else "over"
    row = COLUMNS.format(figure.name, figure.measured(), figure.wanted(), verdict)
    print(row.rstrip(), flush=True)
    if figure.note:
        print(f"    {figure.note}", flush=True)


def main():
    """Measures everything and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="where the provider was built")
    parser.add_argument("--rounds", type=int, default=3, help="of every apply")
    parser.add_argument("--resources", type=int, default=1000)
    parser.add_argument("--openings", type=int, default=100)
    parser.add_argument("--only", nargs="+", default=["start", "apply", "renders", "allocation"])
    arguments = parser.parse_args()
    binary = arguments.build / "terraform-provider-sixgate"
    found = clients.find()
    with tempfile.TemporaryDirectory(prefix="sixgate-bench-") as directory:
        scratch = pathlib.Path(directory)
        mirror = make_mirror(binary, scratch / "mirror")
        usable = [client for client in found if not client.skipped]
        random, why = peer.obtain(usable, scratch / "peer", mirror)
        print(COLUMNS.format("figure", "measured", "target", "").rstrip())
        for line in [f"not available: {client}" for client in found if client.skipped] + (
                [f"not available: hashicorp/random for comparison: {why}"] if why else []):
            print(line)
        stages = {
            "start": lambda: start.figures(binary, random),
            "allocation": lambda: allocation.figures(
                arguments.build / "bench/allocation_bench", scratch),
            "renders": lambda: renders.figures(usable, mirror, scratch, arguments.openings),
            "apply": lambda: apply.figures(usable, mirror, scratch, arguments.resources,
                                           arguments.rounds, random is not None),
        }
        for name, stage in stages.items():
            if name not in arguments.only:
                continue
            try:
                for figure in stage():
                    print_row(figure)
            except Failure as failure:
                print(f"{name}: {failure}")


if __name__ == "__main__":
    main()
