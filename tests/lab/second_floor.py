"""The second floor: hosts with real container engines and a second NIC, behind a hypervisor.

    with SecondFloor(*provider(binary, venv, mirror), scratch, "per_host", engines.find()) as site:
        Probe("tcp", site.stranger, site.hosts[0].www, 80).send()

docs/design/lab.md has the picture.
"""

import pathlib
import shlex

from applied_site import Site, wait_for_addresses
from engines import IMAGE, Container, Docker
from machine import Machine
from namespaces import Namespace, link, until
from packets import Endpoint
from program import ROOT
from workspace import Workspace

# On the hosts' other network, by IPv4: the hypervisor, another virtual machine, a name server, and
# what is far behind the hypervisor's own address translation.
HYPERVISOR, NEIGHBOUR, RESOLVER, FAR = "10.10.10.1", "10.10.10.99", "10.10.10.53", "198.51.100.1"
# The first of the resolvers that the configuration names.
RESOLVER6 = "2001:db8:9::53"
# What a container serves: opened to all, opened to the office, opened to nobody; all published.
OPEN, OFFICE_ONLY, CLOSED = 80, 8080, 443
_SERVE = "; ".join(f"httpd -p [::]:{port} -h /" for port in (OPEN, 81, OFFICE_ONLY, CLOSED))


class Host(Machine):
    """A host with its engine and containers: www in the network web, back in the network back."""

    def __init__(self, state, directory, logs, engine):
        super().__init__(state["name"], directory, "sixgate_host", logs)
        self.interface = state["interface"]
        self.mac = state["mac"]
        self.block = state["block"]
        self.networks = state["networks"]
        self.inside_interface = state["inside_interface"]
        self.self_address = Endpoint(self, state["address"])
        self.eth0 = ""
        self.gateway_address = state["gateway_address"]
        self.docker = Docker(self, engine, self.file("etc/docker/daemon.json"), logs)
        self.www = self.back = None
        self._addresses = {}

    def run_containers(self, addresses, published):
        """Makes image, networks and containers.

        `addresses` has the resources of www and back, `published` what their openings ask for.
        """
        self._addresses = {name: resource["address"] for name, resource in addresses.items()}
        self.start_engine()
        self.docker.make_image()
        self.docker.make_networks()
        # What is published without an opening has to stay closed.
        published = [*published, f"[::]::{CLOSED}"] if published else []
        for name, resource in addresses.items():
            self.docker("run", "--detach", "--restart", "always", "--stop-signal", "KILL",
                        "--name", name, *shlex.split(resource["docker_run"]),
                        *(word for port in published for word in ("--publish", port)),
                        IMAGE, "sh", "-c", f"{_SERVE}; sleep 1000000")
        self.enter_containers()

    def start_engine(self):
        """As its unit does, with what was dropped in beside it."""
        self.run_unit("ExecStartPre", "docker.service.d/sixgate.conf")
        self.docker.start()

    def enter_containers(self):
        """After a start of the engine: the containers' networks are others than before."""
        for name in ("www", "back"):
            until(lambda name=name: self.docker.inspect(name)["State"]["Running"],
                  f"{name} of {self.name} to run")
            old = getattr(self, name)
            if old:
                old.machine.close()
            setattr(self, name, Endpoint(Container(name, self.docker), self._addresses[name]))
        for name in ("www", "back"):
            wait_for_addresses(getattr(self, name).machine)
        for network in ("web", "back"):
            wait_for_addresses(self, self.networks[network]["bridge"])

    def restart_engine(self):
        """As `systemctl restart docker`."""
        self.docker.stop()
        self.start_engine()
        self.enter_containers()

    def close(self):
        for endpoint in (self.www, self.back):
            if endpoint:
                endpoint.machine.close()
        try:
            self.docker.close()
        finally:
            super().close()


class SecondFloor(Site):
    """The site in one mode, with those engines that can be had."""

    configuration = "tests/lab/second_floor"

    def __init__(self, client, mirror, scratch, mode, engines):
        self.mode = mode
        self._engines = engines
        self.hosts = []
        super().__init__(client, mirror, scratch, f'mode = "{mode}"\n')

    def endpoints(self):
        return super().endpoints() + [
            (f"{name} of {host.name}", endpoint) for host in self.hosts
            for name, endpoint in (("host", host.self_address), ("www", host.www),
                                   ("back", host.back))]

    @property
    def link(self):
        """The gateway's interface on the shared link."""
        return self.state("sixgate_gateway.fw")["inside"]["interface"]

    def planned_anew(self):
        """What the client says of the same configuration where nothing is made yet."""
        again = Workspace(self.workspace.client, self.workspace.mirror, ROOT / self.configuration,
                          pathlib.Path(self._scratch, "again"))
        again.write("lab.auto.tfvars", f'mode = "{self.mode}"\n')
        again.run("init")
        return " ".join(again.run("plan", "-no-color").replace("│", "").split())

    def _hosts(self):
        return self.hosts

    def _build(self):
        self.upstream.ip("-6", "address", "add", f"{RESOLVER6}/128", "dev", "lo")
        self.hypervisor = self._enter(Namespace("hypervisor"))
        self.neighbour = self._enter(Namespace("neighbour"))
        self.resolver = self._enter(Namespace("resolver"))
        for bridge in ("vmbr1", "vmbr2"):
            self.hypervisor.ip("link", "add", bridge, "up", "type", "bridge")
        # The inner bridge has no address of its own, the other one has the hypervisor's.
        self.hypervisor.sysctl(vmbr2__disable_ipv6=1)
        self.hypervisor.ip("address", "add", f"{HYPERVISOR}/24", "dev", "vmbr1")
        self.hypervisor.ip("address", "add", f"{FAR}/32", "dev", "lo")
        for machine, address in ((self.neighbour, NEIGHBOUR), (self.resolver, RESOLVER)):
            self._plug(machine, "eth0", "vmbr1")
            self._set_ipv4(machine, address)
        if self.mode == "shared":
            self._plug(self.fw, self.link, "vmbr2")
        for engine in self._engines:
            if not engine.skipped:
                self.hosts.append(self._make_host(engine))
            elif self.mode == "per_host":
                # Its cable is there, and nobody at the other end.
                absent = self.state(f'sixgate_host.vm["{engine.name}"]')["inside_interface"]
                link(self.fw, absent, self.hypervisor, absent)
                self.hypervisor.ip("link", "set", absent, "up")

    def _make_host(self, engine):
        state = self.state(f'sixgate_host.vm["{engine.name}"]')
        directory = self.workspace.directory / "out" / engine.name
        host = self._enter(Host(state, directory, self._scratch, engine))
        host.eth0 = f"10.10.10.{10 + len(self.hosts)}"
        self._connect(host)
        return host

    def reboot(self, host):
        """Power off and on: what is left is what is on its disk. The engine does not run yet."""
        host.docker.stop()
        # The namespace's end would take the cables away later, at its leisure.
        for interface in ("eth0", host.interface):
            host.ip("link", "delete", interface)
        host.renew()
        self._connect(host)
        host.boot(by_daemon=True)
        for machine in (host, self.fw):
            machine.networkd.wait()
            wait_for_addresses(machine)

    def _connect(self, host):
        # As installers leave it: an address of the hosts' own network, by DHCP.
        self._plug(host, "eth0", "vmbr1")
        if self.mode == "shared":
            self._plug(host, host.interface, "vmbr2", host.mac)
        else:
            link(host, host.interface, self.fw, host.inside_interface, host.mac)
        self._set_ipv4(host, host.eth0)

    def _plug(self, machine, interface, bridge, mac=None):
        port = f"{machine.name}-{interface}"
        link(machine, interface, self.hypervisor, port, mac)
        self.hypervisor.ip("link", "set", port, "master", bridge, "up")

    @staticmethod
    def _set_ipv4(machine, address):
        machine.ip("link", "set", "eth0", "up")
        machine.ip("address", "add", f"{address}/24", "dev", "eth0")
        machine.ip("route", "add", "default", "via", HYPERVISOR)

    def _ready(self):
        for host in self.hosts:
            openings = [self.state(f'sixgate_firewall_opening.{name}["{host.name}"]')
                        for name in ("http", "admin")]
            host.run_containers(
                {name: self.state(f'sixgate_address.{name}["{host.name}"]')
                 for name in ("www", "back")},
                [port for opening in openings for port in opening["published_ports"]])
