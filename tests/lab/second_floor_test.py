"""Attacks on hosts with real container engines, on links of their own and on a shared one.

    python3 tests/lab/second_floor_test.py --binary build/terraform-provider-sixgate [-v] [TEST…]

Each attack is tried on every host: Docker 20.10, and the 29 line with each of its packet filters
and without one.
The numbers are those of the threat table in docs/guides/security.md. Ends with 77 and the reason
where there is no root, namespace, client or engine; a single engine that cannot be had is named.
"""

import contextlib
import functools
import ipaddress
import select
import socket
import sys
import tempfile
import unittest

import engines
import networkd
from applied_site import wait_for_addresses
from namespaces import PATIENCE_SECONDS, Failure, skip, until
from packet_claims import PacketClaims
from packets import (REDIRECT, Cable, Ears, Endpoint, Probe, carry, connection,
                     neighbor_advertisement, redirect)
from program import run_tests
from second_floor import (CLOSED, FAR, HYPERVISOR, NEIGHBOUR, OFFICE_ONLY, OPEN, RESOLVER,
                          RESOLVER6, SecondFloor)

_MANAGEMENT_PORT = 8006


def status(source, host, port):
    """The HTTP status that a machine gets from an address; 0 when it gets no connection."""
    try:
        return int(source.run("curl", "-sS", "--max-time", PATIENCE_SECONDS - 1, "-o", "/dev/null",
                              "-w", "%{http_code}", f"http://{host}:{port}/bin/busybox"))
    except Failure:
        return 0


class Ipv4Server:
    """Something that listens at a machine's IPv4 address. A context manager."""

    def __init__(self, machine, address, port):
        self._socket = machine.socket(socket.SOCK_STREAM, family=socket.AF_INET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.settimeout(PATIENCE_SECONDS)
        self._socket.bind((address, port))
        self._socket.listen()
        self._place = (address, port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def serves(self, machine):
        """Whether a machine's connection is accepted."""
        with machine.socket(socket.SOCK_STREAM, family=socket.AF_INET) as client:
            client.settimeout(PATIENCE_SECONDS)
            client.connect(self._place)
            self._socket.accept()[0].close()
        return True


def on_each_host(test):
    """A test of one host, for all of the site, each in a subtest."""
    @functools.wraps(test)
    def for_all(self):
        for host in self.site.hosts:
            with self.subTest(host.name):
                test(self, host)
    return for_all


class Claims(PacketClaims):
    """Every attack on every host; which link they have is the subclasses' matter."""

    provider = ()  # The client and the mirror, once the command line is read.
    engines = ()
    mode = ""

    @classmethod
    def setUpClass(cls):
        if networkd.missing():
            raise unittest.SkipTest(networkd.missing())
        # Not removed: what the engines mount there goes with the lab.
        scratch = tempfile.mkdtemp(prefix="second-floor-")
        Claims.engines = [engines.tried(engine, tempfile.mkdtemp()) for engine in Claims.engines]
        print("\n".join(map(str, Claims.engines)), flush=True)
        if all(engine.skipped for engine in Claims.engines):
            raise unittest.SkipTest("; ".join(map(str, Claims.engines)))
        cls.site = SecondFloor(*Claims.provider, scratch, cls.mode, Claims.engines)
        cls.addClassCleanup(cls.site.close)

    def side_door(self, host, port):
        """A packet to a container past the gateway, from the hosts' other network."""
        return Probe("tcp", Endpoint(self.site.neighbour, "2001:db8:a::1"), host.www, port)

    def open_side_door(self, host):
        """What an attacker needs: IPv6 on the other network, as installers leave it."""
        neighbour = self.site.neighbour
        host.sysctl(eth0__disable_ipv6=0)
        self.addCleanup(host.sysctl, eth0__disable_ipv6=1)
        way = host.link_local("eth0")
        neighbour.ip("-6", "address", "replace", "2001:db8:a::1/64", "dev", "eth0", "nodad")
        for prefix in (host.block, self.site.stranger.address):
            neighbour.ip("-6", "route", "replace", prefix, "via", way, "dev", "eth0")

    def route_ipv4_to_back(self, host):
        """A neighbour's route to a container by IPv4; the container's address."""
        back = host.docker.inspect("back")["NetworkSettings"]["Networks"]["back"]["IPAddress"]
        self.site.neighbour.ip("route", "replace", back, "via", host.eth0)
        return back

    def assert_promises(self, host):
        """What holds whatever happens to the host: each of it was shown to matter elsewhere."""
        self.assertEqual(status(self.site.upstream, f"[{host.www.address}]", OPEN), 200)
        for probe, reason, by in (
                (Probe("tcp", self.site.stranger, host.www, CLOSED), "drop_closed", self.site.fw),
                (Probe("tcp", host.back, host.www, CLOSED), "drop_between_networks", host),
                (self.side_door(host, OPEN), "drop_side_door", host)):
            with self.assert_counts(reason, by, probe):
                probe.send()
        self.assert_ipv4_stopped(host, host.www.machine, HYPERVISOR, _MANAGEMENT_PORT,
                                 "drop_private_ipv4")

    # ---- containers ------------------------------------------------------------------------------

    @on_each_host
    def test_16_a_published_port_needs_an_opening(self, host):
        place = f"[{host.www.address}]"
        self.assertEqual(status(self.site.upstream, place, OPEN), 200)
        with connection(self.site.office, host.self_address, 22) as (client, served):
            carry(client, served, b"management")
        self.assert_passes(Probe("tcp", self.site.office, host.www, OFFICE_ONLY))
        self.assert_stopped(Probe("tcp", self.site.stranger, host.www, OFFICE_ONLY),
                            Probe("tcp", self.site.stranger, host.www, CLOSED),
                            Probe("tcp", self.site.stranger, host.back, OPEN))

    @on_each_host
    def test_17_a_container_without_an_address_of_its_own_is_not_reachable(self, host):
        # On the engine's default bridge, too, where that has IPv6.
        routed = host.networks["default"]["docker_name"] == "bridge"
        for network in ("web", "bridge") if routed else ("web",):
            name = f"dynamic-{network}"
            host.docker("run", "--detach", "--stop-signal", "KILL", "--name", name,
                        "--network", network, engines.IMAGE, "sleep", "1000000")
            self.addCleanup(host.docker, "rm", "--force", name)
            dynamic = engines.Container(name, host.docker)
            self.addCleanup(dynamic.close)
            [attached] = host.docker.inspect(name)["NetworkSettings"]["Networks"].values()
            endpoint = Endpoint(dynamic, attached["GlobalIPv6Address"])
            self.assertIn(ipaddress.ip_address(endpoint.address), ipaddress.ip_network(
                host.networks["web"]["dynamic_range"] if network == "web" else
                host.networks["default"]["subnet"]))
            wait_for_addresses(dynamic)
            self.assert_serves(endpoint, self.site.stranger, 8080)
            with self.assert_counts():
                Probe("tcp", self.site.stranger, endpoint, OPEN).send()

    @on_each_host
    def test_18_one_network_of_a_host_does_not_reach_the_other(self, host):
        self.assertEqual(status(host.back.machine, f"[{host.www.address}]", OPEN), 200)
        self.assert_stopped(Probe("tcp", host.back, host.www, CLOSED),
                            Probe("tcp", host.back, host.www, OFFICE_ONLY),
                            reason="drop_between_networks", by=host)

    @on_each_host
    def test_19_the_other_network_is_no_side_door(self, host):
        # It has no IPv6 there; were it otherwise:
        self.assertEqual(host.ip("-6", "address", "show", "dev", "eth0"), "")
        self.open_side_door(host)
        self.assert_stopped(self.side_door(host, OPEN), self.side_door(host, CLOSED),
                            reason="drop_side_door", by=host)

    @on_each_host
    def test_20_the_host_is_nobodys_router(self, host):
        self.open_side_door(host)
        out = Probe("tcp", Endpoint(self.site.neighbour, "2001:db8:a::1"),
                    self.site.stranger, 80)
        self.assert_stopped(out, reason="drop_forward", by=host)

    @on_each_host
    def test_21_containers_reach_no_private_ipv4_but_their_name_server(self, host):
        www = host.www.machine
        with Ipv4Server(self.site.hypervisor, HYPERVISOR, _MANAGEMENT_PORT) as manager, \
                Ipv4Server(self.site.neighbour, NEIGHBOUR, 22) as neighbour, \
                Ipv4Server(self.site.resolver, RESOLVER, 53) as dns, \
                Ipv4Server(self.site.resolver, RESOLVER, 22) as ssh, \
                Ipv4Server(self.site.hypervisor, FAR, 80) as far:
            self.assertTrue(far.serves(www))
            self.assertTrue(dns.serves(www))
            for address, port in ((HYPERVISOR, _MANAGEMENT_PORT), (NEIGHBOUR, 22),
                                  (RESOLVER, 22)):
                self.assert_ipv4_stopped(host, www, address, port, "drop_private_ipv4")
            with self.site.unfiltered():
                for server in (manager, neighbour, ssh):
                    self.assertTrue(server.serves(www))

    @on_each_host
    def test_22_published_ports_are_the_hosts_affair_by_ipv4(self, host):
        # As `published_ports` has it, nothing is open there.
        self.assertEqual(status(self.site.neighbour, host.eth0, OPEN), 0)
        host.docker("run", "--detach", "--stop-signal", "KILL", "--name", "both",
                    "--network", "web", "--publish", "8443:80", engines.IMAGE,
                    "httpd", "-f", "-p", "80", "-h", "/")
        self.addCleanup(host.docker, "rm", "--force", "both")
        # What cannot be closed from outside is open, and the guide says so.
        until(lambda: status(self.site.neighbour, host.eth0, 8443) == 200, "the port to be served")

    @on_each_host
    def test_23_a_neighbour_does_not_route_ipv4_to_containers(self, host):
        address = self.route_ipv4_to_back(host)
        if host.docker.engine.name != "old":
            self.skipTest("newer engines refuse by themselves; 27 shows it without their rules")
        with self.site.unfiltered():
            self.assertEqual(status(self.site.neighbour, address, OPEN), 200)
        self.assert_ipv4_stopped(host, self.site.neighbour, address, OPEN, "drop_forward")

    @on_each_host
    def test_24_names_are_asked_of_the_named_resolver(self, host):
        with self.site.upstream.socket(socket.SOCK_DGRAM) as one, \
                self.site.resolver.socket(socket.SOCK_DGRAM, family=socket.AF_INET) as other:
            one.bind((RESOLVER6, 53))
            other.bind((RESOLVER, 53))
            host.docker("exec", "--detach", "www", "nslookup", f"{host.name}.example")
            question = f"{host.name}\x07example".encode()

            def asked():
                # Questions of other hosts come again for a while.
                heard, _, _ = select.select([one, other], [], [], PATIENCE_SECONDS)
                return any(question in resolver.recv(512) for resolver in heard)
            until(asked, "a resolver to be asked")

    @on_each_host
    def test_51_the_uplinks_neighbours_speak_of_neighbours_alone(self, host):
        inside = host.inside_interface or self.site.link
        fw = self.site.fw
        probe = Probe("tcp", Endpoint(fw, fw.link_local(inside)),
                      Endpoint(host, host.link_local(host.interface)), 22)

        def attack():
            packet = probe.packet()
            with Cable(fw, inside) as cable:
                cable.send(packet, fw.mac(inside), host.mac)
            return packet
        with Ears(host) as ears:
            with self.assert_counts("drop_spoofed", host):
                stopped = attack()
            with self.site.unfiltered():
                self.assertTrue(ears.hear(attack()))
            self.assertFalse(ears.hear(stopped, seconds=0))

    # ---- what happens to hosts -------------------------------------------------------------------

    @on_each_host
    def test_25_the_engine_is_restarted(self, host):
        self.open_side_door(host)
        self.assert_promises(host)
        host.restart_engine()
        self.assert_promises(host)
        # And the other order: ours after the engine's.
        host.reload()
        self.assert_promises(host)

    @on_each_host
    def test_26_the_engine_does_not_start_without_the_hosts_own_filter(self, host):
        host.docker.stop()
        host.load(f"delete table inet {host.table}")
        with self.assertRaises(Failure):
            host.start_engine()
        host.reload()
        host.start_engine()
        host.enter_containers()
        self.assertEqual(status(self.site.upstream, f"[{host.www.address}]", OPEN), 200)

    @on_each_host
    def test_27_an_administrator_flushes_iptables(self, host):
        self.open_side_door(host)
        for words in ("iptables -P FORWARD ACCEPT", "iptables -F", "iptables -t nat -F",
                      "iptables -t raw -F", "ip6tables -P FORWARD ACCEPT", "ip6tables -F",
                      "ip6tables -t nat -F", "ip6tables -t raw -F"):
            host.run(*words.split())
        if host.docker.engine.name == "newnft":
            host.load("delete table ip docker-bridges; delete table ip6 docker-bridges")
        self.assert_promises(host)
        self.assert_ipv4_stopped(host, self.site.neighbour, self.route_ipv4_to_back(host), OPEN,
                                 "drop_forward")
        host.restart_engine()
        self.assert_promises(host)

    @on_each_host
    def test_28_networks_are_configured_again(self, host):
        self.open_side_door(host)
        with connection(self.site.office, host.self_address, 22) as (client, served):
            carry(client, served, b"before")
            for machine in (host, self.site.fw):
                machine.networkd.restart()
            carry(client, served, b"after")
        self.assert_promises(host)

    @on_each_host
    def test_29_a_host_boots_into_files_only(self, host):
        self.site.reboot(host)
        # Before the engine runs nobody has the containers' addresses, and no packet goes round.
        with Ears(self.site.upstream) as ears:
            packet = Probe("tcp", self.site.stranger, host.www, OPEN).send()
            self.assertTrue(ears.hear_refusal(packet))
        host.start_engine()
        host.enter_containers()
        self.open_side_door(host)
        self.assert_promises(host)


class PerHostTest(Claims, unittest.TestCase):
    """The claims on hosts that have a cable each."""

    mode = "per_host"


class SharedTest(Claims, unittest.TestCase):
    """The claims on hosts on one link, and what neighbours do to each other there."""

    mode = "shared"

    def setUp(self):
        self.victim = self.site.hosts[0]
        self.link = self.site.link
        self.gateway_mac = self.site.fw.mac(self.link)

    @property
    def attacker(self):
        """Another host on the link: who is root on his machine sends what he wants."""
        if len(self.site.hosts) < 2:
            self.skipTest("one engine alone can be had, and so one host")
        return self.site.hosts[1]

    def send(self, packet, source, destination=None):
        """The attacker puts a packet on the link; to the gateway, unless told otherwise."""
        with Cable(self.attacker, self.attacker.interface) as cable:
            cable.send(packet, source, destination or self.gateway_mac)
        return packet

    def neighbor(self, machine, address, interface):
        """The MAC that a machine knows for an address."""
        [known] = machine.ip_json("-6", "neigh", "show", address, "dev", interface)
        return known["lladdr"]

    @contextlib.contextmanager
    def ports(self, *words):
        """For a while the hypervisor's ports to hosts have other settings, each "on"."""
        def switch(setting):
            for host in self.site.hosts:
                for word in words:
                    self.site.hypervisor.run("bridge", "link", "set", "dev",
                                             f"{host.name}-{host.interface}", word, setting)
        switch("on")
        try:
            yield
        finally:
            switch("off")

    def test_30_a_forged_advertisement_takes_no_traffic_from_the_gateway(self):
        site, victim, attacker = self.site, self.victim, self.attacker
        address = victim.self_address.address
        forged = neighbor_advertisement(attacker.link_local(attacker.interface),
                                        victim.gateway_address, address, attacker.mac)

        def known():
            return self.neighbor(site.fw, address, self.link)

        def know(state):
            site.fw.ip("-6", "neigh", "replace", address, "lladdr", victim.mac, "dev", self.link,
                       "nud", state)
        self.addCleanup(know, "permanent")
        know("reachable")
        self.send(forged, attacker.mac)
        until(lambda: known() == attacker.mac, "the gateway to believe it")
        # As it was delivered:
        site.fw.networkd.restart()
        self.assertIn("PERMANENT", site.fw.ip("-6", "neigh", "show", address))
        with Ears(site.fw) as ears:
            self.send(forged, attacker.mac)
            self.assertTrue(ears.hear(forged))
        self.assertEqual(known(), victim.mac)
        self.assert_passes(Probe("tcp", site.stranger, victim.www, OPEN))

    def test_31_a_source_passes_with_its_own_mac_alone(self):
        site = self.site
        stolen = Probe("tcp", Endpoint(self.attacker, self.victim.www.address), site.stranger, 80)
        with Ears(site.upstream) as ears:
            with self.assert_counts("drop_spoofed"):
                stopped = self.send(stolen.packet(), self.attacker.mac)
            with site.unfiltered():
                self.assertTrue(ears.hear(self.send(stolen.packet(), self.attacker.mac)))
            self.assertFalse(ears.hear(stopped, seconds=0))

    def test_32_theft_of_mac_and_address_is_open_and_the_plan_says_so(self):
        site, victim, attacker = self.site, self.victim, self.attacker
        self.assertIn("can take each other's MAC", site.planned_anew())
        stolen = Probe("tcp", Endpoint(attacker, victim.www.address), site.stranger, 80)
        own = Probe("tcp", Endpoint(attacker, attacker.www.address), site.stranger, 80)
        with Ears(site.upstream) as ears:
            self.assertTrue(ears.hear(self.send(stolen.packet(), victim.mac)))
            # The bridge, too, takes him for the other.
            self.assertIn(f"{attacker.name}-{attacker.interface}", self.place(victim.mac))
            # What the hypervisor can do about it: each port's MAC is fixed.
            with self.fixed_macs(), self.ports("locked"):
                stopped = self.send(stolen.packet(), victim.mac)
                self.assertTrue(ears.hear(self.send(own.packet(), attacker.mac)))
                self.assertFalse(ears.hear(stopped, seconds=0))
                self.assert_passes(Probe("tcp", site.stranger, victim.www, OPEN))

    def place(self, mac):
        """The hypervisor's port behind which its bridge believes a MAC to be."""
        return [line.split()[2] for line in
                self.site.hypervisor.run("bridge", "fdb", "show", "br", "vmbr2").splitlines()
                if line.startswith(mac) and "permanent" not in line]

    @contextlib.contextmanager
    def fixed_macs(self):
        """For a while the bridge knows where each MAC is."""
        def entries(verb):
            for host in self.site.hosts:
                self.site.hypervisor.run("bridge", "fdb", verb, host.mac, "dev",
                                         f"{host.name}-{host.interface}", "master", "static")
        entries("replace")
        try:
            yield
        finally:
            entries("delete")

    def test_33_the_gateway_can_be_impersonated_unless_ports_are_isolated(self):
        site, victim, attacker = self.site, self.victim, self.attacker
        gateway = victim.gateway_address
        forged = neighbor_advertisement(attacker.link_local(attacker.interface),
                                        victim.self_address.address, gateway, attacker.mac)

        def known():
            return self.neighbor(victim, gateway, victim.interface)

        def ask():
            victim.ip("-6", "neigh", "replace", gateway, "lladdr", self.gateway_mac,
                      "dev", victim.interface, "nud", "reachable")
            return self.send(forged, attacker.mac, victim.mac)
        self.addCleanup(victim.ip, "-6", "neigh", "flush", "dev", victim.interface)
        ask()
        until(lambda: known() == attacker.mac, "the host to believe it")
        with self.ports("isolated"), Ears(victim) as ears:
            stopped = ask()
            self.assert_passes(Probe("echo", site.stranger, victim.self_address))
            self.assertFalse(ears.hear(stopped, seconds=0))
            self.assertEqual(known(), self.gateway_mac)

    def test_52_the_link_goes_past_the_gateway_unless_ports_are_isolated(self):
        site, victim = self.site, self.victim
        direct = Probe("tcp", Endpoint(self.attacker, site.stranger.address), victim.www, CLOSED)
        with Ears(victim.www.machine) as ears:
            self.assertTrue(ears.hear(self.send(direct.packet(), self.attacker.mac, victim.mac)))
            with self.ports("isolated"):
                stopped = self.send(direct.packet(), self.attacker.mac, victim.mac)
                self.assert_passes(Probe("tcp", site.stranger, victim.www, OPEN))
                self.assertFalse(ears.hear(stopped, seconds=0))

    def test_34_redirects_are_not_sent(self):
        site, victim = self.site, self.victim
        # The next hop has to be the destination itself, or link-local.
        hairpin = Probe("tcp", victim.self_address, self.attacker.self_address, 9100)
        with Ears(victim) as ears:
            with self.assert_counts("drop_redirect"):
                self.assert_passes(hairpin)
            self.assertFalse(ears.hear_type(REDIRECT, seconds=0))
            with site.unfiltered():
                # One a second, and only while nobody heeds them.
                until(lambda: hairpin.send() and ears.hear_type(REDIRECT, seconds=0), "a redirect")

    def test_35_redirects_are_not_believed(self):
        site, victim, attacker = self.site, self.victim, self.attacker
        router = site.fw.link_local(self.link)
        forged = redirect(router, victim.link_local(victim.interface),
                          attacker.link_local(attacker.interface), site.office.address)

        def believed():
            return "via " + attacker.link_local(attacker.interface) in victim.ip(
                "-6", "route", "get", site.office.address)
        # Only of its first hop does a host take one.
        victim.ip("-6", "route", "add", "default", "via", router, "dev", victim.interface,
                  "metric", "1")
        self.addCleanup(victim.ip, "-6", "route", "delete", "default", "metric", "1")
        interface = victim.interface
        with Ears(victim) as ears:
            self.send(forged, self.gateway_mac, victim.mac)
            self.assertTrue(ears.hear(forged))
        self.assertFalse(believed())
        victim.sysctl(**{f"{interface}__forwarding": 0, f"{interface}__accept_redirects": 1})
        self.addCleanup(victim.sysctl, **{f"{interface}__forwarding": 1,
                                          f"{interface}__accept_redirects": 0})
        self.send(forged, self.gateway_mac, victim.mac)
        until(believed, "the host to believe it")


def main():
    """The main program: its exit code."""
    venv = sys.argv[sys.argv.index("--venv") + 1] if "--venv" in sys.argv else None
    found = engines.find(venv)
    print("\n".join(map(str, found)), flush=True)
    if all(engine.skipped for engine in found):
        skip("no container engine: " + "; ".join(map(str, found)))
    Claims.engines = found
    return run_tests(__doc__.splitlines()[0], Claims, engines.remove_cgroups)


if __name__ == "__main__":
    sys.exit(main())
