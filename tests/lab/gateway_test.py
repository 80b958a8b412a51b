"""Attacks on the gateway itself: its tables, its clock, its restart, its wire, its names.

    python3 tests/lab/gateway_test.py --binary build/terraform-provider-sixgate [-v] [TEST…]

On the quickstart's site. The numbers are those of the threat table in docs/guides/security.md. Ends
with 77 and the reason where there is no root, namespace or client.
"""

import dataclasses
import datetime
import ipaddress
import json
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from machine import Machine
from namespaces import PATIENCE_SECONDS, Failure, Namespace, until
from on_quickstart import OnQuickstart
from packets import (ICMPV6, NEIGHBOR_ADVERTISEMENT, NEIGHBOR_SOLICITATION, TCP, UDP, Cable, Ears,
                     Endpoint, Packet, Probe, Server, Wire, carry, connection, datagram, segment,
                     with_checksum)
from program import run_tests
from quickstart import Quickstart

_STATES, _NEW_A_SECOND = 1000, 20
_SYN, _SYN_ACK, _ACK = 0x02, 0x12, 0x10
# Nobody's addresses, whose answers go nowhere; enough to fill any table.
_CROWD = "2001:db8:c000::/36"
_RESOLVER, _CLOCK = "2001:db8:9::53", "2001:db8:9::123"
_POLICY = "  policy = {\n"
_CIDR = '  cidr = "2001:db8:1234:321d::/64"\n'
_WAN_MAC = '    mac       = "00:50:56:00:6f:9f"\n'
_EGRESS = """resource "sixgate_egress_opening" "database" {{
  host         = sixgate_host.vm1.id
  address      = sixgate_address.www.address
  destinations = ["{office}"]
  protocol     = "tcp"
  ports        = ["5432"]
}}

"""


class GatewayTest(OnQuickstart, unittest.TestCase):
    """One attack a test."""

    def test_37_new_connections_are_limited_for_each_host(self):
        site = self.site
        limits = f"  limits = {{\n    new_connections_per_second = {_NEW_A_SECOND}\n  }}\n"
        inward = Probe("tcp", site.stranger, site.www, 443)
        outward = Probe("tcp", site.www, site.office, 80)

        def burst(probe):
            # The last passes: it is another host's.
            last = Probe("udp", site.office, site.vm2_host, 53)
            with Ears(probe.destination.machine) as ears:
                sent = [probe.send() for _ in range(10 * _NEW_A_SECOND)]
                self.assert_passes(last)
                return sum(ears.hear(packet, seconds=0) for packet in sent)
        for probe in (inward, outward):
            with self.subTest(str(probe)):
                self.assertEqual(burst(probe), 10 * _NEW_A_SECOND)
                with site.edited((_POLICY, limits + _POLICY)):
                    before = site.fw.count("drop_limit")
                    some = burst(probe)
                    self.assertGreaterEqual(some, _NEW_A_SECOND)
                    self.assertLess(some, 8 * _NEW_A_SECOND)
                    self.assertEqual(site.fw.count("drop_limit") - before,
                                     10 * _NEW_A_SECOND - some)

        # Datagrams that nobody answers are one connection, however many.
        one_way = Probe("udp", site.office, site.vm2_host, 53)
        with site.edited((_POLICY, limits + _POLICY)), Ears(site.vm2) as ears, \
                Wire(site.upstream) as wire:
            packet = one_way.packet()
            for _ in range(10 * _NEW_A_SECOND):
                wire.send(packet)
            self.assert_passes(Probe("udp", site.office, site.vm2_host, 53))
            self.assertEqual(ears.count(packet), 10 * _NEW_A_SECOND)

    # ---- policy ----------------------------------------------------------------------------------

    def test_38_names_and_time_are_asked_of_those_named_alone(self):
        site = self.site
        for address in (_RESOLVER, _CLOCK):
            site.upstream.ip("-6", "address", "add", f"{address}/128", "dev", "lo")
        resolver, clock = (Endpoint(site.upstream, one) for one in (_RESOLVER, _CLOCK))
        strict = (f'    egress    = "deny"\n    resolvers = ["{_RESOLVER}"]\n'
                  f'    ntp       = ["{_CLOCK}"]\n')
        with site.edited((_POLICY, _POLICY + strict)):
            for source in (site.www, site.worker, site.vm2_host):
                self.assert_passes(Probe("udp", source, resolver, 53),
                                   Probe("tcp", source, resolver, 53),
                                   Probe("udp", source, clock, 123))
            self.assert_stopped(*(Probe(protocol, site.www, *destination)
                                  for protocol, *destination in (
                                      ("udp", site.stranger, 53), ("tcp", site.stranger, 443),
                                      ("tcp", resolver, 443), ("tcp", clock, 123),
                                      ("udp", clock, 53))), reason="drop_egress")

    def test_39_what_may_leave_leaves_and_ends_when_it_may_no_more(self):
        site = self.site
        strict = (_POLICY, _POLICY + '    egress = "deny"\n')
        egress = _EGRESS.format(office=site.office.address)
        with site.edited(strict, ('data "sixgate_site"', egress + 'data "sixgate_site"')):
            self.assert_passes(Probe("tcp", site.www, site.office, 5432))
            self.assert_stopped(Probe("tcp", site.unopened, site.office, 5432),
                                Probe("tcp", site.www, site.office, 5433),
                                Probe("udp", site.www, site.office, 5432),
                                Probe("tcp", site.www, site.stranger, 5432),
                                reason="drop_egress")
            with connection(site.www, site.office, 5432) as (client, served):
                carry(client, served, b"question")
                carry(served, client, b"answer")
                # The office keeps sending when the opening is gone.
                with site.edited((egress, "")), self.assert_cut_off(client):
                    served.sendall(b"more")

    def test_40_an_opening_ends_at_its_time_without_any_load(self):
        site = self.site
        end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=15)
        text = f'  expires_at  = "{end.strftime("%Y-%m-%dT%H:%M:%SZ")}"\n  description = "web site"'
        with site.edited(('  description = "web site"', text)):
            loaded = site.fw.ruleset()
            with connection(site.stranger, site.www, 443) as (client, served):
                carry(client, served, b"in time")
                before = site.fw.count("drop_closed")

                def cut_off():
                    served.send(b"still here")
                    return site.fw.count("drop_closed") > before
                until(cut_off, "the server to be cut off", seconds=60)
                self.assertGreaterEqual(datetime.datetime.now(datetime.UTC),
                                        end - datetime.timedelta(seconds=1))
            with self.assert_counts():
                Probe("tcp", site.stranger, site.www, 443).send()
            self.assertEqual(site.fw.ruleset(), loaded)

    def test_46_echo_requests_are_limited_by_source_and_by_target(self):
        site = self.site
        site.upstream.ip("-6", "route", "add", "local", _CROWD, "dev", "lo")
        self.addCleanup(site.upstream.ip, "-6", "route", "delete", "local", _CROWD, "dev", "lo")
        first = int(ipaddress.ip_network(_CROWD)[0])

        def heard(sources):
            with Ears(site.web) as ears:
                sent = [Probe("echo", source, site.www).send() for source in sources]
                self.assert_passes(Probe("tcp", site.stranger, site.www, 443))
                return sum(ears.hear(packet, seconds=0) for packet in sent)

        def member(network, number):
            return Endpoint(site.upstream,
                            str(ipaddress.IPv6Address(first + (network << 64) + number)))
        with site.unfiltered():
            self.assertEqual(heard([member(1, number) for number in range(300)]), 300)
        # One /64 is one source, however many addresses it uses.
        self.assertIn(heard([member(1, number) for number in range(300)]), range(10, 60))
        self.assertEqual(heard([member(2, 0)]), 1)
        # Nor does it help to send all of them as one flow, of one id, when they are answered.
        self.assertIn(self.pings_of_one_flow(member(4, 0), site.www, 300), range(10, 60))
        # Many sources: the target has a limit of its own, which another target does not feel.
        self.assertIn(heard([member(10 + number, 0) for number in range(1000)]), range(100, 600))
        self.assert_passes(Probe("echo", member(3, 0), site.vm1_host))

    def pings_of_one_flow(self, source, target, count):
        """How many of so many echo requests with one id arrive."""
        first = Probe("echo", source, target).packet()
        identifier = first.payload[4:6]
        sent = [with_checksum(dataclasses.replace(
            first, payload=bytes([128, 0, 0, 0]) + identifier + struct.pack("!H", number)))
                for number in range(count)]
        with Ears(target.machine) as ears, Wire(source.machine) as wire:
            for packet in sent:
                wire.send(packet)
            self.assert_passes(Probe("tcp", self.site.stranger, self.site.www, 443))
            return sum(ears.hear(packet, seconds=0) for packet in sent)

    def test_50_errors_carry_nothing_through_a_closed_flow(self):
        site = self.site

        def error(text):
            """The server says that the client's packet was in vain, and says more."""
            about = Packet(UDP, site.office.address, site.vm2_host.address,
                           datagram(40053, 53, text))
            return with_checksum(Packet(ICMPV6, site.vm2_host.address, site.office.address,
                                        struct.pack("!BBHI", 1, 4, 0, 0) +
                                        with_checksum(about).bytes))
        asked = with_checksum(Packet(UDP, site.office.address, site.vm2_host.address,
                                     datagram(40053, 53, b"question")))
        with Wire(site.upstream) as client, Wire(site.vm2) as server, \
                Ears(site.vm2) as inner, Ears(site.upstream) as outer:
            client.send(asked)
            self.assertTrue(inner.hear(asked))
            server.send(error(b"true"))
            self.assertTrue(outer.hear(error(b"true")))
            with site.edited(('ports       = ["53"]', 'ports       = ["54"]')), \
                    self.assert_counts():
                server.send(error(b"a tunnel"))
            self.assertFalse(outer.hear(error(b"a tunnel"), seconds=0))

    # ---- restarts --------------------------------------------------------------------------------

    def test_41_flows_outlive_the_gateway_and_closed_ones_do_not(self):
        site = self.site
        with connection(site.stranger, site.www, 443) as (client, served):
            carry(client, served, b"before")
            site.reboot_gateway()
            # Nobody knows the flow any more, and a server must not begin it again as its own.
            with self.assert_counts("drop_late"):
                served.sendall(b"late")
            carry(client, served, b"after")
            self.assertEqual(client.recv(100), b"late")
            with site.edited(('["80", "443"]', '["80"]')):
                site.reboot_gateway()
                with self.assert_cut_off(served):
                    client.sendall(b"too late")

    def test_41_and_so_do_datagrams(self):
        site = self.site
        with Server("udp", site.vm2_host, 53) as server, \
                site.office.machine.socket(socket.SOCK_DGRAM) as client:
            client.settimeout(PATIENCE_SECONDS)
            client.bind((site.office.address, 0))

            def talk(text):
                client.sendto(text, (site.vm2_host.address, 53))
                heard, asker = server.socket.recvfrom(100)
                self.assertEqual((heard, asker[:2]), (text, client.getsockname()[:2]))
                server.socket.sendto(text, asker)
                self.assertEqual(client.recv(100), text)
            talk(b"before")
            site.reload()
            talk(b"after a load")
            site.reboot_gateway()
            talk(b"after a restart")

    def test_42_a_ruleset_that_does_not_load_forwards_nothing(self):
        with tempfile.TemporaryDirectory() as scratch:
            directory = pathlib.Path(scratch, "fw")
            shutil.copytree(self.site.fw.directory, directory)
            file = directory / "etc/sixgate/gateway.nft"
            whole = file.read_text(encoding="utf-8")

            def boot(text):
                file.write_text(text, encoding="utf-8")
                with Machine("again", directory, "sixgate", scratch) as again:
                    again.sysctl(all__forwarding=0)
                    try:
                        again.run_unit("ExecStart")
                    except Failure:
                        pass
                    return again.run("sysctl", "-n", "net.ipv6.conf.all.forwarding").strip()
            self.assertEqual(boot(whole), "1")
            self.assertEqual(boot(whole.replace("policy drop", "policy nonsense", 1)), "0")
            self.assertEqual(boot(whole[:len(whole) // 2]), "0")
            # These are rulesets as well, and filter nothing.
            self.assertEqual(boot(""), "0")
            self.assertEqual(boot("".join(whole.splitlines(True)[:3])), "0")

    # ---- the provider's wire ---------------------------------------------------------------------

    def test_43_what_nobody_has_is_neither_asked_for_nor_sent_round(self):
        site = self.site
        nobody = [str(ipaddress.ip_network(site.prefix)[-number]) for number in range(1, 6)]
        wan = site.fw_wan
        site.upstream.sysctl(all__forwarding=1)
        self.addCleanup(site.upstream.sysctl, all__forwarding=0)

        def seen():
            """Of nobody's addresses on the wire: solicitations, and packets that come back."""
            with Cable(site.upstream, "customer") as cable:
                for address in nobody:
                    Probe("tcp", site.stranger, Endpoint(site.fw, address), 80).send()
                # What follows them passes.
                self.assert_passes(Probe("tcp", site.stranger, site.www, 443))
                heard = cable.heard(from_mac=site.fw.mac(wan))
            return (sum(one.protocol == ICMPV6 and one.payload[0] == NEIGHBOR_SOLICITATION and
                        str(ipaddress.IPv6Address(one.payload[8:24])) in nobody for one in heard),
                    sum(one.destination in nobody for one in heard))
        self.assertEqual(seen(), (0, 0))
        [route] = site.fw.ip("-6", "route", "show", "type", "blackhole").splitlines()
        with site.unfiltered():
            site.fw.ip("-6", "route", "delete", *route.split())
            _, came_back = seen()
            self.assertGreater(came_back, 10 * len(nobody))
            # As an installer has it.
            own = f"{ipaddress.ip_address(site.gateway.address) + 1}/64"
            site.fw.ip("-6", "address", "add", own, "dev", wan, "nodad")
            solicitations, _ = seen()
            self.assertEqual(solicitations, len(nobody))
            site.fw.ip("-6", "address", "delete", own, "dev", wan)
            site.fw.ip("-6", "route", "add", *route.split())
        self.assertEqual(seen(), (0, 0))

    # ---- names -----------------------------------------------------------------------------------

    def assert_filters(self):
        """The gateway filters as before."""
        self.assert_passes(Probe("tcp", self.site.stranger, self.site.www, 443))
        with self.assert_counts():
            Probe("tcp", self.site.stranger, self.site.www, 444).send()

    def test_44_an_interface_that_is_not_there_opens_nothing(self):
        site = self.site
        out = Probe("tcp", site.worker, site.stranger, 80)
        self.assert_passes(out)
        with site.edited(('inside_interface = "vh30"', 'inside_interface = "nosuch0"')):
            self.assert_filters()
            with self.assert_counts("drop_spoofed"):
                out.send()
        with site.edited(('interface = "wan0"', 'interface = "nosuch1"')):
            self.assert_filters()

    def test_45_names_that_nft_knows_are_names(self):
        site = self.site
        for word in ("accept", "table", "ct", "2001"):
            with self.subTest(word), site.edited(
                    ('name             = "vm2"', f'name             = "{word}"'),
                    ('"web site"', '"it\'s \\"open\\"; } drop # \u00fc"')):
                self.assert_filters()

    def test_49_the_largest_site_is_one_load(self):
        with Namespace("large") as large:
            for hosts, openings in ((1, 10), (4094, 20_000)):
                made = subprocess.run(
                    [self.build / "bench/gateway_site", str(hosts), str(openings)],
                    capture_output=True, check=True, text=True).stdout
                text = json.loads(made)["files"]["/etc/sixgate/gateway.nft"]
                large.load(text)
                loaded = large.run("nft", "-s", "list", "ruleset")
                self.assertEqual(loaded.count("counter o_"), openings)
                self.assertEqual(loaded.count('"vh'), 2 * hosts)
                large.load(text)
                self.assertEqual(large.run("nft", "-s", "list", "ruleset"), loaded)


class OnLink(Quickstart):
    """The site where the provider's router looks for each address as a neighbour on its wire."""

    def _prepare(self):
        self.change((_CIDR, _CIDR + '  delivery = "on_link"\n'),
                    (_WAN_MAC, _WAN_MAC + '    next_hop = "2001:db8:1234:321d::ffff"\n'))

    def _deliver(self, route):
        # The router's own address, in the prefix, says that all of it is on the wire.
        self.router = Endpoint(self.upstream, self.state("sixgate_gateway.fw")["wan"]["next_hop"])


class OnLinkTest(OnQuickstart, unittest.TestCase):
    """What is different where the prefix is not routed."""

    site_class = OnLink
    # What proxies for neighbours is the daemon's.
    by_daemon = True

    def test_47_known_addresses_alone_are_answered_for_on_the_wire(self):
        site = self.site
        self.assert_serves(site.stranger, site.www, 443)
        self.assert_serves(site.www, site.stranger, 8080)
        self.assert_serves(site.router, site.www, 443)
        self.assert_passes(Probe("tcp", site.office, site.vm2_host, 22))
        # Nobody answers for the others; the router gives up by itself.
        for unknown in (site.unopened, site.worker):
            with Cable(site.upstream, "customer") as cable:
                Probe("tcp", site.stranger, unknown, 443).send()
                self.assert_passes(Probe("tcp", site.stranger, site.www, 443))
                self.assertEqual([one for one in cable.heard(from_mac=site.fw.mac(site.fw_wan))
                                  if one.payload[0] == NEIGHBOR_ADVERTISEMENT and
                                  one.payload[8:24] == ipaddress.IPv6Address(
                                      unknown.address).packed], [])
                state = site.upstream.ip("-6", "neigh", "show", unknown.address)
                self.assertNotIn("lladdr", state)

    def test_48_blocks_are_no_sources_on_the_wire_and_the_rest_of_the_prefix_is(self):
        site = self.site
        self.assert_stopped(*(Probe("tcp", Endpoint(site.upstream, one.address), site.www, 443)
                              for one in (site.worker, site.gateway)), reason="drop_spoofed")
        self.assert_passes(Probe("tcp", site.router, site.www, 443))


class FullTableTest(OnQuickstart, unittest.TestCase):
    """The attack after which the site's machines know too many flows for any other."""

    def handshakes(self, count):
        """So many connections of a crowd with an accomplice in the web server's container."""
        site = self.site
        www = site.www.address
        first = int(ipaddress.ip_network(_CROWD)[0])
        steps = ((_SYN, 0, 0), (_SYN_ACK, 0, 1), (_ACK, 1, 1))
        with Wire(site.upstream) as crowd, Wire(site.web) as accomplice:
            for number in range(count):
                port = 1024 + number % 60000
                member = str(ipaddress.IPv6Address(first + number // 60000))
                for flags, sequence, acknowledged in steps:
                    inward = flags != _SYN_ACK
                    ports = (port, 443) if inward else (443, port)
                    ends = (member, www) if inward else (www, member)
                    (crowd if inward else accomplice).send(with_checksum(Packet(
                        TCP, *ends, segment(*ports, flags, sequence, acknowledged))))

    def states(self):
        """How many flows the gateway knows."""
        return int(self.site.fw.run("sysctl", "-n", "net.netfilter.nf_conntrack_count"))

    def refused(self):
        """How many flows the gateway's kernel had no room for, on all processors."""
        names, *processors = self.site.fw.run("cat", "/proc/net/stat/nf_conntrack").splitlines()
        column = names.split().index("drop")
        return sum(int(line.split()[column], 16) for line in processors)

    def test_36_nobody_fills_the_table_of_connections(self):
        site = self.site
        most = int(site.fw.run("sysctl", "-n", "net.netfilter.nf_conntrack_max"))
        site.upstream.ip("-6", "route", "add", "blackhole", _CROWD)
        site.web.load("table inet lab { chain quiet { type filter hook input priority filter; "
                      "tcp dport 443 drop; }; }")
        other = Probe("udp", site.office, site.vm2_host, 53)
        limits = f"  limits = {{\n    concurrent_states = {_STATES}\n  }}\n"
        with site.edited((_POLICY, limits + _POLICY)):
            before = site.fw.count("drop_limit")
            self.handshakes(2 * _STATES)
            self.assertGreater(site.fw.count("drop_limit") - before, _STATES // 2)
            self.assertLess(self.states(), _STATES + 200)
            self.assert_passes(other)
        # Without limits the accomplice takes it all, and the other host has nothing left.
        if most > 300_000:
            self.skipTest(f"a table of {most} would take minutes to fill")
        with Ears(site.vm2) as ears:
            self.handshakes(most)
            self.assertGreaterEqual(self.states(), most)
            before = self.refused()
            lost = other.send()
            until(lambda: self.refused() > before, "the kernel to have no room for it")
            self.assertFalse(ears.hear(lost, seconds=0))


if __name__ == "__main__":
    sys.exit(run_tests(__doc__.splitlines()[0], OnQuickstart))
