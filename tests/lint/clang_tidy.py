"""Runs clang-tidy 14 over C++ files, with the commands of the default build.

    python3 tests/lint/clang_tidy.py BUILD_FOLDER [FILE…]      every source without files

A changed header is seen through the source or test beside it. The default build is g++'s, with
precompiled headers that clang cannot read: those flags are taken out of a copy of the commands.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

import project

CLANG_TIDY = "clang-tidy-14"
# What only g++ understands.
_GCC_ONLY = re.compile(r"-Winvalid-pch|-fpch-.*|-Wno-maybe-uninitialized")


def commands_for_clang(commands):
    """The compile commands of our own files, each once, as clang can run them."""
    kept = {}
    for entry in commands:
        words = shlex.split(entry["command"])
        compiler = next(at for at, word in enumerate(words)
                        if re.search(r"(^|/)[gc]\+\+[^/]*$", word))
        arguments = []
        for word in words[compiler:]:
            if word.endswith("/cmake_pch.hxx") and arguments[-1] == "-include":
                arguments.pop()
            elif not _GCC_ONLY.fullmatch(word):
                arguments.append(word)
        kept.setdefault(entry["file"], {"file": entry["file"], "directory": entry["directory"],
                                        "arguments": arguments})
    return list(kept.values())


def sources(names, known):
    """The files of `known` to look at for the changed files `names`, sorted."""
    chosen = set()
    for name in names:
        stem = re.sub(r"\.(cc|h)$", "", name)
        candidates = [name] if name.endswith(".cc") else [stem + ".cc", stem + "_test.cc"]
        chosen |= set(candidates) & set(known)
    return sorted(chosen)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(commands_for_clang(commands)))
    known = {os.path.relpath(entry["file"], project.ROOT) for entry in commands}
    known &= set(project.cpp_files())
    names = sources(sys.argv[2:], known) if len(sys.argv) > 2 else sorted(known)

    def run(name):
        return name, subprocess.run([CLANG_TIDY, "--quiet", "-p", str(folder), name],
                                    cwd=project.ROOT, stdin=subprocess.DEVNULL,
                                    capture_output=True, text=True, check=False)

    failed = []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (name, ran) in enumerate(pool.map(run, names), 1):
            if ran.returncode != 0:
                failed.append(name)
                print(ran.stdout + ran.stderr)
            print(f"[{number}/{len(names)}] {name}", flush=True)
    if failed:
        sys.exit(f"clang-tidy: findings in {', '.join(failed)}")


if __name__ == "__main__":
    main()
