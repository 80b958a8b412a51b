"""Machines made of network namespaces, in a world of their own that vanishes whatever happens.

    isolate()                                # from here on this process is alone
    with Namespace("fw") as fw, Namespace("vm1") as vm1:
        link(fw, "vh20", vm1, "eth1")
        fw.run("nft", "-f", "gateway.nft")
        server = vm1.socket(socket.SOCK_STREAM)

isolate() moves the process into new mount, network and process namespaces. Names then collide with
nothing, no packet can leave, and when the process ends, by SIGKILL too, the kernel ends all that it
started and takes away every namespace, link, mount and file below /run.
"""

import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket as sockets
import subprocess
import sys
import time

_SKIPPED = 77
# Real programs come to rest in a second or two; on a loaded machine that may be ten times as much.
PATIENCE_SECONDS = 20
_POLL_SECONDS = 0.005
_NAMES = pathlib.Path("/run/netns")
_CLONE_NEWNS, _CLONE_NEWPID, _CLONE_NEWNET = 0x00020000, 0x20000000, 0x40000000
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class Failure(Exception):
    """Something of the lab that did not go as it should; the text is for people."""


def isolate(afterwards=lambda: None):
    """Goes on alone in a child process; the parent waits, calls `afterwards`, and ends as it does.

    Returns the process's number as others see it. Ends with 77 and a printed reason where it cannot
    be. Call it before any thread is started.
    """
    if os.geteuid() != 0:
        skip("needs root: it makes network namespaces")
    wanted = ("ip", "mount", "nft", "nsenter", "sysctl", "unshare")
    missing = [name for name in wanted if not shutil.which(name)]
    if missing:
        skip(f"needs {', '.join(missing)} on PATH")
    try:
        _call("unshare", _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWNET)
    except OSError as error:
        skip(f"no namespaces for this process: {error}")
    child = os.fork()
    if child:
        # It is the child that is ended by signals, so that `afterwards` comes after its end.
        signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        let_go_of_output()
        _, status = os.waitpid(child, 0)
        afterwards()
        os._exit(os.waitstatus_to_exitcode(status) % 256)
    _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL)
    # The first process of a process namespace is spared signals that it has no handler for.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    number = os.readlink("/proc/self")
    # /run hides the machine's own daemons and holds all that is made here.
    for words in ("--make-rprivate /", "-t proc proc /proc", "-t tmpfs tmpfs /run"):
        done = subprocess.run(["mount", *words.split()], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            skip(f"mount {words}: {done.stderr.strip()}")
    _NAMES.mkdir()
    os.environ["TMPDIR"] = "/run"
    # Terraform speaks with its providers here.
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    return number


def let_go_of_output():
    """Leaves the terminal, or a pipe that somebody waits for the end of, to others."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)


def skip(reason):
    """Ends the program with 77, which ctest calls skipped, and the reason."""
    print(f"skipped: {reason}", flush=True)
    sys.exit(_SKIPPED)


def until(condition, what, seconds=PATIENCE_SECONDS):
    """Returns the first true value of `condition()`; a Failure that names `what` if none comes."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"waited {seconds} s in vain for: {what}")
        time.sleep(_POLL_SECONDS)


def link(one, interface, other, other_interface, mac=None):
    """A cable between two namespaces; its ends are down."""
    address = ["address", mac] if mac else []
    _finish(["ip", "link", "add", interface, "netns", one.name, *address,
             "type", "veth", "peer", "name", other_interface, "netns", other.name])


class Namespace:
    """One machine's network. A context manager: at its end its processes and itself are gone."""

    def __init__(self, name, of_process=None):
        self.name = name
        self._path = _NAMES / name
        self._processes = []
        # A new one, or that of a process.
        self._origin = ["attach", name, str(of_process)] if of_process else ["add", name]
        self._begin()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends what was started here, then the namespace; links go with it."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._processes.clear()
        if self._path.exists():
            _finish(["ip", "netns", "delete", self.name])

    def renew(self):
        """Ends it and begins it again under its name: without processes, cables and filters."""
        self.close()
        self._begin()

    def run(self, *command, text=None):
        """Runs a program here and returns what it printed; a Failure when it ends with an error."""
        return _finish(self._inside(command), text)

    def start(self, *command, log):
        """Starts a program here that stays; what it says goes to the file `log`."""
        with open(log, "w", encoding="utf-8") as out:
            process = subprocess.Popen(self._inside(command), stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out)
        self._processes.append(process)
        return process

    def ip(self, *words):
        """ip, as a program or a question here: `fw.ip("-6", "route")`."""
        return _finish(["ip", "-n", self.name, *words])

    def ip_json(self, *words):
        """What `ip -json` answers."""
        return json.loads(self.ip("-json", *words) or "[]")

    def load(self, text):
        """Loads a text of nft's."""
        self.run("nft", "-f", "-", text=text)

    def mac(self, interface):
        """The interface's MAC."""
        [shown] = self.ip_json("link", "show", "dev", interface)
        return shown["address"]

    def link_local(self, interface):
        """The interface's link-local address, once it may be used."""
        def ready():
            return [one["local"] for part in
                    self.ip_json("-6", "address", "show", "dev", interface, "-tentative")
                    for one in part.get("addr_info", ()) if one.get("scope") == "link"]
        return until(ready, f"{interface} of {self.name} to have a link-local address")[0]

    def sysctl(self, **values):
        """Sets sysctls below net.ipv6.conf: `fw.sysctl(all__forwarding=1)`."""
        for name, value in values.items():
            self.run("sysctl", "-qw", f"net.ipv6.conf.{name.replace('__', '.')}={value}")

    def socket(self, kind, protocol=0, family=sockets.AF_INET6):
        """A socket of this machine: it stays here whoever uses it."""
        with open("/proc/thread-self/ns/net", "rb") as own, open(self._path, "rb") as here:
            _call("setns", here.fileno(), _CLONE_NEWNET)
            try:
                return sockets.socket(family, kind, protocol)
            finally:
                _call("setns", own.fileno(), _CLONE_NEWNET)

    def _begin(self):
        _finish(["ip", "netns", *self._origin])
        self.ip("link", "set", "lo", "up")

    def _inside(self, command):
        # Not `ip netns exec`: that would mount another /sys over the one programs know.
        return ["nsenter", f"--net={self._path}", "--", *map(str, command)]


def _finish(command, text=None):
    try:
        done = subprocess.run(
            command, input=text, stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired as expired:
        raise Failure(f"{' '.join(command)} took more than {expired.timeout} s") from None
    if done.returncode:
        raise Failure(f"{' '.join(command)} ended with {done.returncode}:\n"
                      f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _call(name, *arguments):
    if getattr(_LIBC, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
