"""What tests say of packets: that they arrive, or that they are stopped and why."""

import contextlib

from namespaces import until
from packets import Ears, carry, connection


class PacketClaims:
    """For test cases that have a `site`."""

    site = None

    def assert_passes(self, *probes):
        """Each packet arrives at the machine that has the address."""
        for probe in probes:
            with Ears(probe.destination.machine) as ears:
                self.assertTrue(ears.hear(probe.send()), f"does not arrive: {probe}")

    def assert_stopped(self, *probes, reason="drop_closed", by=None):
        """The packets end in the counter of their reason; without filters ones like them arrive."""
        filtering = by or self.site.fw
        with contextlib.ExitStack() as stack:
            ears = {machine: stack.enter_context(Ears(machine))
                    for machine in {probe.destination.machine for probe in probes}}
            stopped = {}
            for probe in probes:
                before = filtering.count(reason)
                stopped[probe] = probe.send()
                until(lambda: filtering.count(reason) > before, f"{reason} to count {probe}")
            with self.site.unfiltered():
                for probe in probes:
                    self.assertTrue(ears[probe.destination.machine].hear(probe.send()),
                                    f"arrives never, even unfiltered: {probe}")
            # Whatever had passed would be here before the others.
            for probe, packet in stopped.items():
                self.assertFalse(ears[probe.destination.machine].hear(packet, seconds=0),
                                 f"arrives: {probe}")

    def assert_serves(self, source, destination, port):
        """A TCP connection carries text both ways, under the addresses that both know."""
        with connection(source, destination, port) as (client, served):
            carry(client, served, b"request")
            carry(served, client, b"response" * 1000)
