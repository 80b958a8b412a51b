"""The gateway's figures can be had: all of them, on small sites, with whatever values.

    python3 tests/bench/gateway_test.py BUILD
"""

import json
import pathlib
import subprocess
import sys

SMALL = "--openings 10 50 --rounds 2 --packets 50 --streams 1 --loads 1".split()
# How many figures have each word: a packet's for each flow, direction and number of openings.
WANTED = {"dropped": 1, "that drops it": 1, "known flow": 12, "throughput": 2, "by a plain": 2,
          "loading": 2, "by nft alone": 1, "as an element": 6}


def main():
    """0 when each is there; 77 where gateway.py says so."""
    program = pathlib.Path(__file__).resolve().parent / "gateway.py"
    done = subprocess.run([sys.executable, program, sys.argv[1], *SMALL],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr, sep="", end="")
    if done.returncode:
        return done.returncode
    figures = [json.loads(line) for line in done.stdout.splitlines()]
    found = {word: sum(word in figure["name"] for figure in figures) for word in WANTED}
    if found != WANTED or len(figures) != sum(WANTED.values()):
        print(f"wanted {WANTED}, not {found} of {len(figures)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
