"""What the compiler and clang-format do not check: banned calls, sizes, headers, plain text.

    python3 tests/lint/tidy.py [FILE…]     all files of the project without arguments

Prints `file:line: message` for each finding and ends with 1 when there is any. Every message says
what to do instead. The rules are docs/design/conventions.md's. Where a banned call is right, a
comment on its line or the line above says so, with the reason: `// tidy: no event to wait for`.
"""

import re
import sys

import project

FILE_LINES_MAX = 800
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100

# (pattern in the code without comments and literals, what to do instead, paths where it is allowed)
_C = r"(?<![\w.>])(?:std::|::)?"  # a call of C's library, and not a method of that name
BANNED = [
    (r"\bstd::(?:basic_)?string_view\b|#include <string_view>",
     "use absl::string_view: older Abseil's functions refuse std::string_view", None),
    (r"\babsl::optional\b", "use std::optional", None),
    (r"\bstd::c(?:out|in)\b|#include <iostream>|\bstdout\b|" + _C + r"(?:printf|puts|putchar)\(",
     "stdout carries the handshake and nothing else; log to stderr through the logger",
     r"^provider/framework/plugin/handshake|^provider/product/command\.cc$|^tests/"),
    (r"\bstd::c(?:err|log)\b",
     "log through the logger; std::fputs to stderr before there is one", None),
    (r"\bsleep_(?:for|until)\b|\babsl::SleepFor\b|" + _C + r"(?:u|nano)?sleep\(",
     "wait for the event itself: a condition, a notification, a poll with a deadline", None),
    (_C + r"s?rand(?:_r)?\(", "use absl/random with a generator given to you", None),
    (_C + r"(?:strn?cpy|strn?cat|v?sprintf|gets|strtok|alloca)\(",
     "use std::string with absl::StrCat or absl::StrFormat", None),
    (_C + r"(?:ato(?:[fil]|ll)|strto\w+|sto(?:i|d|f|ld|u?ll?))\(",
     "use absl::SimpleAtoi, SimpleAtod or a parser: they say when the text is no number", None),
    (_C + r"(?:gmtime|localtime|asctime|ctime)\(", "use absl::Time", None),
    (r"\bstd::regex\b|#include <regex>",
     "parse by hand: std::regex is slow and recurses as deep as its input is long", None),
    (r"\babsl::Mutex\w*|\bstd::(?:\w+_)?mutex\b|\bstd::(?:lock_guard|scoped_lock)\b",
     "use engine/base/mutex.h: annotated, and TSan understands it", r"^engine/base/mutex\.h$"),
    (r"\bthrow\b", "return an absl::Status", None),
    (r"\busing\s+namespace\b", "name what you use", None),
    (r"\bstd::endl\b", r"write '\n'", None),
    (r"(?<!\w)assert\(|#include <cassert>", "use SIXGATE_CHECK, which every build keeps", None),
    (r"\(\s*(?:unsigned\s+)?(?:int|long|char|short|double|float|size_t|u?int\d+_t)\s*\)\s*[\w(]",
     "use static_cast", None),
    (_C + r"(?:system|popen)\(",
     "start programs with posix_spawn and closed descriptors", None),
    (r"\babsl::Now\(|\bstd::chrono::\w+_clock::now\(",
     "ask the clock that you were given (engine/base)",
     r"^(?!engine/)|^engine/base/|_test\.cc$"),
]
# `new` belongs to the call that owns it; `delete` only to a language rule.
NEW_ALLOWED = re.compile(r"WrapUnique\(|unique_ptr<.*>\s*(?:\w+)?\(|\*new\b|\boperator\s+new")

# In every text file, comments included.
TEXT_BANNED = [(re.compile(pattern), message) for pattern, message in [
    (r"(?<!`)\bTODO\b(?!\(#?\d+\): \S)", "write TODO(issue number): what, or nothing"),
    (r"\b(?:FIXME|XXX|HACK)\b", "mend it, or open an issue and write TODO(its number): what"),
    (r"(?:^|[^A-Za-z0-9_.])/(?:work|farm|opt/clients|home/[a-z]\w*|Users)/|[.]library/",
     "a path of one machine means nothing on another"),
    (r"\b(?:deb|security|snapshot)\.debian\.org|\bpypi\.org|files\.pythonhosted|"
     r"proxy\.golang\.org|registry\.npmjs|repo1?\.maven|crates\.io/api",
     "name the package, not the host it came from"),
    (r"[ \t]+$", "trailing white space"),
    (r"\r", "end lines with a line feed only"),
]]
TEXT_EXEMPT = ("tests/lint/tidy.py", "tests/lint/tidy_test.py")  # they name what they look for
TEXT_SUFFIXES = (".cc", ".h", ".hcl", ".json", ".md", ".proto", ".py", ".sh", ".tf", ".txt",
                 ".yaml", ".yml")
# Documents, data, and a protocol that others wrote are as long as they are.
ANY_LENGTH = (".hcl", ".json", ".md", ".proto", ".txt")
SCRIPTS = ("dev", ".ci/run")


def findings(name, text, root=project.ROOT):
    """Every finding in one file, as (line, message), sorted."""
    found = []
    if name.endswith(TEXT_SUFFIXES) or name in SCRIPTS or "/" not in name:
        found += _text(name, text)
    if name.endswith(".py") or name in SCRIPTS:
        found += _columns(text.splitlines())
    if name.endswith(project.CPP_SUFFIXES):
        code = project.code_of(text)
        found += _columns(text.splitlines())
        found += _banned(name, code, text)
        found += _functions(code)
        found += _includes(text, root)
    if name.endswith(".h"):
        found += _header(name, text, project.code_of(text))
    return sorted(found)


def _text(name, text):
    lines = text.split("\n")
    banned = [] if name in TEXT_EXEMPT else TEXT_BANNED
    found = [(number, message) for number, line in enumerate(lines, 1)
             for pattern, message in banned if pattern.search(line)]
    if text and not text.endswith("\n"):
        found.append((len(lines), "end the file with a line feed"))
    count = text.count("\n")
    if count > FILE_LINES_MAX and not name.endswith(ANY_LENGTH):
        found.append((FILE_LINES_MAX + 1,
                      f"{count} lines; {FILE_LINES_MAX} is the limit: cut the file by idea"))
    return found


def _columns(lines):
    return [(number, f"{len(line)} columns, {COLUMNS_MAX} is the limit")
            for number, line in enumerate(lines, 1)
            # An include or a link cannot be broken.
            if len(line) > COLUMNS_MAX and not re.match(r"#include|\s*//.*https?://\S+$", line)]


_REASON = re.compile(r"// tidy: \S+ \S+")


def _banned(name, code, text):
    raw = ["", *text.split("\n")]
    return [(number, message) for number, message in _banned_calls(name, code)
            if not (_REASON.search(raw[number]) or _REASON.search(raw[number - 1]))]


def _banned_calls(name, code):
    found = []
    lines = code.split("\n")
    for pattern, instead, allowed in BANNED:
        if allowed and re.search(allowed, name):
            continue
        expression = re.compile(pattern)
        for number, line in enumerate(lines, 1):
            match = expression.search(line)
            if match:
                found.append((number, f"'{match[0].strip()}' is banned: {instead}"))
    for number, line in enumerate(lines, 1):
        before = lines[number - 2] if number > 1 else ""
        if (re.search(r"(?<!\w)new\s+[\w:(<]|(?<!\w)new\(", line) and
                not NEW_ALLOWED.search(before + line)):
            found.append((number, "'new' is banned: use std::make_unique, or absl::WrapUnique "
                          "where the constructor is private"))
        if re.search(r"(?<!\w)delete\b(?!\s*[;,)])", line) and "operator delete" not in line:
            found.append((number, "'delete' is banned: let a std::unique_ptr own it"))
    return found


# ---- functions -----------------------------------------------------------------------------------

_SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum|extern\s+\"_*\")\b")
_ACCESS = re.compile(r"^(?:\s*(?:public|private|protected)\s*:)+")


def _without_preprocessor(code):
    """Directives blanked, with their continued lines: a macro's braces need not match."""
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", lambda match: re.sub(r"[^\n]", " ", match[0]),
                  code, flags=re.MULTILINE | re.DOTALL)


def _opens(head):
    """What a `{` after `head` opens outside of functions: "scope", "value" or "function"."""
    head = re.sub(r"\boperator\s*(?:\(\)|\[\]|[^\s\w(]+)", "operator_", _ACCESS.sub("", head))
    head = head.strip()
    flat = head
    while True:  # what is in brackets does not say what the whole is
        shorter = re.sub(r"\([^()]*\)", "@", flat)
        if shorter == flat:
            break
        flat = shorter
    flat = re.sub(r"^template\s*<[^{}]*?>\s*(?=[\w:\[])", "", flat)
    if re.search(r"(?<![=!<>])=(?!=)", flat):
        return "function" if re.search(r"\]\s*@", flat) else "value"
    without_macros = re.sub(r"\b(?:alignas|__attribute__|[A-Z_]{4,})\s*@", "", flat)
    if _SCOPE.search(flat) and "@" not in without_macros:
        return "scope"
    if not flat or "@" in flat:
        return "function"
    return "value"


def functions(code):
    """(first line, lines) of every function body in `code`, lambdas counted in their function.

    A heuristic on braces: it needs code that compiles and is formatted, no more.
    """
    code = _without_preprocessor(code)
    found = []
    stack = []  # one entry for each open brace: "scope", "value", "function" or "inner"
    head_begin = 0  # where the text begins that says what the next brace opens
    begin = None  # where the head of the function that is open began
    parens = 0
    for match in re.finditer(r"[{}();]", code):
        character, position = match[0], match.start()
        if character == "(":
            parens += 1
        elif character == ")":
            parens -= 1
        elif character == "{":
            if "function" in stack or "value" in stack or parens > 0:
                stack.append("inner")
            else:
                stack.append(_opens(code[head_begin:position]))
                if stack[-1] == "function" and begin is None:
                    head = _ACCESS.sub("", code[head_begin:position])
                    begin = position - len(head.lstrip())
                head_begin = position + 1
        elif character == "}" and stack:
            closed = stack.pop()
            if closed == "function":
                # A constructor's `a_{1}, b_{2} {`: the head goes on.
                if not re.match(r"\s*[,{]", code[position + 1:position + 200]):
                    first = code.count("\n", 0, begin) + 1
                    found.append((first, code.count("\n", 0, position) + 2 - first))
                    begin = None
            if closed != "inner":
                head_begin = position + 1
        elif character == ";" and parens == 0 and not ({"function", "value"} & set(stack)):
            head_begin = position + 1
            begin = None
    return found


def _functions(code):
    return [(line, f"a function of {lines} lines; {FUNCTION_LINES_MAX} is the limit: branches in "
             "the caller, pure work in helpers")
            for line, lines in functions(code) if lines > FUNCTION_LINES_MAX]


# ---- headers and includes ------------------------------------------------------------------------

_THIRD_PARTY = ("absl/", "google/", "grpc/", "grpcpp/", "nlohmann/")


def _includes(text, root):
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if quoted:
            path = quoted[1]
            generated = path.startswith("proto/") and path.endswith(".pb.h")
            if not path.startswith(_THIRD_PARTY) and not generated and not (root / path).is_file():
                found.append((number, f'no file "{path}": ours are named from the root, '
                              f"others as <{path}>"))
        angled = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
        if angled and (root / angled[1]).is_file():
            found.append((number, f'include our own files as "{angled[1]}"'))
    return found


def guard_of(name):
    return "SIXGATE_" + re.sub(r"[^A-Z0-9]", "_", name.upper()) + "_"


def _header(name, text, code):
    found = []
    lines = text.split("\n")
    if not lines[0].startswith("// ") or len(lines[0]) < 12:
        found.append((1, "begin the header with a comment: what the thing is for"))
    guard = guard_of(name)
    for directive in (f"#ifndef {guard}", f"#define {guard}", f"#endif  // {guard}"):
        if directive not in lines:
            found.append((1, f"the guard's line '{directive}' is missing"))
    first = True
    scopes = _namespace_types(code)
    for number in scopes:
        above = lines[number - 2].strip() if number > 1 else ""
        if above.startswith("template"):
            above = lines[number - 3].strip()
        # The comment that begins the header speaks for the first type in it.
        if not first and not above.startswith("//"):
            found.append((number, "say above the class what it is for and how threads may use it"))
        first = False
    return found


def _namespace_types(code):
    """Lines of the classes with a body that stand in a namespace (structs are plain data)."""
    classes = re.compile(r"^class\s[^;{}()]*(?:\([^()]*\)[^;{}()]*)*\{", re.MULTILINE)
    return [code.count("\n", 0, match.start()) + 1 for match in classes.finditer(code)]


def main():
    names = sys.argv[1:] or project.files()
    count = 0
    for name in names:
        try:
            text = (project.ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            text = ""
            print(f"{name}:1: not UTF-8")
            count += 1
        for line, message in findings(name, text):
            print(f"{name}:{line}: {message}")
            count += 1
    if count:
        print(f"tidy: {count} findings in {len(names)} files")
        sys.exit(1)


if __name__ == "__main__":
    main()
