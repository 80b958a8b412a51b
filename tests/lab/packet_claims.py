"""What tests say of packets: that they arrive, or that they are stopped and why."""

import contextlib
import socket

from namespaces import until
from packets import Ears, carry, connection


class PacketClaims:
    """For test cases that have a `site`."""

    site = None

    @contextlib.contextmanager
    def assert_counts(self, reason="drop_closed", by=None, what="it"):
        """What is sent meanwhile is seen to end in the counter of its reason."""
        filtering = by or self.site.fw
        before = filtering.count(reason)
        yield
        until(lambda: filtering.count(reason) > before,
              f"{reason} of {filtering.name} to count {what}")

    def assert_passes(self, *probes):
        """Each packet arrives at the machine that has the address."""
        for probe in probes:
            with Ears(probe.destination.machine) as ears:
                self.assertTrue(ears.hear(probe.send()), f"does not arrive: {probe}")

    def assert_stopped(self, *probes, reason="drop_closed", by=None):
        """The packets end in the counter of their reason; without filters ones like them arrive."""
        with contextlib.ExitStack() as stack:
            ears = {machine: stack.enter_context(Ears(machine))
                    for machine in {probe.destination.machine for probe in probes}}
            stopped = {}
            for probe in probes:
                with self.assert_counts(reason, by, probe):
                    stopped[probe] = probe.send()
            with self.site.unfiltered():
                for probe in probes:
                    self.assertTrue(ears[probe.destination.machine].hear(probe.send()),
                                    f"arrives never, even unfiltered: {probe}")
            # Whatever had passed would be here before the others.
            for probe, packet in stopped.items():
                self.assertFalse(ears[probe.destination.machine].hear(packet, seconds=0),
                                 f"arrives: {probe}")

    def assert_ipv4_stopped(self, host, source, address, port, reason):
        """A connection ends in a counter of the host."""
        # Open until it is counted: a closed socket tries no second time.
        with source.socket(socket.SOCK_STREAM, family=socket.AF_INET) as client, \
                self.assert_counts(reason, host), self.assertRaises(BlockingIOError):
            client.setblocking(False)
            client.connect((address, port))

    @contextlib.contextmanager
    def assert_cut_off(self, receiver):
        """What is sent meanwhile ends at the gateway, and the receiver's socket hears nothing."""
        with self.assert_counts():
            yield
        receiver.setblocking(False)
        with self.assertRaises(BlockingIOError):
            receiver.recv(1)

    def assert_serves(self, source, destination, port):
        """A TCP connection carries text both ways, under the addresses that both know."""
        with connection(source, destination, port) as (client, served):
            carry(client, served, b"request")
            carry(served, client, b"response" * 1000)
