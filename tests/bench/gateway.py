"""What the gateway's ruleset costs, as the kernel has it: packets, streams, loading, changes.

    python3 gateway.py BUILD [--openings N…] [--rounds N] [--packets N] [--streams N] [--loads N]

Prints one figure a line as JSON, for bench.py; 77 and the reason where there is no root, namespace
or nft. Every ruleset has a gateway of its own between a machine outside and a host, all in one run:

    outside -- wan0 fw vh20 -- host            both ends swallow what comes, but for the streams

Packets take turns over all gateways; who is compared to what, meets the same.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "lab")]

from figure import Figure, in_turns, median  # noqa: E402
from machine import Machine  # noqa: E402
from namespaces import PATIENCE_SECONDS, Failure, Namespace, isolate, link, until  # noqa: E402
from networkd import by_ip  # noqa: E402
from packets import UDP, Packet, datagram, with_checksum  # noqa: E402

HOSTS = 250
OPENINGS = [10, 1000, 20000]
DROPPED_MAX, ESTABLISHED_MAX, STREAM_LOSS_MAX, LOAD_SECONDS_MAX = 1.3, 1.15, 3, 0.5
# What takes everything that comes to an address without an answer.
SWALLOWED = "2001:db8:9::/64"
STREAM_SOURCE = "2001:db8:a::1"
PAYLOAD = bytes(64)
SOL_PACKET, PACKET_QDISC_BYPASS = 263, 20
CLIENT_PORT = 5555
ETHER_IPV6 = 0x86dd
STREAM_SECONDS, STREAM_BYTES = 0.3, 1 << 20
NONE, PLAIN = "no ruleset", "plain"
# As little as a filter can do: no opening is looked at but for a flow's first packet.
PLAIN_RULESET = """
table inet plain {{
  chain prerouting {{
    type filter hook prerouting priority raw; policy accept;
    ip6 daddr {prefix} meta mark set {mark}
  }}
  chain forward {{
    type filter hook forward priority filter; policy drop;
    ct state established accept
    iifname "{inside}" accept
    meta l4proto {{ tcp, udp }} th dport {{ {ports} }} accept
  }}
}}
"""
# One opening more, as elements alone: of an address and port, and of a range of ports.
CHANGES = {
    "an address and port": "open {{ {address} . tcp . 7999",
    "a port for one source": "open_from_48 {{ 2001:db8:5:: . {address} . tcp . 7999",
    "a range of ports": "open_ranges {{ ::/0 . {address} . udp . 7000-7010",
}
FLOWS = {"exact": "exact", "sources": "by source", "egress": "egress"}


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    openings: list
    rounds: int
    packets: int
    streams: int
    loads: int


class Way:
    """A gateway with its two neighbours. A context manager."""

    def __init__(self, name, site, scratch, filtered=True):
        self.site = site
        name = name.replace(" ", "-")
        self.fw = Machine(f"fw-{name}", pathlib.Path(scratch, name), "sixgate", scratch)
        self.outside, self.host = (Namespace(f"{kind}-{name}") for kind in ("outside", "host"))
        for path, text in site["files"].items():
            file = self.fw.file(path.lstrip("/"))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        link(self.fw, "wan0", self.outside, "customer", site["wan_mac"])
        link(self.host, "eth1", self.fw, site["inside"], site["host_mac"])
        self.fw.sysctl(all__forwarding=1)
        for machine, interface in ((self.outside, "customer"), (self.host, "eth1")):
            machine.ip("link", "set", interface, "up")
        by_ip(self.fw, self.fw.file("etc/systemd/network"))
        if not filtered:
            for rule in self.fw.ip_json("-6", "rule"):
                if rule["priority"] in range(1, 32766):
                    self.fw.ip("-6", "rule", "delete", "priority", str(rule["priority"]))
        self._neighbours()
        # By where they go: to the host, or out.
        self._wires = {"in": self._wire(self.outside, "customer"),
                       "out": self._wire(self.host, "eth1")}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for wire in self._wires.values():
            wire.close()
        for machine in (self.fw, self.outside, self.host):
            machine.close()

    def load(self):
        """Loads the ruleset as its unit does; the seconds it takes."""
        return _seconds(self.fw.reload)

    def nft(self, text):
        """Loads a text of nft's; the seconds it takes."""
        return _seconds(self.fw.load, text)

    def job(self, flow, reply=False, distinct=False):
        """A word for packet_cost, and the socket that it means."""
        kind = self.site["flows"][flow]
        ends = [(kind["source"], CLIENT_PORT), (kind["destination"], kind["port"])]
        outwards = (flow == "egress") != reply
        if reply:
            ends.reverse()
        (source, source_port), (destination, port) = ends
        packet = with_checksum(Packet(UDP, source, destination,
                                      datagram(source_port, port, PAYLOAD)))
        wire = self._wires["out" if outwards else "in"]
        gateway = self.fw.mac(self.site["inside"] if outwards else "wan0").replace(":", "")
        frame = bytes.fromhex(gateway + "020000000001") + ETHER_IPV6.to_bytes(2, "big")
        return wire, f"{wire.fileno()}:{'*' if distinct else ''}{(frame + packet.bytes).hex()}"

    def load_plainly(self):
        """Loads the ruleset, and lets counters begin again; the seconds it takes."""
        return _seconds(self.fw.run, "nft", "-f", self.fw.file("etc/sixgate/gateway.nft"))

    def stream(self, reply):
        """Bytes a second of one TCP stream, inwards or as the reply."""
        flow = self.site["flows"]["tcp"]
        with self.host.socket(socket.SOCK_STREAM) as server, \
                self.outside.socket(socket.SOCK_STREAM) as client:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((flow["destination"], flow["port"]))
            server.listen()
            client.settimeout(PATIENCE_SECONDS)
            client.bind((STREAM_SOURCE, 0))
            client.connect((flow["destination"], flow["port"]))
            served, _ = server.accept()
            with served:
                return _pour(*(served, client) if reply else (client, served))

    def arrived(self):
        """How many packets came out at both ends together."""
        return sum(one["stats64"]["rx"]["packets"]
                   for machine, name in ((self.outside, "customer"), (self.host, "eth1"))
                   for one in machine.ip_json("-s", "link", "show", "dev", name))

    def _neighbours(self):
        # All neighbours are known: no packet of a measure waits for one.
        gateway = self.site["wan_mac"]
        self.outside.ip("-6", "address", "add", f"{self.site['next_hop']}/64", "dev", "customer",
                        "nodad")
        self.fw.ip("neigh", "replace", self.site["next_hop"], "lladdr",
                   self.outside.mac("customer"), "dev", "wan0", "nud", "permanent")
        inside = self.fw.mac(self.site["inside"])
        for machine, interface, mac, destination in (
                (self.outside, "customer", gateway, self.site["prefix"]),
                (self.host, "eth1", inside, "default")):
            machine.ip("neigh", "replace", "fe80::2", "lladdr", mac, "dev", interface,
                       "nud", "permanent")
            machine.ip("-6", "route", "add", destination, "via", "fe80::2", "dev", interface)
        stream = self.site["flows"]["tcp"]["destination"]
        for machine, address in ((self.outside, STREAM_SOURCE), (self.host, stream)):
            machine.ip("-6", "address", "add", f"{address}/128", "dev", "lo", "nodad")
        self.outside.ip("-6", "route", "add", "blackhole", SWALLOWED)
        for flow in ("exact", "sources"):
            self.host.ip("-6", "route", "add", "blackhole",
                         f"{self.site['flows'][flow]['destination']}/128")
        for machine in (self.fw, self.outside, self.host):
            until(lambda m=machine: not m.ip("-6", "address", "show", "tentative"),
                  "addresses to be ready")

    def _wire(self, machine, interface):
        wire = machine.socket(socket.SOCK_RAW, 0, socket.AF_PACKET)
        wire.bind((interface, 0))
        wire.setsockopt(SOL_PACKET, PACKET_QDISC_BYPASS, 1)
        return wire


class Gateways:
    """All of them, and what is measured on them. A context manager."""

    def __init__(self, build, sizes, scratch):
        self._build = build
        self._sizes = sizes
        self._scratch = scratch
        sites = {number: self._site(number) for number in sizes.openings}
        self._most = max(sizes.openings)
        any_site = sites[self._most]
        self._ways = {NONE: Way(NONE, any_site, scratch, filtered=False),
                      PLAIN: Way(PLAIN, any_site, scratch)}
        self._ways |= {number: Way(str(number), site, scratch) for number, site in sites.items()}
        ports = ", ".join(str(flow["port"]) for flow in any_site["flows"].values())
        plain = self._ways[PLAIN].fw
        plain.load(PLAIN_RULESET.format(prefix=any_site["prefix"], mark=plain.admitted_mark(),
                                        inside=any_site["inside"], ports=ports))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for way in self._ways.values():
            way.__exit__()

    def figures(self):
        """All of them."""
        for number in self._sizes.openings:
            self._ways[number].load()
        yield from self._dropped()
        yield from self._established()
        yield from self._streams()
        yield from self._loads()
        yield from self._changes()

    def _site(self, openings):
        done = subprocess.run([self._build / "bench/gateway_site", str(HOSTS), str(openings)],
                              stdin=subprocess.DEVNULL, capture_output=True, check=True)
        return json.loads(done.stdout)

    def _send(self, jobs, rounds, packets):
        """Nanoseconds a packet in each round, for each of {name: job}."""
        done = subprocess.run(
            [self._build / "bench/packet_cost", str(rounds), str(packets),
             *(word for _, word in jobs.values())], stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False, pass_fds=sorted({wire.fileno() for wire, _ in jobs.values()}))
        if done.returncode:
            raise Failure(f"packet_cost: {done.stderr.strip()}")
        return dict(zip(jobs, json.loads(done.stdout), strict=True))

    def _dropped(self):
        ways = {name: self._ways[name] for name in (NONE, PLAIN, self._most)}
        jobs = {name: way.job("closed", distinct=True) for name, way in ways.items()}
        arrived, dropped = ways[NONE].arrived(), ways[self._most].fw.count("drop_closed")
        took = self._send(jobs, self._sizes.rounds, self._sizes.packets)
        sent = self._sizes.rounds * self._sizes.packets
        _expect("packets without a ruleset", sent, ways[NONE].arrived() - arrived)
        _expect("dropped packets", sent, ways[self._most].fw.count("drop_closed") - dropped)
        yield _ratio(f"a dropped packet, {self._most:,} openings", took[self._most], took[NONE],
                     "passed without a ruleset", DROPPED_MAX)
        yield _ratio("  a plain filter that drops it", took[PLAIN], took[NONE],
                     "passed without a ruleset")

    def _established(self):
        names = (PLAIN, *self._sizes.openings)
        for flow, text in FLOWS.items():
            for reply in (False, True):
                jobs = {name: self._ways[name].job(flow, reply=reply) for name in names}
                for first in (False, True):
                    self._send({name: self._ways[name].job(flow, reply=first) for name in names},
                               1, 1)
                before = {name: self._ways[name].arrived() for name in names}
                took = self._send(jobs, self._sizes.rounds, self._sizes.packets)
                sent = self._sizes.rounds * self._sizes.packets
                for name in names:
                    _expect(f"packets of known flows, {name}", sent,
                            self._ways[name].arrived() - before[name])
                for number in self._sizes.openings:
                    yield _ratio(f"a known flow's packet, {text}, "
                                 f"{'reply' if reply else 'original'}, {number:,} openings",
                                 took[number], took[PLAIN], "with a plain filter",
                                 ESTABLISHED_MAX)

    def _streams(self):
        for text, reply in (("in", False), ("out", True)):
            rates = in_turns(self._sizes.streams,
                             {name: lambda way=self._ways[name]: way.stream(reply)
                              for name in (NONE, PLAIN, self._most)})
            for name, by, target in (
                    (f"loss of a TCP stream's throughput, {text}, {self._most:,} openings",
                     self._most, STREAM_LOSS_MAX),
                    ("  by a plain filter", PLAIN, None)):
                kept = median([one / other for one, other in
                               zip(rates[by], rates[NONE], strict=True)])
                yield Figure(name, (1 - kept) * 100, "%", target,
                             f"{median(rates[by]) / 1e9:.2f} GB/s, and "
                             f"{median(rates[NONE]) / 1e9:.2f} GB/s without a ruleset")

    def _loads(self):
        way = self._ways[self._most]
        took = in_turns(self._sizes.loads, {
            "empty": lambda: way.nft("flush ruleset") and _with_processor(way.load),
            "again": lambda: _with_processor(way.load),
            "nft": lambda: _with_processor(way.load_plainly),
        })
        for name, key, target in (
                ("loading a ruleset into an empty kernel", "empty", LOAD_SECONDS_MAX),
                ("loading it again, as for each change", "again", LOAD_SECONDS_MAX),
                ("  by nft alone, without keeping counters", "nft", None)):
            seconds, processor = (median(values) for values in zip(*took[key], strict=True))
            yield Figure(f"{name}, {self._most:,} openings", seconds, "s", target,
                         f"{processor:.2f} s of a processor: the rest is waiting")

    def _changes(self):
        way = self._ways[self._most]
        address = way.site["flows"]["closed"]["destination"]
        for name, element in CHANGES.items():
            element = "element inet sixgate " + element.format(address=address)
            took = in_turns(self._sizes.loads, {
                "adding": lambda e=element: way.nft(
                    f'add counter inet sixgate o_new\nadd {e} : "o_new" }}\n'),
                "removing": lambda e=element: way.nft(
                    f'delete {e} }}\ndelete counter inet sixgate o_new\n'),
            })
            for verb, seconds in took.items():
                yield Figure(f"{verb} {name} as an element, {self._most:,} openings",
                             median(seconds) * 1000, "ms")


def _expect(what, wanted, got):
    # A neighbour's greeting may be among them.
    if not wanted <= got <= wanted + 20:
        raise Failure(f"{what}: {got} of {wanted} came")


def _seconds(job, *arguments):
    """How long a job takes."""
    begin = time.perf_counter()
    job(*arguments)
    return time.perf_counter() - begin


def _with_processor(job):
    """What a job returns, and the seconds of a processor that its programs took."""
    before = os.times()
    result = job()
    after = os.times()
    return result, sum(after[2:4]) - sum(before[2:4])


def _pour(sender, receiver):
    """Bytes a second that a child process gets through a connection."""
    processors = sorted(os.sched_getaffinity(0))
    child = os.fork()
    # Each on its own, where there are two, and before others: else the scheduler decides how quick
    # a stream is.
    os.sched_setaffinity(0, {processors[0 if child else -1]})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    if child == 0:
        try:
            end = time.monotonic() + STREAM_SECONDS
            data = bytes(STREAM_BYTES)
            while time.monotonic() < end:
                sender.sendall(data)
        finally:
            os._exit(0)
    sender.close()
    begin, count, buffer = time.monotonic(), 0, bytearray(STREAM_BYTES)
    while got := receiver.recv_into(buffer):
        count += got
    took = time.monotonic() - begin
    os.waitpid(child, 0)
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.sched_setaffinity(0, processors)
    return count / took


def _ratio(name, took, by, what, target=None):
    """The median of the rounds' ratios: both of a round were disturbed alike."""
    ratio = median([one / other for one, other in zip(took, by, strict=True)])
    return Figure(name, ratio, "", target,
                  f"{median(took) / 1000:.2f} us, and {median(by) / 1000:.2f} us {what}")


def main():
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--openings", type=int, nargs="+", default=OPENINGS)
    parser.add_argument("--rounds", type=int, default=100, help="of packets")
    parser.add_argument("--packets", type=int, default=2000, help="in each round")
    parser.add_argument("--streams", type=int, default=9, help="rounds of streams")
    parser.add_argument("--loads", type=int, default=5, help="rounds of loading")
    arguments = vars(parser.parse_args())
    build = arguments.pop("build")
    isolate()
    with Gateways(build, Sizes(**arguments), "/run/bench") as gateways:
        for figure in gateways.figures():
            print(json.dumps(dataclasses.asdict(figure)), flush=True)


if __name__ == "__main__":
    main()
