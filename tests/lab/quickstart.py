"""The quickstart's site, with bridges and containers as the container engine makes them.

    with Quickstart(*provider(binary, venv, mirror), scratch) as site:
        Probe("tcp", site.stranger, site.www, 443).send()

docs/design/lab.md has the picture.
"""

import ipaddress

from namespaces import Namespace, link
from packets import Endpoint
from applied_site import Site, wait_for_addresses

# Of the addresses that are nobody's in the configuration: a second one of the web server's
# container, and that of a container of the other host.
_UNOPENED, _WORKER = 0x99, 0x5


class Quickstart(Site):
    """The site, up and ready."""

    configuration = "examples/quickstart"

    def _hosts(self):
        return self.vm1, self.vm2

    def reboot_gateway(self):
        """Power off and on: what is left is what is on its disk, and its cables."""
        cables = [one["ifname"] for one in self.fw.ip_json("link") if one["ifname"] != "lo"]
        for cable in cables:
            self.fw.ip("link", "set", cable, "netns", self.upstream.name)
        self.fw.renew()
        for cable in cables:
            self.upstream.ip("link", "set", cable, "netns", self.fw.name)
        self.fw.boot(by_daemon=False)
        self._wait()

    def _build(self):
        self.vm1, self.vm1_host = self._host("vm1")
        self.vm2, self.vm2_host = self._host("vm2")
        host, address = self.state("sixgate_host.vm1"), self.state("sixgate_address.www")
        self.vm1_block = host["block"]
        # The gateway's own address on the cable to the host.
        self.vm1_link = Endpoint(self.fw, host["gateway_address"])
        unopened = self._address("vm1", address["network"], _UNOPENED)
        self.web = self._container("web", "vm1", address["network"], (address["address"], unopened))
        self.www = Endpoint(self.web, address["address"])
        self.unopened = Endpoint(self.web, unopened)
        worker = self._address("vm2", "default", _WORKER)
        self.worker = Endpoint(self._container("worker", "vm2", "default", (worker,)), worker)

    def _ready(self):
        for container in (self.web, self.worker.machine):
            wait_for_addresses(container)

    def _host(self, name):
        """A host on a cable to the gateway, with the bridges that a container engine makes."""
        host = self.state(f"sixgate_host.{name}")
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
        return self.state(f"sixgate_host.{host}")["networks"][name]

    def _address(self, host, network, number):
        return str(ipaddress.ip_network(self._network(host, network)["subnet"])[number])


def _length(network):
    return network["subnet"].rsplit("/", 1)[1]
