"""The project of docs/design/writing-a-provider.md, outside of this tree: it configures, its one
source compiles, and only the framework is asked for.

    python outside_project.py --cmake cmake --compiler g++ --folder SCRATCH

The framework itself is not compiled again, which takes minutes.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PROVIDER = "terraform-provider-notes"
# What the framework does without is not configured either: its tests, and the product.
ABSENT = ("terraform-provider-sixgate", "engine_registry", "tf_server_test", "product")


def run(*command):
    """The command's output; its failure shows it."""
    done = subprocess.run([str(word) for word in command], check=False, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--folder", required=True, type=pathlib.Path)
    args = parser.parse_args()
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        project = pathlib.Path(folder)
        build = project / "build"
        for file in (HERE / "project" / "CMakeLists.txt", HERE / "notes.cc"):
            shutil.copy(file, project)
        run(args.cmake, "-S", project, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
            f"-DCMAKE_CXX_COMPILER={args.compiler}", f"-DFETCHCONTENT_SOURCE_DIR_SIXGATE={ROOT}",
            *launcher)
        targets = {line.split(":")[0]
                   for line in run("ninja", "-C", build, "-t", "targets", "all").split("\n")}
        found = [name for name in ABSENT if name in targets]
        if found or PROVIDER not in targets:
            sys.exit(f"targets: {found} of ours, {PROVIDER}: {PROVIDER in targets}")
        run("ninja", "-C", build, f"CMakeFiles/{PROVIDER}.dir/notes.cc.o")


if __name__ == "__main__":
    main()
