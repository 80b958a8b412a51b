"""The kernel and the model agree: engine/site/verdict.h says of every packet what nft does.

    python3 tests/lab/verdict_test.py --cases build/tests/verdict_cases [--sites N] [--packets N]
                                      [--seed N]

Random sites are loaded into one gateway, one after the other, and random packets are put on its
cables. What the model passes must come out at the right cable, unchanged; nothing else may, and
each counter of a reason must have counted what the model says. Flows go on from site to site. Ends
with 77 and the reason where there is no root or namespace.
"""

import argparse
import collections
import json
import os
import pathlib
import select
import socket
import struct
import subprocess
import sys
import tempfile
import unittest

from namespaces import PATIENCE_SECONDS, Failure, Namespace, isolate, link, until
from networkd import by_ip
from packets import TCP, UDP, Packet, datagram, segment, with_checksum

_WAN = "wan0"
_PROVIDER_MAC = "02:00:00:00:00:01"
_FLAGS = {"syn": (0x02, 0, 0), "syn-ack": (0x12, 0, 1), "ack": (0x10, 1, 1)}
_ETHER_IPV6 = 0x86dd
_ETHER_BYTES, _HEADER_BYTES = 14, 40
_OUTGOING = 4  # PACKET_OUTGOING: a packet socket sees what it sends.
# Those of counters. The others are for IPv4, for too much, and for what the gateway itself sends.
_REASONS = ("spoofed", "invalid", "late", "input", "between_hosts", "egress", "closed")
# As verdict_cases has it in each site.
_LAST = Packet(UDP, "2001:db8:9::7", "2001:db8:1234:321d:20::2",
               datagram(7, 7))


class Gateway(Namespace):
    """The gateway of all sites, with a cable for each interface into one dumb machine."""

    def __init__(self, network, directory):
        super().__init__("fw")
        self._outside = Namespace("outside")
        self._hosts = network["hosts"]
        self._sockets = {}
        self._macs = {}
        inside = {host["interface"] for host in self._hosts.values()}
        for name in sorted(inside | {_WAN}):
            link(self, name, self._outside, name, network["wan_mac"] if name == _WAN else None)
            self._plug(name)
        for path, text in network["files"].items():
            file = pathlib.Path(directory, path.lstrip("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        self.sysctl(all__forwarding=1)
        by_ip(self, pathlib.Path(directory, "etc/systemd/network"))
        self.ip("neigh", "replace", "fe80::1", "lladdr", _PROVIDER_MAC, "dev", _WAN,
                "nud", "permanent")
        until(lambda: not self.ip("-6", "address", "show", "tentative"), "addresses to be ready")

    def close(self):
        for one in self._sockets.values():
            one.close()
        super().close()
        self._outside.close()

    def load(self, ruleset):
        """Loads a site's ruleset."""
        self.run("nft", "-f", "-", text=ruleset)

    def send(self, case):
        """Puts a case's packet on its cable."""
        host = self._hosts.get(case["from"])
        interface = host["interface"] if host else _WAN
        sender = case.get("ether_source") or (host["mac"] if host else _PROVIDER_MAC)
        self._put(interface, sender, packet_of(case), case["hop_limit"])

    def send_last(self):
        """Puts the packet on the WAN that every site lets in."""
        self._put(_WAN, _PROVIDER_MAC, with_checksum(_LAST), 64)

    def heard_until_last(self):
        """What came out of the gateway up to the last packet: {(cable, source, …): times}."""
        heard = collections.Counter()
        last = self.interface_of("vm1"), *_key(with_checksum(_LAST))
        while not heard[last]:
            if not self._hear(heard, PATIENCE_SECONDS):
                raise Failure("the last packet never came")
        # Other cables may have more that came before it.
        while self._hear(heard, 0):
            pass
        return heard

    def counts(self):
        """{reason: packets} of the drop counters."""
        answer = json.loads(self.run("nft", "-j", "list", "counters", "table", "inet", "sixgate"))
        counters = (one["counter"] for one in answer["nftables"] if "counter" in one)
        return {one["name"].removeprefix("drop_"): one["packets"] for one in counters
                if one["name"].startswith("drop_")}

    def interface_of(self, host):
        """The gateway's interface for a host, the WAN for nobody."""
        return self._hosts[host]["interface"] if host else _WAN

    def _hear(self, heard, seconds):
        """Adds what comes in that time; whether anything did."""
        names = {one: name for name, one in self._sockets.items()}
        ready, _, _ = select.select(list(names), [], [], seconds)
        for one in ready:
            frame, address = one.recvfrom(65536)
            if address[2] != _OUTGOING:
                packet = frame[_ETHER_BYTES:]
                heard[names[one], packet[8:24], packet[24:40], packet[6],
                      packet[_HEADER_BYTES:]] += 1
        return bool(ready)

    def _plug(self, name):
        # The other ends speak no IP of their own.
        self._outside.sysctl(**{f"{name}__disable_ipv6": 1})
        self._outside.ip("link", "set", name, "up")
        [own] = [one for one in self.ip_json("link") if one["ifname"] == name]
        self._macs[name] = own["address"]
        wire = self._outside.socket(socket.SOCK_RAW, socket.htons(_ETHER_IPV6), socket.AF_PACKET)
        wire.bind((name, _ETHER_IPV6))
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self._sockets[name] = wire

    def _put(self, interface, sender, packet, hop_limit):
        frame = (_mac(self._macs[interface]) + _mac(sender) + struct.pack("!H", _ETHER_IPV6) +
                 packet.bytes[:7] + bytes([hop_limit]) + packet.bytes[8:])
        self._sockets[interface].send(frame)


def packet_of(case):
    """The bytes that a case describes."""
    if case["protocol"] == TCP:
        flags, sequence, acknowledged = _FLAGS[case["flags"]]
        payload = segment(case["source_port"], case["destination_port"], flags, sequence,
                          acknowledged)
    elif case["protocol"] == UDP:
        payload = datagram(case["source_port"], case["destination_port"])
    else:
        about = with_checksum(packet_of(case["about"])).bytes if "about" in case else b""
        payload = struct.pack("!BBHHH", case["icmp_type"], 0, 0,
                              0 if about else case["source_port"], 1280 if about else 1) + about
    return with_checksum(Packet(case["protocol"], case["source"], case["destination"], payload))


def _key(packet):
    return (packet.bytes[8:24], packet.bytes[24:40], packet.protocol, packet.payload)


def _mac(text):
    return bytes.fromhex(text.replace(":", ""))


class AgreementTest(unittest.TestCase):
    """One test for each mode of the gateway's inside."""

    arguments = None

    def test_per_host(self):
        self._agree("per_host")

    def test_shared(self):
        self._agree("shared")

    def _agree(self, mode):
        words = [mode, self.arguments.seed, self.arguments.sites, self.arguments.packets]
        made = subprocess.run([self.arguments.cases, *map(str, words)], stdin=subprocess.DEVNULL,
                              capture_output=True, check=True)
        network = json.loads(made.stdout)
        wanted = collections.Counter()
        with tempfile.TemporaryDirectory(prefix="verdict-") as scratch, \
                Gateway(network, scratch) as gateway:
            for number, site in enumerate(network["sites"]):
                with self.subTest(mode=mode, site=number):
                    self._agree_on(gateway, site)
                wanted.update(case["want"] for case in site["packets"])
        # A reason that never occurs is not tried.
        self.assertEqual({"passes", "no_route", *_REASONS} - set(wanted), set())
        print(f"{mode}: {len(network['sites'])} sites, {wanted.total()} packets: " + ", ".join(
            f"{count} {word}" for word, count in sorted(wanted.items())), flush=True)

    def _agree_on(self, gateway, site):
        gateway.load(site["ruleset"])
        for case in site["packets"]:
            gateway.send(case)
        gateway.send_last()
        heard = gateway.heard_until_last()
        counts = gateway.counts()
        wrong = []
        for case in site["packets"]:
            key = _key(packet_of(case))
            places = {name for name, *rest in heard if tuple(rest) == key}
            passes = case["want"] == "passes" and case["out"] != "gateway"
            expected = {gateway.interface_of(case["out"])} if passes else set()
            if places != expected:
                wrong.append(f"seen at {sorted(places)}, not at {sorted(expected)}: {case}")
        wanted = collections.Counter(case["want"] for case in site["packets"])
        for reason in _REASONS:
            if counts[reason] != wanted[reason]:
                wrong.append(f"{reason}: {counts[reason]} counted, {wanted[reason]} wanted")
        if wrong:
            self.fail("\n".join([*wrong[:20], site["ruleset"]]))


def main():
    """Compares the kernel with the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", required=True, help="the program that makes sites and packets")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--packets", type=int, default=150, help="of each site")
    AgreementTest.arguments, others = parser.parse_known_args()
    isolate()
    # One processor: packets come out in the order in which they went in.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    result = unittest.main(argv=[sys.argv[0], *others], exit=False).result
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
