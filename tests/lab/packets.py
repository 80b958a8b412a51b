"""Single packets, made by hand and listened for behind every filter; and real connections.

    ears = Ears(web)
    probe = Probe("tcp", Endpoint(upstream, "2001:db8:9::1"), Endpoint(web, www), 443)
    assert ears.hear(probe.send())

A packet made here is one of its kind, and its source may be any address at all. Ears are raw
sockets: they hear what the kernel delivers to the machine itself, after its own filter too, whether
or not a program listens there.
"""

import contextlib
import dataclasses
import ipaddress
import itertools
import select
import socket
import struct
import time

from namespaces import PATIENCE_SECONDS, Failure, Namespace

TCP, UDP, ICMPV6 = socket.IPPROTO_TCP, socket.IPPROTO_UDP, socket.IPPROTO_ICMPV6
_PROTOCOLS = {"tcp": TCP, "udp": UDP, "echo": ICMPV6}
SYN = 0x02
_ECHO_REQUEST, _ECHO_REPLY, _UNREACHABLE = 128, 129, 1
NEIGHBOR_SOLICITATION, NEIGHBOR_ADVERTISEMENT, REDIRECT = 135, 136, 137
_SOLICITED_OVERRIDE = 0x60000000
_TARGET_LINK_LAYER_ADDRESS = 2
_ETHER_IPV6 = 0x86dd
# Of messages between neighbours (RFC 4861): no router has passed them on.
NEIGHBORS_HOP_LIMIT = 255
_HOP_LIMIT = 64
# What comes before anybody listens must not be lost.
_BURST_BYTES, _SO_RCVBUFFORCE = 1 << 24, 33
# Below the ephemeral ports, which the kernel gives to real connections.
_source_ports = itertools.count(20000)


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """An address, and the machine that uses it: its own or, when it lies, somebody else's."""

    machine: Namespace
    address: str


@dataclasses.dataclass(frozen=True)
class Packet:
    """An IPv6 packet: its addresses, the protocol's number and what follows the header."""

    protocol: int
    source: str
    destination: str
    payload: bytes
    hop_limit: int = _HOP_LIMIT

    @property
    def source_port(self):
        """Of a segment or a datagram."""
        return struct.unpack("!H", self.payload[:2])[0]

    @property
    def bytes(self):
        """As it is on the wire."""
        return (struct.pack("!IHBB", 6 << 28, len(self.payload), self.protocol, self.hop_limit) +
                _packed(self.source) + _packed(self.destination) + self.payload)


@dataclasses.dataclass(frozen=True)
class Probe:
    """What is tried: tcp (a first segment), udp or echo, from a machine to an address."""

    protocol: str
    source: Endpoint
    destination: Endpoint
    port: int = 0

    def packet(self):
        """One packet of this kind, like no other before."""
        number = _PROTOCOLS[self.protocol]
        return with_checksum(Packet(number, self.source.address, self.destination.address,
                                    _payload(number, next(_source_ports), self.port)))

    def send(self):
        """Sends one such packet; returns it."""
        packet = self.packet()
        with Wire(self.source.machine) as wire:
            wire.send(packet)
        return packet

    def __str__(self):
        port = f" {self.port}" if self.port else ""
        return (f"{self.protocol}{port} from {self.source.address} at {self.source.machine.name} "
                f"to {self.destination.address}")


class Wire:
    """A raw socket that sends packets as they are. A context manager."""

    def __init__(self, machine):
        self._socket = machine.socket(socket.SOCK_RAW, socket.IPPROTO_RAW)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, packet):
        """Sends it."""
        self._socket.sendto(packet.bytes, (packet.destination, 0))


class Cable:
    """The cable of an interface, with what is on it and is put there. A context manager."""

    def __init__(self, machine, interface):
        self._socket = machine.socket(socket.SOCK_RAW, family=socket.AF_PACKET)
        self._socket.bind((interface, _ETHER_IPV6))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, packet, source, destination):
        """Sends a packet from one MAC to another."""
        macs = (bytes.fromhex(mac.replace(":", "")) for mac in (destination, source))
        self._socket.send(b"".join(macs) + struct.pack("!H", _ETHER_IPV6) + packet.bytes)

    def heard(self, from_mac):
        """The packets that came from a MAC so far."""
        self._socket.setblocking(False)
        sender = bytes.fromhex(from_mac.replace(":", ""))
        packets = []
        with contextlib.suppress(BlockingIOError):
            while True:
                frame = self._socket.recv(65536)
                if frame[6:12] == sender:
                    packets.append(_parsed(frame[14:]))
        return packets


class Ears:
    """Hears what is delivered to one machine. A context manager."""

    def __init__(self, machine):
        self._machine = machine
        self._sockets = [machine.socket(socket.SOCK_RAW, number) for number in _PROTOCOLS.values()]
        for one in self._sockets:
            one.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BURST_BYTES)
        self._heard = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for one in self._sockets:
            one.close()

    def hear(self, packet, seconds=PATIENCE_SECONDS):
        """Whether the packet comes, unchanged, in that time; 0 asks for what is here already."""
        return self._wait(lambda source, payload: (source, payload) == (
            ipaddress.ip_address(packet.source), packet.payload), seconds)

    def count(self, packet):
        """How often the packet has come."""
        self._wait(lambda *_: False, 0)
        return sum((source, payload) == (ipaddress.ip_address(packet.source), packet.payload)
                   for source, payload in self._heard)

    def hear_reply(self, packet, seconds=PATIENCE_SECONDS):
        """Whether a segment, a datagram or an echo reply that answers the packet comes."""
        return self._wait(lambda source, payload: source == ipaddress.ip_address(
            packet.destination) and _answers(packet, payload), seconds)

    def hear_refusal(self, packet, seconds=PATIENCE_SECONDS):
        """Whether a router says that there is no way for the packet."""
        return self._wait(lambda _, payload: payload[0] == _UNREACHABLE and
                          payload.endswith(packet.payload), seconds)

    def hear_type(self, number, seconds=PATIENCE_SECONDS):
        """Whether an ICMPv6 message of this type comes."""
        return self._wait(lambda _, payload: payload[0] == number, seconds)

    def _wait(self, wanted, seconds):
        end = time.monotonic() + seconds
        while True:
            if any(wanted(source, payload) for source, payload in self._heard):
                return True
            ready, _, _ = select.select(self._sockets, [], [], max(0, end - time.monotonic()))
            if not ready:
                return False
            for one in ready:
                payload, address = one.recvfrom(65536)
                self._heard.append((ipaddress.ip_address(address[0].split("%")[0]), payload))


class Server:
    """A TCP or UDP service at an endpoint. A context manager."""

    def __init__(self, protocol, endpoint, port):
        kind = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}[protocol]
        self.socket = endpoint.machine.socket(kind)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.settimeout(PATIENCE_SECONDS)
        self.socket.bind((endpoint.address, port))
        if protocol == "tcp":
            self.socket.listen()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


@contextlib.contextmanager
def connection(source, destination, port):
    """A TCP connection from one endpoint to a new service of the other: (client, served)."""
    with Server("tcp", destination, port) as server, \
            source.machine.socket(socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE_SECONDS)
        client.bind((source.address, 0))
        client.connect((destination.address, port))
        served, peer = server.socket.accept()
        with served:
            served.settimeout(PATIENCE_SECONDS)
            if peer[0] != source.address:
                raise Failure(f"{destination.address} sees {peer[0]}, not {source.address}")
            yield client, served


def carry(sender, receiver, text):
    """Sends text through a connection; a Failure when it does not come out at the other end."""
    sender.sendall(text)
    heard = b""
    while len(heard) < len(text):
        part = receiver.recv(len(text) - len(heard))
        if not part:
            break
        heard += part
    if heard != text:
        raise Failure(f"{text!r} was sent, {heard!r} came")


def ask(source, destination, port):
    """One UDP question to a new service of the other endpoint, and its answer."""
    with Server("udp", destination, port) as server, \
            source.machine.socket(socket.SOCK_DGRAM) as client:
        client.settimeout(PATIENCE_SECONDS)
        client.bind((source.address, 0))
        client.sendto(b"question", (destination.address, port))
        question, peer = server.socket.recvfrom(100)
        if (question, peer[0]) != (b"question", source.address):
            raise Failure(f"{destination.address} heard {question!r} from {peer[0]}")
        server.socket.sendto(b"answer", peer)
        answer, peer = client.recvfrom(100)
        if (answer, peer[0]) != (b"answer", destination.address):
            raise Failure(f"{source.address} heard {answer!r} from {peer[0]}")


def segment(source_port, port, flags=SYN, sequence=0, acknowledged=0, data=b""):
    """A TCP segment, without its checksum."""
    return struct.pack("!HHIIBBHHH", source_port, port, sequence, acknowledged, 5 << 4, flags,
                       65535, 0, 0) + data


def datagram(source_port, port, data=b""):
    """A UDP datagram, without its checksum."""
    return struct.pack("!HHHH", source_port, port, 8 + len(data), 0) + data


def neighbor_advertisement(source, destination, target, mac):
    """A message that says whose MAC an address has (RFC 4861 §4.4)."""
    option = struct.pack("!BB", _TARGET_LINK_LAYER_ADDRESS, 1) + bytes.fromhex(mac.replace(":", ""))
    return with_checksum(Packet(
        ICMPV6, source, destination, struct.pack(
            "!BBHI", NEIGHBOR_ADVERTISEMENT, 0, 0, _SOLICITED_OVERRIDE) + _packed(target) + option,
        NEIGHBORS_HOP_LIMIT))


def redirect(source, destination, target, about):
    """A message that says there is a better first hop for an address (RFC 4861 §4.5)."""
    return with_checksum(Packet(
        ICMPV6, source, destination,
        struct.pack("!BBHI", REDIRECT, 0, 0, 0) + _packed(target) + _packed(about),
        NEIGHBORS_HOP_LIMIT))


def _payload(protocol, source_port, port):
    if protocol == TCP:
        return segment(source_port, port)
    if protocol == UDP:
        return datagram(source_port, port, b"probe")
    return struct.pack("!BBHHH", _ECHO_REQUEST, 0, 0, source_port, 1) + b"probe"


def _answers(packet, payload):
    if packet.protocol == ICMPV6:
        return payload[0] == _ECHO_REPLY and payload[4:] == packet.payload[4:]
    return payload[0:4] == packet.payload[2:4] + packet.payload[0:2]


def with_checksum(packet):
    """The packet with the checksum of RFC 8200, 8.1: connection tracking looks at it."""
    text = (_packed(packet.source) + _packed(packet.destination) +
            struct.pack("!II", len(packet.payload), packet.protocol) + packet.payload)
    text += b"\0" * (len(text) % 2)
    total = sum(struct.unpack(f"!{len(text) // 2}H", text))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    place = {TCP: 16, UDP: 6, ICMPV6: 2}[packet.protocol]
    checksum = struct.pack("!H", ~total & 0xFFFF or 0xFFFF)
    return dataclasses.replace(
        packet, payload=packet.payload[:place] + checksum + packet.payload[place + 2:])


def _parsed(text):
    protocol, hop_limit = text[6], text[7]
    source, destination = (str(ipaddress.IPv6Address(text[at:at + 16])) for at in (8, 24))
    return Packet(protocol, source, destination, text[40:], hop_limit)


def _packed(address):
    return ipaddress.IPv6Address(address).packed
