"""The quickstart's site, applied by a real client and brought up as machines that packets pass.

    with Quickstart(*provider(binary, venv, mirror), scratch) as site:
        Probe("tcp", site.stranger, site.www, 443).send()

docs/design/lab.md has the picture. Every address and name comes out of the state, every file out of
`deploy.directory`; what is written here is what a user has to bring: cables, a router of the
provider's, bridges and containers as the container engine makes them.
"""

import argparse
import contextlib
import ipaddress
import json
import pathlib
import re
import sys
import tempfile
import unittest

import networkd
from namespaces import Failure, Namespace, isolate, link, skip, until
from packets import Endpoint

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
_ACCEPTANCE = ROOT / "tests" / "acceptance"
sys.path[:0] = [str(_ACCEPTANCE), str(_ACCEPTANCE / "clients")]

import clients  # noqa: E402  (the acceptance tests' own)
from workspace import Workspace, make_mirror  # noqa: E402

# Outside: one that no opening names, one of the office's network, one that metrics are open to.
STRANGER, OFFICE, MONITOR = "2001:db8:9::1", "2001:db8:ffff::5", "2001:db8:ffff:1::10"
# Of the addresses that are nobody's in the configuration: a second one of the web server's
# container, and that of a container of the other host.
_UNOPENED, _WORKER = 0x99, 0x5
_CONFIGURATION = "examples/quickstart"


def provider(binary, venv, directory):
    """The client that applies, and a mirror of the provider below a directory."""
    found = clients.find(venv)
    client = clients.best(found)
    if client is None:
        skip("no Terraform client: " + "; ".join(map(str, found)))
    return client, make_mirror(binary, directory)


def run_tests(description, base):
    """The main program of a file of tests on the site: its exit code.

    `base.provider` becomes the client and the mirror, before any test of it runs.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--binary", required=True, help="the provider")
    parser.add_argument("--venv", help="the environment with the client that is a library")
    arguments, others = parser.parse_known_args()
    isolate()
    with tempfile.TemporaryDirectory(prefix="mirror-") as mirror:
        base.provider = provider(arguments.binary, arguments.venv, mirror)
        result = unittest.main(argv=[sys.argv[0], *others], exit=False).result
    return 0 if result.wasSuccessful() else 1


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
        self._run_unit("ExecStart")
        network = self.file("etc/systemd/network")
        if by_daemon:
            self.networkd = networkd.Networkd(self, network, self._log)
        else:
            networkd.by_ip(self, network)

    def reload(self):
        """Loads the packet filter as it is delivered now, as the unit does it."""
        self._run_unit("ExecReload")

    def load(self, text):
        """Loads a text of nft's."""
        self.run("nft", "-f", "-", text=text)

    def ruleset(self):
        """The kernel's filter as nft tells it, without counts."""
        return self.run("nft", "-s", "list", "ruleset")

    def count(self, counter):
        """How many packets a named counter has seen."""
        answer = json.loads(self.run("nft", "-j", "list", "counter", "inet", self.table, counter))
        [packets] = [one["counter"]["packets"] for one in answer["nftables"] if "counter" in one]
        return packets

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

    def _run_unit(self, key):
        [unit] = self.file("etc/systemd/system").glob("*.service")
        for command in dict(networkd.parse(unit.read_text(encoding="utf-8")))["Service"][key]:
            # The machine's own /etc stays as it is; its files are below the directory.
            self.run(*(re.sub(r"^/etc/", f"{self.directory}/etc/", word)
                       for word in command.split()))


class Quickstart:
    """The site, up and ready. A context manager: at its end all of it is gone."""

    def __init__(self, client, mirror, scratch, by_daemon=True):
        self.workspace = Workspace(client, mirror, ROOT / _CONFIGURATION,
                                   pathlib.Path(scratch, "work"))
        self.workspace.run("init")
        self.workspace.apply()
        self._state = self.workspace.state()
        self._scratch = scratch
        self._stack = contextlib.ExitStack()
        try:
            self._build()
            for machine in self.filtered:
                machine.boot(by_daemon)
            self._wait()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Takes everything away."""
        self._stack.close()

    @property
    def filtered(self):
        """The machines with a packet filter of ours."""
        return self.fw, self.vm1, self.vm2

    def endpoints(self):
        """Every address of the site by its name here, those outside first."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Endpoint)]

    @contextlib.contextmanager
    def unfiltered(self):
        """For a while nothing is filtered anywhere; only the mark that opens the way is set."""
        [mark] = [rule["fwmark"] for rule in self.fw.ip_json("-6", "rule") if "fwmark" in rule]
        try:
            self.fw.load("flush ruleset; table inet lab { chain way { "
                         f"type filter hook prerouting priority raw; meta mark set {mark}; }}; }}")
            self.vm1.load("flush ruleset")
            self.vm2.load("flush ruleset")
            yield
        finally:
            self.fw.load("flush ruleset")
            self.reload()

    def reload(self):
        """Loads all filters as they are delivered now."""
        for machine in self.filtered:
            machine.reload()

    @contextlib.contextmanager
    def edited(self, old, new):
        """For a while a text of the configuration is another one, applied and loaded."""
        text = (self.workspace.directory / "main.tf").read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise Failure(f"{_CONFIGURATION} has {text.count(old)} times {old!r}, not once")
        try:
            self._apply(text.replace(old, new))
            yield
        finally:
            self._apply(text)

    def _apply(self, text):
        self.workspace.write("main.tf", text)
        self.workspace.apply()
        self.reload()

    def _build(self):
        gateway = self._state["sixgate_gateway.fw"]
        self.upstream = self._enter(Namespace("upstream"))
        self.fw = self._machine("fw", "sixgate")
        link(self.fw, gateway["wan"]["interface"], self.upstream, "customer", gateway["wan"]["mac"])
        self._upstream(gateway)
        self.prefix = gateway["upstream_route"]["prefix"]
        self.gateway = Endpoint(self.fw, gateway["wan"]["address"])
        self.vm1, self.vm1_host = self._host("vm1")
        self.vm2, self.vm2_host = self._host("vm2")
        self.vm1_block = self._state["sixgate_host.vm1"]["block"]
        # The gateway's own address on the cable to the host.
        self.vm1_link = Endpoint(self.fw, self._state["sixgate_host.vm1"]["gateway_address"])
        address = self._state["sixgate_address.www"]
        unopened = self._address("vm1", address["network"], _UNOPENED)
        self.web = self._container("web", "vm1", address["network"], (address["address"], unopened))
        self.www = Endpoint(self.web, address["address"])
        self.unopened = Endpoint(self.web, unopened)
        worker = self._address("vm2", "default", _WORKER)
        self.worker = Endpoint(self._container("worker", "vm2", "default", (worker,)), worker)

    def _upstream(self, gateway):
        """The provider's router, and behind it everybody who is outside."""
        route = gateway["upstream_route"]
        self.upstream.ip("link", "set", "customer", "up")
        self.upstream.ip("-6", "address", "add", f"{gateway['wan']['next_hop']}/64",
                         "dev", "customer", "nodad")
        self.upstream.ip("-6", "route", "add", route["prefix"], "via", route["next_hop"],
                         "dev", "customer")
        for address in (STRANGER, OFFICE, MONITOR):
            self.upstream.ip("-6", "address", "add", f"{address}/128", "dev", "lo")
        self.stranger, self.office, self.monitor = (
            Endpoint(self.upstream, address) for address in (STRANGER, OFFICE, MONITOR))

    def _host(self, name):
        """A host on a cable to the gateway, with the bridges that a container engine makes."""
        host = self._state[f"sixgate_host.{name}"]
        machine = self._machine(name, "sixgate_host")
        link(self.fw, host["inside_interface"], machine, host["interface"])
        for network in host["networks"].values():
            machine.ip("link", "add", network["bridge"], "type", "bridge")
            machine.ip("-6", "address", "add", f"{network['gateway']}/{_length(network)}",
                       "dev", network["bridge"], "nodad")
            machine.ip("link", "set", network["bridge"], "up")
        return machine, Endpoint(machine, host["address"])

    def _container(self, name, host, network_name, addresses):
        """A container in one of a host's networks: a namespace on a port of its bridge."""
        machine = getattr(self, host)
        network = self._network(host, network_name)
        container = self._enter(Namespace(name))
        link(container, "eth0", machine, name)
        machine.ip("link", "set", name, "master", network["bridge"], "up")
        for address in addresses:
            container.ip("-6", "address", "add", f"{address}/{_length(network)}", "dev", "eth0",
                         "nodad")
        container.ip("link", "set", "eth0", "up")
        container.ip("-6", "route", "add", "default", "via", network["gateway"])
        return container

    def _network(self, host, name):
        return self._state[f"sixgate_host.{host}"]["networks"][name]

    def _address(self, host, network, number):
        return str(ipaddress.ip_network(self._network(host, network)["subnet"])[number])

    def _machine(self, name, table):
        directory = self.workspace.directory / "out" / name
        return self._enter(Machine(name, directory, table, self._scratch))

    def _enter(self, machine):
        return self._stack.enter_context(machine)

    def _wait(self):
        """Until every daemon has done its work and no address is tentative any more."""
        for machine in self.filtered:
            if machine.networkd:
                machine.networkd.wait()
        for machine in (self.upstream, *self.filtered, self.web, self.worker.machine):
            until(lambda m=machine: not m.ip("-6", "address", "show", "tentative"),
                  f"{machine.name}'s addresses to be ready")


def _length(network):
    return network["subnet"].rsplit("/", 1)[1]
