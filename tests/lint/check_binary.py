"""The provider runs on any machine with a C library: nothing else is linked, nothing is left in it.

    python3 tests/lint/check_binary.py PROGRAM
"""

import re
import subprocess
import sys

# libc's own parts; the dynamic loader is named as a library on some architectures.
ALLOWED = re.compile(r"lib(?:c|m|pthread|dl|rt)\.so\.\d+$|ld-linux[\w-]*\.so\.\d+$")


def findings(dynamic, sections):
    """What is wrong, from the text of `readelf -dW` and `readelf -SW`."""
    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)
    found = [f"needs {name}: link it statically" for name in needed if not ALLOWED.match(name)]
    if "libc.so.6" not in needed:
        found.append("no libc.so.6 among what it needs: is this the program?")
    if re.search(r"\s\.(?:symtab|debug_info)\s", sections):
        found.append("has symbols or debug information: strip it")
    return found


def main():
    def read(flag):
        return subprocess.run(["readelf", flag, sys.argv[1]], capture_output=True, text=True,
                              check=True).stdout

    found = findings(read("-dW"), read("-SW"))
    if found:
        sys.exit("\n".join(f"{sys.argv[1]}: {message}" for message in found))


if __name__ == "__main__":
    main()
