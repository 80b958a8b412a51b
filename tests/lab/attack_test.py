"""Attacks on the quickstart's site: each first works without sixgate's filters, then does not.

    python3 tests/lab/attack_test.py --binary build/terraform-provider-sixgate [-v] [TEST…]

The numbers are those of the threat table in docs/guides/security.md. Ends with 77 and the reason
where there is no root, namespace or client.
"""

import contextlib
import ipaddress
import socket
import struct
import sys
import unittest

from namespaces import PATIENCE_SECONDS, Namespace, link, until
from on_quickstart import OnQuickstart
from packets import (ICMPV6, NEIGHBORS_HOP_LIMIT, TCP, UDP, Cable, Ears, Endpoint, Packet, Probe,
                     Server, Wire, carry, connection, datagram, segment, with_checksum)
from program import run_tests

_FRAGMENT, _DESTINATION_OPTIONS = 44, 60
_TIME_EXCEEDED, _ROUTER_ADVERTISEMENT = 3, 134
# What a UDP scanner looks for first.
_UDP_PORTS = (53, 67, 69, 111, 123, 137, 161, 389, 443, 500, 514, 1194, 1900, 4500, 5353, 11211)
_HYPERVISOR, _HYPERVISOR_PORT = "10.10.10.1", 8006
# Who filters as most do: what is known passes, and what comes from inside.
_NAIVE = """
table inet lab {
  chain forward { type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname { "vh20", "vh30" } accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded } accept
  }
}
"""


def syn(source, destination, port, source_port=40000, data=b""):
    """The first segment of a connection."""
    return with_checksum(Packet(TCP, source, destination, segment(source_port, port, data=data)))


def error_about(source, destination, port):
    """An ICMPv6 error that claims to be about a connection of the destination's."""
    about = syn(destination, source, port).bytes
    return with_checksum(Packet(ICMPV6, source, destination,
                                struct.pack("!BBHI", _TIME_EXCEEDED, 0, 0, 0) + about))


def fragments(packet, first_bytes):
    """The packet in two; the first fragment has so many bytes of it."""
    def part(offset, more, payload):
        header = struct.pack("!BBHI", packet.protocol, 0, offset | more, 0x5156)
        return Packet(_FRAGMENT, packet.source, packet.destination, header + payload)
    return (part(0, 1, packet.payload[:first_bytes]),
            part(first_bytes, 0, packet.payload[first_bytes:]))


def with_options(packet):
    """The packet behind a header of destination options that says nothing."""
    padding = bytes([packet.protocol, 0, 1, 4, 0, 0, 0, 0])
    return Packet(_DESTINATION_OPTIONS, packet.source, packet.destination, padding + packet.payload)


class AttackTest(OnQuickstart, unittest.TestCase):
    """One attack a test."""

    @contextlib.contextmanager
    def naive(self):
        """For a while the gateway filters as most do, and the hosts not at all."""
        with self.site.unfiltered():
            self.site.fw.load(_NAIVE)
            yield

    @contextlib.contextmanager
    def second_nic(self):
        """For a while the first host has an eth0 on another network; the machine there."""
        vm1 = self.site.vm1
        with Namespace("neighbour") as neighbour:
            link(vm1, "eth0", neighbour, "eth0")
            for machine in (vm1, neighbour):
                machine.ip("link", "set", "eth0", "up")
            try:
                yield neighbour
            finally:
                vm1.ip("link", "delete", "eth0")

    def neighbours(self):
        """How many neighbours the host of the web server tries to find."""
        return len(self.site.vm1.ip("-6", "neigh", "show", "dev", "sg-web").splitlines())

    def assert_neighbours_looked_for(self, packets):
        """The host tries to find neighbours for what the packets are to; then it forgets them."""
        def forget():
            self.site.vm1.ip("-6", "neigh", "flush", "dev", "sg-web")
        forget()
        with Wire(self.site.upstream) as wire:
            for packet in packets:
                wire.send(packet)
        until(lambda: self.neighbours() >= 150, "the host to look for neighbours")
        forget()

    def targets(self, count):
        """Addresses of the web server's network that nobody has."""
        network = ipaddress.ip_network(f"{self.site.www.address}/80", strict=False)
        return [str(network[0x1000 + number]) for number in range(count)]

    def sources_heard(self, ears, packets):
        """Which of the packets arrive; all that were sent before the last, which does."""
        packets = list(packets)
        with Wire(self.site.upstream) as wire:
            for packet in packets:
                wire.send(packet)
            last = Probe("tcp", self.site.stranger, self.site.www, 443).send()
        self.assertTrue(ears.hear(last))
        return [packet for packet in packets if ears.hear(packet, seconds=0)]

    # ---- scans -----------------------------------------------------------------------------------

    def test_01_a_scan_of_all_ports_finds_the_open_ones(self):
        stranger, www = self.site.stranger.address, self.site.www.address
        with self.site.unfiltered(), Ears(self.site.web) as ears:
            some = [syn(stranger, www, port) for port in (1, 22, 444, 65535)]
            self.assertEqual(self.sources_heard(ears, some), some)
        with Ears(self.site.web) as ears:
            before = self.site.fw.count("drop_closed")
            found = self.sources_heard(ears, [
                *(syn(stranger, www, port) for port in range(1, 65536)),
                *(with_checksum(Packet(UDP, stranger, www, datagram(40000, port)))
                  for port in _UDP_PORTS)])
            self.assertEqual([struct.unpack("!H", one.payload[2:4])[0] for one in found], [80, 443])
            self.assertEqual(self.site.fw.count("drop_closed") - before,
                             65535 - 2 + len(_UDP_PORTS))

    def test_02_a_scan_of_addresses_reaches_nobody_and_fills_no_neighbour_table(self):
        scan = [syn(self.site.stranger.address, target, 443) for target in self.targets(10_000)]
        with self.site.unfiltered():
            self.assert_neighbours_looked_for(scan[:200])
        with Ears(self.site.web) as ears:
            before = self.neighbours()
            for count in (1_500, 4_000, 10_000):
                with self.subTest(count):
                    self.assertEqual(self.sources_heard(ears, scan[:count]), [])
                    # The web server itself is one, and with its link-local address another.
                    self.assertLessEqual(self.neighbours(), before + 2)

    def test_03_forged_errors_fill_no_neighbour_table(self):
        forged = [error_about(self.site.stranger.address, target, 443)
                  for target in self.targets(1_000)]
        with self.naive():
            self.assert_neighbours_looked_for(forged[:200])
        with Ears(self.site.web) as ears:
            before, invalid = self.neighbours(), self.site.fw.count("drop_invalid")
            self.assertEqual(self.sources_heard(ears, forged), [])
            self.assertEqual(self.site.fw.count("drop_invalid") - invalid, len(forged))
            self.assertLessEqual(self.neighbours(), before + 2)

    # ---- packets that look like others -----------------------------------------------------------

    def assert_hidden_syn_stopped(self, hide):
        """A first segment to a closed port, hidden in other packets, reaches the server never."""
        def attack():
            hidden = syn(self.site.stranger.address, self.site.www.address, 444, next(ports),
                         b"more than one fragment")
            with Wire(self.site.upstream) as wire:
                for packet in hide(hidden):
                    wire.send(packet)
            return hidden
        ports = iter(range(41000, 42000))
        with Ears(self.site.web) as ears:
            with self.site.unfiltered():
                self.assertTrue(ears.hear(attack()))
            hidden = attack()
            self.assertEqual(self.sources_heard(ears, []), [])
            self.assertFalse(ears.hear(hidden, seconds=0))

    def test_04_fragments_open_nothing(self):
        # Less than the whole TCP header in the first is refused by Linux itself (RFC 8200 §4.5).
        self.assert_hidden_syn_stopped(lambda one: fragments(one, 24))
        self.assert_hidden_syn_stopped(lambda one: reversed(fragments(one, 24)))

    def test_05_extension_headers_open_nothing(self):
        self.assert_hidden_syn_stopped(lambda one: [with_options(one)])

    # ---- neighbours ------------------------------------------------------------------------------

    def test_06_a_rogue_router_is_not_believed(self):
        site = self.site
        lifetime = struct.pack("!BBHBBHII", _ROUTER_ADVERTISEMENT, 0, 0, 64, 0, 1800, 0, 0)
        own = site.fw.link_local("vh20")
        advertisement = with_checksum(Packet(ICMPV6, own, "ff02::1", lifetime,
                                             NEIGHBORS_HOP_LIMIT))

        def advertise():
            with Cable(site.fw, "vh20") as cable:
                cable.send(advertisement, site.fw.mac("vh20"), "33:33:00:00:00:01")

        def believed():
            return "proto ra" in site.vm1.ip("-6", "route", "show", "default")

        site.vm1.sysctl(eth1__accept_ra=2)
        advertise()
        until(believed, "the host to believe the advertisement")
        site.vm1.sysctl(eth1__accept_ra=0)
        site.vm1.ip("-6", "route", "flush", "proto", "ra")
        with Ears(site.vm1) as ears:
            advertise()
            self.assertTrue(ears.hear(advertisement))
        self.assertFalse(believed())

    def test_07_a_neighbour_of_the_host_finds_no_side_door(self):
        site = self.site
        with self.second_nic() as neighbour:
            neighbour.ip("-6", "address", "add", "2001:db8:a::1/64", "dev", "eth0", "nodad")
            site.vm1.ip("-6", "route", "add", "2001:db8:a::/64", "dev", "eth0")
            until(lambda: not neighbour.ip("-6", "address", "show", "tentative") and
                  not site.vm1.ip("-6", "address", "show", "dev", "eth0", "tentative"),
                  "addresses to be ready")
            way = site.vm1.link_local("eth0")
            neighbour.ip("-6", "route", "add", site.vm1_block, "via", way, "dev", "eth0")
            near = Endpoint(neighbour, "2001:db8:a::1")
            probes = [Probe("tcp", near, site.www, port) for port in (443, 444)]
            with Ears(site.web) as ears:
                with self.naive():
                    for probe in probes:
                        self.assertTrue(ears.hear(probe.send()))
                stopped = []
                for probe in probes:
                    with self.assert_counts("drop_side_door", site.vm1, probe):
                        stopped.append(probe.send())
                self.assertEqual([one for one in stopped if ears.hear(one, seconds=0)], [])

    def test_08_a_container_does_not_reach_the_hypervisor_by_ipv4(self):
        site = self.site
        with self.second_nic() as hypervisor:
            hypervisor.ip("address", "add", f"{_HYPERVISOR}/24", "dev", "eth0")
            hypervisor.ip("route", "add", "172.31.0.0/24", "via", "10.10.10.2")
            site.vm1.ip("address", "add", "10.10.10.2/24", "dev", "eth0")
            site.vm1.ip("address", "add", "172.31.0.1/24", "dev", "sg-web")
            site.vm1.run("sysctl", "-qw", "net.ipv4.ip_forward=1")
            site.web.ip("address", "add", "172.31.0.2/24", "dev", "eth0")
            site.web.ip("route", "add", "default", "via", "172.31.0.1")
            with hypervisor.socket(socket.SOCK_STREAM, family=socket.AF_INET) as server:
                server.bind((_HYPERVISOR, _HYPERVISOR_PORT))
                server.listen()
                server.settimeout(PATIENCE_SECONDS)
                with self.naive(), site.web.socket(
                        socket.SOCK_STREAM, family=socket.AF_INET) as client:
                    client.settimeout(PATIENCE_SECONDS)
                    client.connect((_HYPERVISOR, _HYPERVISOR_PORT))
                    server.accept()[0].close()
                self.assert_ipv4_stopped(site.vm1, site.web, _HYPERVISOR, _HYPERVISOR_PORT,
                                         "drop_private_ipv4")

    # ---- flows -----------------------------------------------------------------------------------

    def test_09_a_server_that_keeps_sending_is_cut_off_when_its_opening_closes(self):
        site = self.site
        with connection(site.stranger, site.www, 443) as (client, served):
            carry(client, served, b"request")
            # The opening is not in this ruleset either, and yet:
            with self.naive():
                carry(served, client, b"still here")
            with site.edited(('["80", "443"]', '["80"]')), self.assert_cut_off(client):
                served.sendall(b"cut off")

    def test_10_the_same_over_udp(self):
        site = self.site
        with Server("udp", site.vm2_host, 53) as server, \
                site.office.machine.socket(socket.SOCK_DGRAM) as client:
            client.settimeout(PATIENCE_SECONDS)
            client.bind((site.office.address, 0))
            client.sendto(b"question", (site.vm2_host.address, 53))
            _, asker = server.socket.recvfrom(100)
            server.socket.sendto(b"first", asker)
            self.assertEqual(client.recv(100), b"first")
            with self.naive():
                server.socket.sendto(b"still here", asker)
                self.assertEqual(client.recv(100), b"still here")
            with site.edited(('ports       = ["53"]', 'ports       = ["54"]')), \
                    self.assert_cut_off(client):
                server.socket.sendto(b"cut off", asker)


if __name__ == "__main__":
    sys.exit(run_tests(__doc__.splitlines()[0], OnQuickstart))
