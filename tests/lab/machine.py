"""A machine that sixgate's files were delivered to, booted from them.

    fw = Machine("fw", "out/fw", "sixgate", logs)
    fw.boot(by_daemon=True)
    fw.count("drop_closed")
"""

import json
import pathlib
import re

import networkd
from namespaces import Failure, Namespace


class Machine(Namespace):
    """A machine that files were delivered to, as `etc/` below a directory."""

    def __init__(self, name, directory, table, logs):
        super().__init__(name)
        self.directory = pathlib.Path(directory)
        self.table = table
        self.networkd = None
        self._log = pathlib.Path(logs, f"{name}.log")

    def boot(self, by_daemon):
        """What a boot does: sysctls, the unit before the network, then the network."""
        sysctls = self.file("etc/sysctl.d/60-sixgate.conf")
        if by_daemon:
            self.run("/usr/lib/systemd/systemd-sysctl", sysctls)
        else:
            self.run("sysctl", "-qe", "-p", sysctls)
        self.run_unit("ExecStart")
        network = self.file("etc/systemd/network")
        if by_daemon:
            self.networkd = networkd.Networkd(self, network, self._log)
        else:
            networkd.by_ip(self, network)

    def reload(self):
        """Loads the packet filter as it is delivered now, as the unit does it."""
        self.run_unit("ExecReload")

    def ruleset(self):
        """The kernel's filter as nft tells it, without counts."""
        return self.run("nft", "-s", "list", "ruleset")

    def count(self, counter):
        """How many packets a named counter has seen."""
        answer = json.loads(self.run("nft", "-j", "list", "counter", "inet", self.table, counter))
        [packets] = [one["counter"]["packets"] for one in answer["nftables"] if "counter" in one]
        return packets

    def admitted_mark(self):
        """The mark that its filter sets on packets to let them through to its routes."""
        [mark] = [rule["fwmark"] for rule in self.ip_json("-6", "rule") if "fwmark" in rule]
        return mark

    def has_way(self, address):
        """Whether its routes lead to an address, for packets that are let through."""
        try:
            self.ip("-6", "route", "get", str(address))
        except Failure:
            return False
        return True

    def file(self, path):
        """Where a delivered file is."""
        return self.directory / path

    def run_unit(self, key, unit="*.service"):
        """Runs the commands of one key of a unit, or of a drop-in; a Failure if one fails."""
        [unit] = self.file("etc/systemd/system").glob(unit)
        for command in dict(networkd.parse(unit.read_text(encoding="utf-8")))["Service"][key]:
            # The machine's own /etc stays as it is; its files are below the directory.
            self.run(*(re.sub(r"^/etc/", f"{self.directory}/etc/", word)
                       for word in command.split()))
