"""The project's files, as every lint sees them, and C++ text without comments and literals."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CPP_SUFFIXES = (".cc", ".h")
# Text that was not written here, or that is input of a test.
_EXCLUDED = re.compile(r"(^|/)(testdata|corpus|generated|__pycache__)/|^LICENSE$|\.sum$")


def files(root=ROOT):
    """Paths relative to `root` of every file that is or could be committed, sorted.

    Without git (a source archive) it is every file outside build folders and dot folders.
    """
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True, text=True, check=False) if (root / ".git").exists() else None
    if listed is not None and listed.returncode == 0:
        names = set(listed.stdout.split("\0")) - {""}
    else:
        names = {str(path.relative_to(root)) for path in root.rglob("*")}
        names = {name for name in names if not re.match(r"build|\.(?!ci/|clang|editor|git)", name)}
    return sorted(name for name in names
                  if not _EXCLUDED.search(name) and (root / name).is_file())


def cpp_files(root=ROOT):
    return [name for name in files(root) if name.endswith(CPP_SUFFIXES)]


def is_test(name):
    """Whether a C++ file is only ever linked into a test, a benchmark or a fuzzer."""
    stem = name.rsplit("/", 1)[-1]
    return (name.startswith("tests/") or "/testing/" in name or
            re.search(r"_test\.(cc|h)$|^fuzz_", stem) is not None)


_TOKEN = re.compile(
    r"""
      (?P<line>//(?:[^\n\\]|\\.|\\\n)*)
    | (?P<block>/\*.*?\*/)
    | (?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
    | (?P<string>(?:u8|[uUL])?"(?:[^"\\\n]|\\.|\\\n)*")
    | (?P<digits>\b\d[\w.']*)
    | (?P<char>(?:u8|[uUL])?'(?:[^'\\\n]|\\.)+')
    """, re.VERBOSE | re.DOTALL)


def code_of(text):
    """`text` with comments blanked and literals emptied; every line keeps its number and length
    up to the first literal. Numbers with digit separators stay."""

    def blank(match):
        token = match[0]
        if match.lastgroup == "digits":
            return token
        if match["line"] or match["block"]:
            return re.sub(r"[^\n]", " ", token)
        quote = "'" if match["char"] else '"'
        return quote + re.sub(r"[^\n]", "_", token[1:-1]) + quote

    # lastgroup is the innermost named group that took part last, which for raw strings is `raw`.
    return _TOKEN.sub(blank, text)
