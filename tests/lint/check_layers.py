"""The dependency direction of docs/design/architecture.md, checked on every #include.

    python3 tests/lint/check_layers.py

A layer may include itself and the layers named for it in ALLOWED, nothing else. Prints
`file:line: message` for each forbidden edge and each include cycle, then the size of engine/base,
which has to stay tiny. Ends with 1 when anything was found.
"""

import re
import sys

import project

_NET = {"engine/base", "engine/net"}
_PLAN = _NET | {"engine/plan"}
_SITE = _PLAN | {"engine/site"}
_REGISTRY = _NET | {"engine/registry"}
_FRAMEWORK_CORE = {"engine/base", "provider/framework/value"}
_FRAMEWORK_MODEL = _FRAMEWORK_CORE | {
    "provider/framework/codec", "provider/framework/diag", "provider/framework/schema"}
_FRAMEWORK_ROOT = _FRAMEWORK_MODEL | {"provider/framework"}
_FRAMEWORK_SERVER = _FRAMEWORK_ROOT | {"provider/framework/server"}

# Layer: what it may include besides itself. A layer is the longest folder listed that holds a file.
# Files of formats and backends have their own rows below.
ALLOWED = {
    "engine/base": set(),
    "engine/net": {"engine/base"},
    "engine/plan": _NET,
    "engine/registry": _NET,
    "engine/alloc": _REGISTRY,
    "engine/site": _PLAN,
    "engine/formats": _SITE,
    "engine/fileset": _SITE | {"engine/formats"},
    "engine/inventory": _SITE | _REGISTRY | {"engine/alloc"},
    "engine/deliver": {"engine/base"},
    "engine": {"engine/base", "engine/net", "engine/plan", "engine/registry", "engine/alloc",
               "engine/site", "engine/formats", "engine/fileset",
               "engine/inventory", "engine/deliver"},
    "provider/framework/value": {"engine/base"},
    "provider/framework/diag": _FRAMEWORK_CORE,
    "provider/framework/codec": _FRAMEWORK_CORE | {"provider/framework/diag"},
    "provider/framework/schema": _FRAMEWORK_MODEL,
    "provider/framework": _FRAMEWORK_MODEL,
    "provider/framework/docs": _FRAMEWORK_ROOT,
    "provider/framework/server": _FRAMEWORK_ROOT,
    "provider/framework/tfplugin6": _FRAMEWORK_SERVER | {"proto"},
    "provider/framework/plugin": _FRAMEWORK_SERVER | {"proto", "provider/framework/tfplugin6"},
    "provider/framework/testing": _FRAMEWORK_SERVER | {
        "proto", "provider/framework/tfplugin6", "provider/framework/plugin"},
    # The front door speaks in the inventory's records.
    "provider/product": _FRAMEWORK_ROOT | _SITE | {"engine/engine.h", "engine/inventory"},
    # main.cc puts the parts together.
    "provider": _FRAMEWORK_SERVER | {
        "provider/product", "provider/framework/plugin", "provider/framework/tfplugin6"},
}
# Tests see more, but never from the engine up, nor from the framework across.
_TEST_EXTRA = {
    "engine": {"tests", "engine"},
    "provider/framework": {"tests", "proto", "provider/framework"},
    "provider": {"tests", "provider", "engine"},
}
_BACKEND = re.compile(r"^engine/registry/(\w+)/")
_FORMAT = re.compile(r"^engine/formats/(\w+)/")
_INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
# Slow to compile, and other people's names: only in .cc files and in the adapters' own headers.
_HEAVY = re.compile(
    r"^(?:nlohmann/json\.hpp|grpc/|grpcpp/|google/protobuf/|sqlite3\.h|openssl/|.*\.pb\.h)")
_ADAPTER = re.compile(r"^provider/framework/(?:tfplugin6|plugin|testing)/|^engine/registry/\w+/|"
                      r"^tests/|_internal\.h$")
# The core of the engine is read by everybody and used by everything.
_BASE_LINES_AIM = 1500


def includes(text):
    """(line, path) of every include of `text`, own and foreign."""
    return [(text.count("\n", 0, match.start(match.lastindex)) + 1, match[1] or match[2])
            for match in _INCLUDE.finditer(text)]


def layer_of(path):
    """The longest layer that holds `path`, or None for what has no rule (tests)."""
    folder = path
    while "/" in folder:
        folder = folder.rsplit("/", 1)[0]
        if folder in ALLOWED or folder in ("proto", "tests"):
            return folder
    return None


def edge(name, path):
    """Why the file `name` may not include `path`, or None."""
    source, target = layer_of(name), layer_of(path)
    if source in (None, "tests") or target is None:
        return None
    backend, wanted = _BACKEND.match(name), _BACKEND.match(path)
    if wanted and name != "engine/registry/open.cc" and not project.is_test(name):
        if not backend or backend[1] != wanted[1]:
            return f"only engine/registry/open.cc and tests name the backend {wanted[1]}"
    own, other = _FORMAT.match(name), _FORMAT.match(path)
    if own and other and own[1] != other[1]:
        return f"formats never see each other: {own[1]} includes {other[1]}"
    if not project.is_test(name) and project.is_test(path) and "/testing/" not in name:
        return f"{path} is for tests"
    if source == target:
        return None
    if target == "proto" and name.startswith("engine/registry/etcd/") and name.endswith(".cc"):
        return None
    if project.is_test(name):
        for top, extra in _TEST_EXTRA.items():
            if name.startswith(top + "/"):
                seen = any(path.startswith(folder + "/") for folder in extra | ALLOWED[source])
                return None if seen else f"a test in {top} does not see {target}"
    if target in ALLOWED[source] or path in ALLOWED[source]:
        return None
    return f"{source} does not see {target} (docs/design/architecture.md, dependency direction)"


def header(name, path):
    """Why the header `name` may not include the foreign header `path`, or None."""
    if name.endswith(".h") and _HEAVY.match(path) and not _ADAPTER.search(name):
        return f"<{path}> stays out of headers: include it in the .cc file"
    return None


def cycles(graph):
    """Each include cycle once, as the list of its files, the smallest first."""
    found = set()
    state = {}  # absent, "open" or "done"

    def visit(node, trail):
        state[node] = "open"
        for following in sorted(graph.get(node, ())):
            if state.get(following) == "open":
                cycle = trail[trail.index(following):]
                turn = cycle.index(min(cycle))
                found.add(tuple(cycle[turn:] + cycle[:turn]))
            elif following not in state:
                visit(following, trail + [following])
        state[node] = "done"

    for node in sorted(graph):
        if node not in state:
            visit(node, [node])
    return [list(cycle) for cycle in sorted(found)]


def check(texts):
    """Findings as text, for {path: content} of all C++ files."""
    found = []
    graph = {}
    for name, text in sorted(texts.items()):
        for line, path in includes(text):
            for why in (edge(name, path), header(name, path)):
                if why:
                    found.append(f"{name}:{line}: {why}")
            if path in texts:
                graph.setdefault(name, set()).add(path)
    return found + [f"{cycle[0]}:1: include cycle: {' -> '.join(cycle + cycle[:1])}"
                    for cycle in cycles(graph)]


def main():
    texts = {name: (project.ROOT / name).read_text(encoding="utf-8")
             for name in project.cpp_files()}
    found = check(texts)
    print("\n".join(found))
    lines = sum(text.count("\n") for name, text in texts.items()
                if name.startswith("engine/base/") and not project.is_test(name))
    print(f"layers: {len(texts)} files, {len(found)} findings; engine/base has {lines} lines "
          f"(aim: below {_BASE_LINES_AIM})")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
