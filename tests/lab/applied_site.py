"""A configuration applied by a real client and brought up as machines: what all sites share.

A subclass makes the machines and cables. Every address and name comes out of the state, every file
out of `deploy.directory`; what is written here is what a user has to bring: cables and a router of
the provider's.
"""

import contextlib
import pathlib

from machine import Machine
from namespaces import Failure, Namespace, link, until
from packets import Endpoint
from program import ROOT
from workspace import Workspace

# Outside: one that no opening names, one of the office's network, one that metrics are open to.
STRANGER, OFFICE, MONITOR = "2001:db8:9::1", "2001:db8:ffff::5", "2001:db8:ffff:1::10"

_FILE = "main.tf"


class Site:
    """A site, up and ready. A context manager: at its end all of it is gone.

    `configuration` is a directory of the checkout, `variables` become a .tfvars beside it.
    """

    configuration = ""

    def __init__(self, client, mirror, scratch, variables="", by_daemon=True):
        self.workspace = Workspace(client, mirror, ROOT / self.configuration,
                                   pathlib.Path(scratch, "work"))
        self.workspace.write("lab.auto.tfvars", variables)
        self._prepare()
        self.workspace.run("init")
        self.workspace.apply()
        self._scratch = scratch
        self._stack = contextlib.ExitStack()
        try:
            self.upstream = self._enter(Namespace("upstream"))
            self.fw = self._machine("fw", "sixgate")
            self._connect_upstream()
            self._build()
            for machine in self.filtered:
                machine.boot(by_daemon)
            self._wait()
            self._ready()
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
        """The machines with a packet filter of ours, the gateway first."""
        return (self.fw, *self._hosts())

    def endpoints(self):
        """Every address of the site by its name here, those outside first."""
        return [(name, value) for name, value in vars(self).items() if isinstance(value, Endpoint)]

    def state(self, address):
        """The attributes of one resource."""
        return self.workspace.state()[address]

    def reload(self):
        """Loads all filters as they are delivered now."""
        for machine in self.filtered:
            machine.reload()

    @contextlib.contextmanager
    def unfiltered(self):
        """For a while nothing of ours is filtered; only the mark that opens the way is set."""
        mark = self.fw.admitted_mark()
        try:
            self.fw.load("flush ruleset; table inet lab { chain way { "
                         f"type filter hook prerouting priority raw; meta mark set {mark}; }}; }}")
            for host in self._hosts():
                host.load(f"table inet {host.table} {{}}; delete table inet {host.table}")
            yield
        finally:
            self.fw.load("flush ruleset")
            self.reload()

    def change(self, *changes):
        """Makes texts of the configuration others, (old, new), …; returns what it was."""
        before = text = (self.workspace.directory / _FILE).read_text(encoding="utf-8")
        for old, new in changes:
            if text.count(old) != 1:
                raise Failure(f"{_FILE} has {text.count(old)} times {old!r}, not once")
            text = text.replace(old, new)
        self.workspace.write(_FILE, text)
        return before

    @contextlib.contextmanager
    def edited(self, *changes):
        """For a while texts of the configuration are others, applied and loaded."""
        before = self.change(*changes)
        try:
            self._apply()
            yield
        finally:
            self.workspace.write(_FILE, before)
            self._apply()

    def _prepare(self):
        """Changes the copy of the configuration, if it has to be another."""

    def _hosts(self):
        """The machines behind the gateway."""
        raise NotImplementedError

    def _build(self):
        """Makes everything behind the gateway."""
        raise NotImplementedError

    def _ready(self):
        """What has to be done once the machines are up."""

    def _apply(self):
        self.workspace.apply()
        self.reload()

    def _connect_upstream(self):
        """The provider's router, and behind it everybody who is outside."""
        gateway = self.state("sixgate_gateway.fw")
        wan, route = gateway["wan"], gateway["upstream_route"]
        link(self.fw, wan["interface"], self.upstream, "customer", wan["mac"])
        self.upstream.ip("link", "set", "customer", "up")
        self.upstream.ip("-6", "address", "add", f"{wan['next_hop']}/64",
                         "dev", "customer", "nodad")
        self._deliver(route)
        for address in (STRANGER, OFFICE, MONITOR):
            self.upstream.ip("-6", "address", "add", f"{address}/128", "dev", "lo")
        self.stranger, self.office, self.monitor = (
            Endpoint(self.upstream, address) for address in (STRANGER, OFFICE, MONITOR))
        self.prefix, self.fw_wan = route["prefix"], wan["interface"]
        self.gateway = Endpoint(self.fw, wan["address"])

    def _deliver(self, route):
        """What the provider does for the prefix: here it is routed."""
        self.upstream.ip("-6", "route", "add", route["prefix"], "via", route["next_hop"],
                         "dev", "customer")

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
        for machine in (self.upstream, *self.filtered):
            wait_for_addresses(machine)


def wait_for_addresses(machine, interface=None):
    """Until a machine may use all its addresses, or those of one interface."""
    which = ("dev", interface) if interface else ()
    until(lambda: not machine.ip("-6", "address", "show", *which, "tentative"),
          f"{machine.name}'s addresses to be ready")
