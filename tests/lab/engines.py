"""The container engines that the lab's hosts run, and each as a daemon of one machine.

    python tests/lab/engines.py --obtain       builds what is missing, and says what there is

    for engine in engines.find(): print(engine)
    docker = Docker(vm1, engine, "daemon.json", scratch)
    docker.start()
    docker("run", "-d", "--name", "www", "web", …)

Debian's docker.io is the tutorial's engine; its packages are unpacked, not installed, so that no
daemon starts on the machine. Docker's 29 line is built by Go from docker/go.mod, and the newer runc
that it needs from runc/go.mod. The client is Debian's for all.
"""

import argparse
import contextlib
import dataclasses
import importlib.util
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import subprocess
import sys

from namespaces import Failure, Namespace, until
import program  # noqa: F401  (it makes tests/support known)
from go_programs import GoPrograms, cache

_HERE = pathlib.Path(__file__).resolve().parent / "engines"
_DOCKER = GoPrograms("docker", _HERE / "docker", (
    "github.com/moby/moby/v2/cmd/dockerd", "github.com/moby/moby/v2/cmd/docker-proxy"))
_RUNC = GoPrograms("runc", _HERE / "runc", ("github.com/opencontainers/runc",), True, "seccomp")
# docker-cli is one of its own in newer releases.
_PACKAGES = ("docker.io", "docker-cli", "containerd", "runc", "busybox-static")
_DEBIANS = ("dockerd", "docker", "containerd", "runc", "busybox")
_FOLDERS = ("usr/sbin", "usr/bin", "bin")
# What Debian's client speaks; the 29 line has to be asked to listen.
_API_VERSION = "1.41"
_PROGRAMS = ("httpd", "nslookup", "sh", "sleep")
_CGROUPS, _CGROUP_STEM = pathlib.Path("/sys/fs/cgroup"), "sixgate-lab-"
# By the number of the process that waits for the lab: this module is loaded before it forks.
_CGROUP = f"/{_CGROUP_STEM}{os.getpid()}"
IMAGE = "lab"
# Of daemons and containers; on a loaded machine.
_START_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Engine:
    """One engine: programs in `path` go before those of the machine."""

    name: str
    version: str = ""
    options: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    skipped: str = ""

    def __str__(self):
        return f"{self.name:<8} " + (f"skipped: {self.skipped}" if self.skipped else self.version)


def find(venv=None, obtain=False, log=sys.stderr):
    """All engines by the names of the second floor's hosts; those that cannot be had say why."""
    venv = pathlib.Path(venv or sys.prefix)
    missing = [name for name in ("curl", "iptables") if not shutil.which(name)]
    missing += [] if importlib.util.find_spec("yaml") else ["python3-yaml"]
    packaged = f"needs {', '.join(missing)}" if missing else _unpack(obtain, log)
    version, packaged = _debians_version(packaged)
    built = packaged or _build(venv, obtain, log)
    path = (str(_DOCKER.directory()), str(_RUNC.directory()), *_debians_path())
    # What it is built as says no version.
    [pinned] = re.findall(r"moby/moby/v2 (\S+)", (_DOCKER.folder / "go.mod").read_text("utf-8"))
    return [
        Engine("old", version, (), _debians_path(), packaged),
        Engine("new", f"29 line, moby {pinned}", (), path, built),
        Engine("newnft", f"29 line, moby {pinned}, its nftables backend",
               ("--firewall-backend", "nftables"), path, built),
        Engine("routed", f"29 line, moby {pinned}, docker0 routed", (), path, built),
    ]


def _debians_directory():
    release = platform.freedesktop_os_release()
    return cache() / f"docker-{release['ID']}-{release.get('VERSION_ID', 'testing')}"


def _debians_path():
    return tuple(str(_debians_directory() / folder) for folder in _FOLDERS)


def _debians(name):
    """One of the programs of Debian's packages."""
    return shutil.which(name, path=":".join(_debians_path()))


def _unpack(obtain, log):
    """Unpacks Debian's packages; returns why it could not, or an empty string."""
    if all(map(_debians, _DEBIANS)):
        return ""
    if not obtain:
        return "docker.io is not unpacked yet: ./dev lab test"
    if not shutil.which("apt-get"):
        return "docker.io is a package of Debian's, and there is no apt-get"
    directory = _debians_directory()
    directory.mkdir(parents=True, exist_ok=True)

    def quietly(*command):
        return subprocess.run(command, cwd=directory, stdout=log, stderr=log,
                              stdin=subprocess.DEVNULL, check=False)
    # Lists may never have been fetched; who is not root has to have them.
    if os.geteuid() == 0:
        quietly("apt-get", "-q", "update")
    for package in _PACKAGES:
        # One that a release does not have is missed below.
        quietly("apt-get", "-q", "download", package)
    for archive in directory.glob("*.deb"):
        quietly("dpkg-deb", "--extract", archive, directory)
        archive.unlink()
    missing = [name for name in _DEBIANS if not _debians(name)]
    return f"apt-get download brought no {', '.join(missing)}" if missing else ""


def _build(venv, obtain, log):
    for programs in (_DOCKER, _RUNC):
        if programs.missing():
            reason = programs.build(venv, log) if obtain else "not built yet: ./dev lab test"
            if reason:
                return f"{programs.name}: {reason}"
    return ""


def _debians_version(missing):
    """The version of Debian's engine, or why there is none."""
    if missing:
        return "", missing
    try:
        said = subprocess.run([_debians("dockerd"), "--version"], capture_output=True, text=True,
                              check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return "", f"dockerd does not run: {error}"
    return said.split(",")[0].removeprefix("Docker version "), ""


def _environment(engine):
    path = ":".join((*engine.path, os.environ["PATH"], "/usr/sbin", "/sbin"))
    return {**os.environ, "PATH": path,
            "DOCKER_MIN_API_VERSION": _API_VERSION}


def tried(engine, scratch):
    """The engine, skipped where not even a container of its own making runs."""
    if engine.skipped:
        return engine
    config = pathlib.Path(scratch, f"{engine.name}.json")
    config.write_text("{}", encoding="utf-8")
    with Namespace(f"try-{engine.name}") as machine:
        # Without these the nftables backend does not start.
        machine.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1",
                    "net.ipv6.conf.default.forwarding=1")
        docker = Docker(machine, engine, config, scratch)
        try:
            docker.start()
            docker.make_image()
            docker("run", "--rm", IMAGE, "sh", "-c", "exit 0")
            return engine
        except Failure as failure:
            return dataclasses.replace(engine, skipped=f"it runs nothing here: {failure}")
        finally:
            with contextlib.suppress(Failure):
                docker.close()


class Docker:
    """An engine as the daemon of one machine, with a daemon.json."""

    def __init__(self, machine, engine, config, scratch):
        self.machine = machine
        self.engine = engine
        self._config = config
        self._directory = pathlib.Path(scratch, f"docker-{machine.name}")
        self._directory.mkdir()
        self._socket = f"unix://{self._directory}/socket"
        self._process = None

    def start(self):
        """Starts the daemon; returns when it answers."""
        here = self._directory
        self._process = self.machine.start(
            "env", *(f"{key}={_environment(self.engine)[key]}"
                     for key in ("PATH", "DOCKER_MIN_API_VERSION")),
            "dockerd", "--config-file", self._config,
            "--data-root", here / "data", "--exec-root", here / "exec", "--pidfile", here / "pid",
            "--host", self._socket, "--storage-driver", "vfs", "--cgroup-parent", _CGROUP,
            *self.engine.options, log=here / "log")
        until(self._answers, f"{self}", _START_SECONDS)

    def stop(self):
        """Ends the daemon and its containers, as `systemctl stop` does."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()

    def close(self):
        """Ends it with all that it runs; what it made on disk stays."""
        if self._process and self._process.poll() is None:
            containers = self("ps", "--all", "--quiet").split()
            if containers:
                self("rm", "--force", *containers)
            self.stop()

    def make_image(self):
        """An image of busybox alone."""
        root = self._directory / "image"
        (root / "bin").mkdir(parents=True)
        shutil.copy(_debians("busybox"), root / "bin/busybox")
        for name in _PROGRAMS:
            (root / "bin" / name).symlink_to("busybox")
        archive = self._directory / "image.tar"
        subprocess.run(["tar", "-C", root, "-cf", archive, "."], check=True)
        self("import", archive, IMAGE)

    def make_networks(self):
        """The networks of the delivered Compose file, as Compose makes them."""
        import yaml  # find() says so where it is missing
        path = self.machine.file("etc/sixgate/compose.networks.yaml")
        for network in yaml.safe_load(path.read_text(encoding="utf-8"))["networks"].values():
            words = ["--driver", network["driver"], "--ipv6"]
            for part in network["ipam"]["config"]:
                for key, value in part.items():
                    words += [f"--{key.replace('_', '-')}", value]
            for key, value in network["driver_opts"].items():
                words += ["--opt", f"{key}={value}"]
            self("network", "create", *words, network["name"])

    def __call__(self, *words):
        """Runs the client and returns what it printed; a Failure when it fails."""
        done = subprocess.run([_debians("docker"), "--host", self._socket, *map(str, words)],
                              env={**os.environ, "DOCKER_API_VERSION": _API_VERSION},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failure(f"docker {' '.join(map(str, words))} at {self.machine.name}:\n"
                          f"{done.stderr[-2000:]}")
        return done.stdout.strip()

    def inspect(self, container):
        """What the engine says of a container."""
        return json.loads(self("inspect", container))[0]

    def log(self):
        """What the daemon said."""
        return (self._directory / "log").read_text(encoding="utf-8")

    def _answers(self):
        if self._process.poll() is not None:
            raise Failure(f"{self} ended with {self._process.returncode}:\n{self.log()[-3000:]}")
        try:
            return self("version")
        except Failure:
            return ""

    def __str__(self):
        return f"dockerd {self.engine.version} at {self.machine.name}"


class Container(Namespace):
    """The network of a running container, as a machine of the lab."""

    def __init__(self, name, docker):
        number = docker.inspect(name)["State"]["Pid"]
        super().__init__(f"{docker.machine.name}-{name}", of_process=number)


def remove_cgroups():
    """Removes what labs that have ended left below the machine's cgroups: empty folders."""
    for folder in (*_CGROUPS.glob(_CGROUP_STEM + "*"), *_CGROUPS.glob(f"*/{_CGROUP_STEM}*")):
        number = folder.name.removeprefix(_CGROUP_STEM)
        if number != str(os.getpid()) and pathlib.Path("/proc", number).exists():
            continue
        for directory, _, _ in os.walk(folder, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(directory)


def main():
    """Says what engines there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--venv", help="the environment for a Go that is not on PATH")
    parser.add_argument("--obtain", action="store_true", help="build what is missing")
    arguments = parser.parse_args()
    for engine in find(arguments.venv, arguments.obtain):
        print(engine)


if __name__ == "__main__":
    main()
