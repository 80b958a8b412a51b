"""The first floor of the lab: packets through the quickstart's site, as the kernel carries them.

    python3 tests/lab/first_floor_test.py --binary build/terraform-provider-sixgate [-v] [TEST…]

Each test is one claim. A packet that must not pass is seen to end in the counter of its reason, and
not to arrive; then, with the filters taken away, one like it is seen to arrive, so that no claim
holds because nothing passes anyway. Every claim is tried on a site that systemd-networkd configured
and on one that `ip` did. Ends with 77 and the reason where there is no root, namespace or client.
"""

import ipaddress
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import networkd
from namespaces import PATIENCE_SECONDS, Namespace, link
from on_quickstart import OnQuickstart
from packets import Ears, Endpoint, Probe, Server, ask, carry, connection
from program import run_tests

# Sysctls of the machine, not of a namespace: they are there for the first namespace alone.
OF_THE_MACHINE = "net/ipv6/neigh/default/gc_thresh"

# As packages of container engines have it.
ENGINE = """[Unit]
After=network-online.target
Wants=network-online.target
[Service]
ExecStart=/bin/true
"""

# Two lines that systemd-networkd ignores, among others that it follows.
FAULTY = """[Match]
Name=one
[Network]
Address=2001:db8::1/64
IPv6AcceptRA=no
NoSuchKey=yes
[Route]
Gateway=nowhere
"""


class Claims(OnQuickstart):
    """What packets have to prove; how the site comes up is the subclasses' matter."""

    # ---- openings --------------------------------------------------------------------------------

    def test_an_open_port_is_reachable_from_outside(self):
        self.assert_serves(self.site.stranger, self.site.www, 80)
        self.assert_serves(self.site.stranger, self.site.www, 443)

    def test_an_open_port_is_reachable_from_the_other_host(self):
        self.assert_serves(self.site.worker, self.site.www, 443)

    def test_a_range_of_ports_ends_where_it_ends(self):
        self.assert_serves(self.site.monitor, self.site.vm2_host, 9100)
        self.assert_serves(self.site.monitor, self.site.vm2_host, 9110)
        self.assert_stopped(Probe("tcp", self.site.monitor, self.site.vm2_host, 9099),
                            Probe("tcp", self.site.monitor, self.site.vm2_host, 9111))

    def test_a_udp_service_answers_the_office(self):
        ask(self.site.office, self.site.vm2_host, 53)

    def test_an_unlisted_port_is_not_reachable(self):
        self.assert_stopped(*(Probe("tcp", self.site.stranger, self.site.www, port)
                              for port in (22, 79, 81, 442, 444, 8443, 65535)))

    def test_another_protocol_on_an_open_port_is_not_reachable(self):
        self.assert_stopped(Probe("udp", self.site.stranger, self.site.www, 443),
                            Probe("tcp", self.site.office, self.site.vm2_host, 53))

    def test_a_wrong_source_does_not_pass(self):
        metrics, resolver = ((self.site.vm2_host, 9105), (self.site.vm2_host, 53))
        self.assert_passes(Probe("tcp", self.site.monitor, *metrics),
                           Probe("udp", self.site.monitor, *resolver))
        self.assert_stopped(Probe("tcp", self.site.stranger, *metrics),
                            Probe("tcp", self.site.office, *metrics),
                            Probe("udp", self.site.stranger, *resolver))

    def test_an_unopened_address_is_not_reachable(self):
        self.assert_stopped(*(Probe(protocol, self.site.stranger, destination, 443)
                              for protocol in ("tcp", "udp") for destination in
                              (self.site.unopened, self.site.worker, self.site.vm1_host)))

    def test_ping_reaches_known_addresses_and_no_others(self):
        for destination in (self.site.www, self.site.vm1_host, self.site.gateway):
            probe = Probe("echo", self.site.stranger, destination)
            with Ears(self.site.upstream) as ears:
                self.assertTrue(ears.hear_reply(probe.send()), f"no answer: {probe}")
        self.assert_stopped(Probe("echo", self.site.stranger, self.site.unopened),
                            Probe("echo", self.site.stranger, self.site.worker))

    # ---- sources ---------------------------------------------------------------------------------

    def assert_spoofing_stopped(self, machine, addresses, destination, port, by=None):
        """Packets of a machine that claim addresses are stopped as spoofed, whatever they are."""
        self.assert_stopped(*(Probe(protocol, Endpoint(machine, address), destination, port)
                              for protocol in ("tcp", "udp") for address in addresses),
                            reason="drop_spoofed", by=by)

    def test_outside_cannot_take_an_inner_or_a_private_source(self):
        addresses = (self.site.worker.address, self.site.vm1_host.address,
                     self.site.gateway.address, "fd00::1")
        self.assert_spoofing_stopped(self.site.upstream, addresses, self.site.www, 443)

    def test_a_host_cannot_take_a_source_that_is_not_its_own(self):
        addresses = (self.site.vm2_host.address, self.site.worker.address,
                     self.site.vm1_link.address, self.site.office.address)
        self.assert_spoofing_stopped(self.site.vm1, addresses, self.site.stranger, 80)
        # Nor one that an opening would let in.
        self.assert_spoofing_stopped(self.site.vm1, (self.site.monitor.address,),
                                     self.site.vm2_host, 9105)

    def test_a_container_cannot_take_a_source_that_is_not_of_its_network(self):
        addresses = (self.site.worker.address, self.site.vm1_host.address,
                     self.site.stranger.address)
        self.assert_spoofing_stopped(self.site.web, addresses, self.site.office, 80,
                                     by=self.site.vm1)

    def test_the_gateway_stops_what_a_host_without_a_filter_lets_through(self):
        self.addCleanup(self.site.reload)
        self.site.vm1.load("flush ruleset")
        self.assert_spoofing_stopped(self.site.web, (self.site.worker.address,),
                                     self.site.stranger, 80)

    # ---- hosts and the gateway -------------------------------------------------------------------

    def test_the_other_host_is_not_reachable(self):
        self.assert_stopped(*(Probe(protocol, source, destination, port)
                              for source in (self.site.www, self.site.vm1_host)
                              for destination in (self.site.worker, self.site.vm2_host)
                              for protocol, port in (("tcp", 80), ("tcp", 9105), ("udp", 53))),
                            reason="drop_between_hosts")

    def test_management_reaches_ssh_and_others_do_not(self):
        self.assert_serves(self.site.office, self.site.gateway, 22)
        self.assert_serves(self.site.office, self.site.vm1_host, 22)
        self.assert_stopped(Probe("tcp", self.site.stranger, self.site.gateway, 22),
                            Probe("tcp", self.site.www, self.site.gateway, 22),
                            reason="drop_input")
        self.assert_stopped(Probe("tcp", self.site.stranger, self.site.vm1_host, 22))

    # ---- egress ----------------------------------------------------------------------------------

    def test_egress_works_from_containers_hosts_and_the_gateway(self):
        for source in (self.site.www, self.site.unopened, self.site.worker, self.site.vm2_host,
                       self.site.gateway):
            self.assert_serves(source, self.site.stranger, 8080)
            ask(source, self.site.stranger, 8053)
            with Ears(source.machine) as ears:
                ping = Probe("echo", source, self.site.stranger)
                self.assertTrue(ears.hear_reply(ping.send()), f"no answer: {ping}")
                # Nobody serves there, and the sender comes to know it.
                unserved = Probe("udp", source, self.site.stranger, 9)
                self.assertTrue(ears.hear_refusal(unserved.send()), f"no refusal: {unserved}")

    def test_egress_opens_no_way_back_for_others(self):
        with Ears(self.site.upstream) as ears:
            packet = Probe("udp", self.site.unopened, self.site.stranger, 8053).send()
            self.assertTrue(ears.hear(packet))
        self.assert_stopped(*(Probe("udp", source, self.site.unopened, packet.source_port)
                              for source in (self.site.office, self.site.stranger)))

    def test_a_service_hears_that_its_answer_was_refused(self):
        with Server("udp", self.site.vm2_host, 53) as server:
            # Sent by hand: nobody waits for the answer there.
            Probe("udp", self.site.office, self.site.vm2_host, 53).send()
            _, asker = server.socket.recvfrom(100)
            server.socket.connect(asker)
            server.socket.send(b"answer")
            with self.assertRaises(ConnectionRefusedError):
                server.socket.recv(100)

    # ---- loading ---------------------------------------------------------------------------------

    def test_loading_the_ruleset_twice_changes_nothing(self):
        for machine in self.site.filtered:
            with self.subTest(machine.name):
                machine.reload()
                loaded = machine.ruleset()
                self.assertIn(f"table inet {machine.table} {{", loaded)
                machine.reload()
                self.assertEqual(machine.ruleset(), loaded)
                # A difference would be seen, and the next load mends it.
                machine.load(f"flush chain inet {machine.table} forward")
                self.assertNotEqual(machine.ruleset(), loaded)
                machine.reload()
                self.assertEqual(machine.ruleset(), loaded)

    def test_counters_go_on_after_a_reload(self):
        closed = Probe("tcp", self.site.stranger, self.site.www, 444)
        with self.assert_counts():
            closed.send()
        counted = self.site.fw.count("drop_closed")
        self.site.reload()
        self.assertEqual(self.site.fw.count("drop_closed"), counted)
        # The file alone begins again.
        self.site.fw.run("nft", "-f", self.site.fw.file("etc/sixgate/gateway.nft"))
        self.assertEqual(self.site.fw.count("drop_closed"), 0)

    def test_a_connection_outlives_a_reload_and_ends_with_its_opening(self):
        site = self.site
        with connection(site.stranger, site.www, 443) as (client, served):
            carry(client, served, b"before")
            site.reload()
            carry(client, served, b"after")
            carry(served, client, b"answer")
            with site.edited(('["80", "443"]', '["80"]')), self.assert_cut_off(client):
                served.sendall(b"cut off")
            # TCP sends again what was not acknowledged.
            client.settimeout(PATIENCE_SECONDS)
            self.assertEqual(client.recv(100), b"cut off")

    def test_without_a_ruleset_nothing_passes(self):
        probe = Probe("tcp", self.site.stranger, self.site.www, 443)
        self.addCleanup(self.site.reload)
        with Ears(self.site.web) as inner, Ears(self.site.upstream) as outer:
            self.site.fw.load("flush ruleset")
            lost = probe.send()
            self.assertTrue(outer.hear_refusal(lost))
            self.site.reload()
            self.assertTrue(inner.hear(probe.send()))
            self.assertFalse(inner.hear(lost, seconds=0))

    # ---- networks and sysctls --------------------------------------------------------------------

    def test_sysctls_are_as_delivered(self):
        for machine in self.site.filtered:
            text = machine.file("etc/sysctl.d/60-sixgate.conf").read_text(encoding="utf-8")
            wanted = dict(line.lstrip("-").split(" = ") for line in text.splitlines()
                          if not line.startswith("#"))
            self.assertTrue(wanted)
            for name, value in wanted.items():
                if not name.startswith(OF_THE_MACHINE):
                    self.assertEqual(machine.run("sysctl", "-n", name).strip(), value, name)

    def test_addresses_that_nobody_has_lead_nowhere(self):
        # Without these routes the default route would send such a packet back, and so on.
        cases = ((self.site.fw, "blackhole", self.site.prefix),
                 (self.site.vm1, "unreachable", self.site.vm1_block))
        for machine, kind, prefix in cases:
            nobody = ipaddress.ip_network(prefix)[-2]
            with self.subTest(machine.name):
                self.assertFalse(machine.has_way(nobody))
                [route] = machine.ip("-6", "route", "show", "type", kind).splitlines()
                self.assertEqual(route.split()[:2], [kind, prefix])
                machine.ip("-6", "route", "delete", *route.split())
                self.assertTrue(machine.has_way(nobody))
                machine.ip("-6", "route", "add", *route.split())
                self.assertFalse(machine.has_way(nobody))


class ByIpTest(Claims, unittest.TestCase):
    """The claims on a site whose networks `ip` made from the files."""


class ByNetworkdTest(Claims, unittest.TestCase):
    """The claims on a site that the real daemon made from the files."""

    by_daemon = True

    def test_the_daemon_understands_every_line(self):
        for machine in self.site.filtered:
            self.assertEqual(machine.networkd.complaints(), [], machine.name)

    def test_a_line_that_the_daemon_does_not_understand_would_be_seen(self):
        with tempfile.TemporaryDirectory() as scratch, Namespace("fault") as fault:
            directory = pathlib.Path(scratch, "network")
            directory.mkdir()
            link(fault, "one", fault, "two")
            fault.ip("link", "set", "two", "up")
            (directory / "one.network").write_text(FAULTY, encoding="utf-8")
            daemon = networkd.Networkd(fault, directory, pathlib.Path(scratch, "log"))
            daemon.wait()
            self.assertEqual(len(daemon.complaints()), 2, daemon.complaints())

    # ---- units -----------------------------------------------------------------------------------

    def units(self, machine):
        """A directory with what was delivered, and the engine's unit that a drop-in is for."""
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        units = pathlib.Path(scratch.name, "system")
        shutil.copytree(machine.file("etc/systemd/system"), units)
        (units / "docker.service").write_text(ENGINE, encoding="utf-8")
        (units / "multi-user.target.wants").mkdir()
        (units / "multi-user.target.wants/docker.service").symlink_to("../docker.service")
        return units

    def complaints(self, units):
        """What systemd says against the units and their order at boot."""
        return subprocess.run(
            ["systemd-analyze", "verify", "--man=no", "multi-user.target", "docker.service"],
            env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:/usr/lib/systemd/system"},
            capture_output=True, text=True, check=False).stderr

    def test_systemd_understands_every_unit_and_their_order(self):
        for machine in self.site.filtered:
            with self.subTest(machine.name):
                units = self.units(machine)
                self.assertEqual(self.complaints(units), "")
                [unit] = units.glob("sixgate-*.service")
                text = unit.read_text(encoding="utf-8")
                unit.write_text(text.replace("[Service]", "[Service]\nNoSuchKey=yes"), "utf-8")
                self.assertIn("NoSuchKey", self.complaints(units))
                unit.write_text(text.replace("Before=", "Before=systemd-sysctl.service "), "utf-8")
                self.assertIn("ordering cycle", self.complaints(units))


if __name__ == "__main__":
    sys.exit(run_tests(__doc__.splitlines()[0], OnQuickstart))
