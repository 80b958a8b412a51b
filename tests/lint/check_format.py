"""C++ is as clang-format 14 writes it; scripts parse; Python compiles.

    python3 tests/lint/check_format.py [--fix]

Another clang-format writes other text, so without version 14 that part ends with 77 ("skipped").
"""

import ast
import shutil
import subprocess
import sys

import project

CLANG_FORMAT = "clang-format-14"
SKIPPED = 77


def format_findings(fix):
    """Lines that say what clang-format would change; with `fix`, changes it."""
    mode = ["-i"] if fix else ["--dry-run", "-Werror", "--ferror-limit=1"]
    names = project.cpp_files()
    ran = subprocess.run([CLANG_FORMAT, *mode, *names], cwd=project.ROOT, stdin=subprocess.DEVNULL,
                         capture_output=True, text=True, check=False)
    return [line for line in ran.stderr.splitlines() if "error:" in line]


def script_findings(name, text):
    """Why the shell or Python file `name` does not even parse."""
    if name.endswith(".py"):
        try:
            ast.parse(text, name)
        except SyntaxError as error:
            return [f"{name}:{error.lineno}: {error.msg}"]
    first = text.split("\n", 1)[0]
    if name.endswith(".sh") or (first.startswith("#!") and "bash" in first):
        ran = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True,
                             check=False)
        if ran.returncode != 0:
            return [f"{name}: {ran.stderr.strip()}"]
    return []


def shellcheck_findings(names):
    """shellcheck's findings where it is installed; nobody has to have it."""
    if not names or not shutil.which("shellcheck"):
        return []
    ran = subprocess.run(["shellcheck", "-f", "gcc", *names], cwd=project.ROOT,
                         capture_output=True, text=True, check=False)
    return ran.stdout.splitlines()


def main():
    found = []
    shells = []
    for name in project.files():
        if name.endswith((".py", ".sh")) or "." not in name.rsplit("/", 1)[-1]:
            text = (project.ROOT / name).read_text(encoding="utf-8")
            found += script_findings(name, text)
            if text.startswith("#!") and "bash" in text.split("\n", 1)[0]:
                shells.append(name)
    found += shellcheck_findings(shells)
    with_clang = shutil.which(CLANG_FORMAT) is not None
    if with_clang:
        found += format_findings("--fix" in sys.argv[1:])
    if found:
        print("\n".join(found))
        print(f"format: {len(found)} findings; ./dev lint --fix formats C++")
        sys.exit(1)
    if not with_clang:
        print(f"clang-format skipped: needs {CLANG_FORMAT}")
        sys.exit(SKIPPED)


if __name__ == "__main__":
    main()
