"""Applies rendered systemd-networkd files in a namespace: by the real daemon, or by `ip`.

    reason = missing()                    # empty where the daemon can be had
    Networkd(fw, directory, log).wait()
    by_ip(fw, directory)                  # the same end, where not
"""

import pathlib
import re
import subprocess

from namespaces import Failure, until

_DAEMON = "/usr/lib/systemd/systemd-networkd"
# In a mount namespace of its own the daemon sees a container's machine: /sys read-only, so that it
# does not wait for udev, an empty /run, and nothing but the rendered files in its directory.
_START = f"""
set -e
mount --bind "$1" /etc/systemd/network
mount -t sysfs -o ro sysfs /sys
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
chown -R systemd-network:systemd-network /run/systemd/netif
SYSTEMD_LOG_LEVEL=info SYSTEMD_LOG_TARGET=console exec {_DAEMON}
"""
# What it says of a line that it does not understand, or of a link for which it cannot follow one.
_COMPLAINT = re.compile(
    r"^(?:/etc/systemd/network/|[\w.-]+: ).*(?:ignor|unknown|invalid|fail|could not|cannot|refus)",
    re.IGNORECASE)


def missing():
    """Why the daemon cannot be had here, or an empty string."""
    if not pathlib.Path(_DAEMON).exists():
        return f"there is no {_DAEMON}"
    if not pathlib.Path("/etc/systemd/network").is_dir():
        return "there is no /etc/systemd/network"
    user = subprocess.run(["id", "systemd-network"], capture_output=True, text=True, check=False)
    return user.stderr.strip()


class Networkd:
    """The daemon in one namespace, over one directory of rendered files."""

    def __init__(self, machine, directory, log):
        self._machine = machine
        self._directory = directory
        self._log = pathlib.Path(log)
        self._links = len(list(pathlib.Path(directory).glob("*.network")))
        self._process = None
        self._start()

    def _start(self):
        self._process = self._machine.start(
            "unshare", "--mount", "sh", "-c", _START, "sh", self._directory, log=self._log)

    def restart(self):
        """Ends the daemon and starts it again; returns when it has configured every link."""
        self._process.terminate()
        self._process.wait()
        self._start()
        self.wait()

    def wait(self):
        """Returns when every link that a file is for is configured; a Failure when one never is."""
        try:
            until(self._configured, f"systemd-networkd to configure {self._links} links")
        except Failure as failure:
            raise Failure(f"{failure}\n{self._log.read_text(encoding='utf-8')[-4000:]}") from None

    def complaints(self):
        """What it said against the files, line by line."""
        return [line for line in self._log.read_text(encoding="utf-8").splitlines()
                if _COMPLAINT.search(line)]

    def _configured(self):
        if self._process.poll() is not None:
            raise Failure(f"systemd-networkd ended with {self._process.returncode}")
        # Its own notes on each link, as it sees them in its mount namespace.
        notes = pathlib.Path(f"/proc/{self._process.pid}/root/run/systemd/netif/links")
        texts = [note.read_text(encoding="utf-8") for note in notes.glob("[0-9]*")]
        return sum("ADMIN_STATE=configured" in text and "OPER_STATE=routable" in text
                   for text in texts) == self._links


def by_ip(machine, directory):
    """Says to `ip` what the files say to the daemon; a Failure for what is not translated here."""
    for file in sorted(pathlib.Path(directory).iterdir()):
        if file.suffix == ".d":
            continue
        if file.suffix != ".network":
            raise Failure(f"{file.name}: only .network files are translated to ip")
        # With what is dropped in beside it.
        parts = [file, *sorted(pathlib.Path(f"{file}.d").glob("*.conf"))]
        sections = parse("\n".join(part.read_text(encoding="utf-8") for part in parts))
        interface = _interface(machine, sections)
        machine.sysctl(**{f"{interface}__accept_ra": 0})
        machine.ip("link", "set", interface, "up")
        for name, keys in sections:
            for command in _commands(name, keys, interface):
                machine.ip(*command)


def parse(text):
    """[(section, {key: values})] of a file, in its order: a section may come more than once."""
    sections = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            sections.append((line[1:-1], {}))
        elif line and not line.startswith(("#", ";")):
            key, value = line.split("=", 1)
            sections[-1][1].setdefault(key, []).append(value)
    return sections


def _interface(machine, sections):
    match = dict(sections)["Match"]
    if "Name" in match:
        return match["Name"][0]
    [interface] = [one["ifname"] for one in machine.ip_json("link")
                   if one["address"] == match["MACAddress"][0]]
    return interface


def _commands(section, keys, interface):
    """The words for ip of one section."""
    if section == "Network":
        return [["-6", "address", "add", address, "dev", interface, "nodad"]
                for address in keys.get("Address", [])]
    first = {key: values[0] for key, values in keys.items()}
    if section == "Route":
        words = [*([first["Type"]] if "Type" in first else []), first.get("Destination", "default")]
        words += ["via", first["Gateway"]] if "Gateway" in first else []
        words += ["metric", first["Metric"]] if "Metric" in first else []
        return [["-6", "route", "add", *words, "dev", interface]]
    if section == "Neighbor":
        return [["neigh", "replace", first["Address"], "lladdr", first["LinkLayerAddress"],
                 "dev", interface, "nud", "permanent"]]
    if section == "RoutingPolicyRule":
        words = ["to", first["To"]]
        words += ["iif", first["IncomingInterface"]] if "IncomingInterface" in first else []
        words += ["fwmark", first["FirewallMark"]] if "FirewallMark" in first else []
        words += ["lookup", first["Table"]] if "Table" in first else [first["Type"]]
        return [["-6", "rule", "add", *words, "priority", first["Priority"]]]
    if section in ("Match", "Link"):
        return []
    raise Failure(f"[{section}] is not translated to ip")
