"""The table goes on: addresses of containers, and openings of both directions."""

from bad_input_rows import GONE, HOST_BITS, IPV4, IPV6_PLEASE, NOBODY, SITE, ZONE, TAKE_OVER
from bad_input_rows import Row, block, edit
from refusal import Expected

WEB = f"{SITE}:22"  # the network that the addresses below are in


def address(name, body, *says, stage="plan", called="bad", network="web", host="vm1"):
    """A row with an address of a container."""
    return Row(f"address: {name}", Expected("sixgate_address.bad", *says), stage=stage,
               config=block("sixgate_address.bad", f"""
  host    = {host if host.startswith('"') else f"sixgate_host.{host}.id"}
  network = "{network}"
  name    = "{called}"
  {body}"""))


def exact(name, text, *says, stage="plan"):
    """A row with an address that is asked for."""
    return address(name, f'address = "{text}"', *says, stage=stage)


def opening(name, body, *says, stage="plan", host="sixgate_host.vm1.id"):
    """A row with an opening."""
    return Row(f"opening: {name}", Expected("sixgate_firewall_opening.bad", *says), stage=stage,
               config=block("sixgate_firewall_opening.bad", f"host = {host}\n{body}"))


def to(name, text, *says):
    """A row with an opening to an address."""
    return opening(name, f'protocol = "tcp"\nports = ["1"]\naddress = "{text}"', *says)


def source(name, text, *says):
    """A row with an opening for a source."""
    return opening(name, f'protocol = "tcp"\nports = ["1"]\nsources = ["{text}"]', *says)


def port(text, *says):
    """A row with an opening of a port."""
    return opening(f"port {text!r}", f'protocol = "tcp"\nports = ["{text}"]', *says)


def egress(name, body, *says, stage="plan", host="sixgate_host.vm1.id", to="::/0"):
    """A row with an egress opening."""
    return Row(f"egress opening: {name}", Expected("sixgate_egress_opening.bad", *says),
               stage=stage, config=block("sixgate_egress_opening.bad", f"""
  host         = {host}
  destinations = ["{to}"]
  {body}"""))


def leave_from(name, text, *says):
    """A row with an egress opening of an address."""
    return egress(name, f'protocol = "tcp"\nports = ["1"]\naddress = "{text}"', *says)


def leave_to(name, text, *says):
    """A row with an egress opening to a destination."""
    return egress(name, 'protocol = "tcp"\nports = ["1"]', *says, to=text)


PORT_FORM = "write a number from 1 to 65535 such as 443, or a range such as 8000-8010"
NO_CONTAINER = "cannot be given to a container, because it is"

ADDRESS_ROWS = [
    exact("IPv4", "192.0.2.1", '"192.0.2.1"', IPV4, IPV6_PLEASE),
    exact("zone id", "fe80::1%eth0", '"fe80::1%eth0"', *ZONE),
    exact("outside the host's block", "2001:db8:55::1",
          "2001:db8:55::1", f"outside of network {WEB}::/80"),
    exact("in another network", f"{SITE}:21::5",
          f"{SITE}:21::5", f"outside of network {WEB}::/80"),
    exact("in the dynamic range", f"{WEB}:8000::5",
          f"{WEB}:8000:0:5", f"{NO_CONTAINER} in the dynamic range {WEB}:8000::/96"),
    exact("the routers' anycast address", f"{WEB}::",
          f"{WEB}::", f"{NO_CONTAINER} the routers' anycast address"),
    exact("the bridge's own", f"{WEB}::1", f"{WEB}::1", f"{NO_CONTAINER} the bridge's own address"),
    exact("reserved", f"{WEB}:ffff:ffff:ffff",
          f"{WEB}:ffff:ffff:ffff", f"{NO_CONTAINER} one of the reserved anycast addresses (RFC"),
    exact("taken", f"{WEB}::2",
          f"{WEB}::2", 'is taken by address "www" (owner "default", id ', stage="apply"),
    address("full network", "", 'network "default" 2001:db8:9::8010/124',
            "has no free address below its dynamic range 2001:db8:9::8018/125", "all 6 are taken",
            network="default", host="full[0]", stage="apply"),
    address("same name", "", '"www"', "is in the registry",
            f"{TAKE_OVER} `terraform import sixgate_address.NAME fw/vm1/web/www`", called="www",
            stage="apply"),
    address("unknown network", "", '"nowhere"', 'Host "vm1" has no network',
            'it has "default", "web"', network="nowhere", stage="apply"),
    address("unknown host", "", f'"{NOBODY}"', "There is no host with the id", GONE,
            host=f'"{NOBODY}"'),
]

OPENING_ROWS = [
    port("0", '"0"', "Invalid port", PORT_FORM),
    port("65536", '"65536"', "Invalid port", PORT_FORM),
    port("8010-8000", '"8010-8000"', "ends before it starts", "write 8000-8010"),
    port("", '""', "Invalid port", PORT_FORM),
    port("0-10", '"0-10"', "Invalid port", PORT_FORM),
    port("80-", '"80-"', "Invalid port", PORT_FORM),
    port("1-2-3", '"1-2-3"', "Invalid port", PORT_FORM),
    port("http", '"http"', "Invalid port", PORT_FORM),
    opening("empty ports", 'protocol = "tcp"\nports = []', "ports", "Missing", 'such as ["443"]'),
    opening("no ports", 'protocol = "tcp"', "ports", "Missing", 'such as ["443"]'),
    opening("ports of echo", 'protocol = "icmpv6"\nports = ["7"]',
            "icmpv6", "has no ports", "Remove ports"),
    opening("unknown protocol", 'protocol = "gre"\nports = ["7"]',
            '"gre"', "is not one of", '"tcp", "udp", "sctp", "icmpv6"'),
    source("IPv4", "192.0.2.1", '"192.0.2.1"', IPV4, IPV6_PLEASE),
    source("zone id of a source", "fe80::1%eth0", '"fe80::1%eth0"', *ZONE),
    source("host bits", "2001:db8::1/64", '"2001:db8::1/64"', HOST_BITS, "write 2001:db8::/64"),
    to("IPv4 address", "192.0.2.1", '"192.0.2.1"', IPV4, IPV6_PLEASE),
    to("zone id of an address", "fe80::1%eth0", '"fe80::1%eth0"', *ZONE),
    to("outside the host's block", "2001:db8:55::1",
       "2001:db8:55::1", f"is outside of the host's block {SITE}:20::/76"),
    to("in a dynamic range", f"{WEB}:8000::5",
       f"{WEB}:8000:0:5", f"is in the dynamic range {WEB}:8000::/96"),
    to("the gateway's own", f"{SITE}:20::1", f'"{SITE}:20::1"', "is the gateway's own",
       f"the host's own address is {SITE}:20::2"),
    to("the routers' anycast address", f"{WEB}::", f"{WEB}::", "the routers' anycast address"),
    to("reserved", f"{WEB}:ffff:ffff:ffff", f"{WEB}:ffff:ffff:ffff", "reserved anycast addresses"),
    opening("unknown network", 'protocol = "tcp"\nports = ["1"]\nnetwork = "nowhere"',
            '"nowhere"', 'Host "vm1" has no network', 'it has "default", "web"', stage="apply"),
    opening("unknown host", 'protocol = "tcp"\nports = ["1"]',
            f'"{NOBODY}"', "There is no host with the id", GONE, host=f'"{NOBODY}"'),
]

EGRESS_ROWS = [
    leave_to("IPv4", "192.0.2.1", '"192.0.2.1"', IPV4, IPV6_PLEASE),
    leave_to("zone id", "fe80::1%eth0", '"fe80::1%eth0"', *ZONE),
    leave_to("host bits", "2001:db8::1/64", '"2001:db8::1/64"', HOST_BITS, "write 2001:db8::/64"),
    leave_to("another host", f"{SITE}:30::2", f'"{SITE}:30::2"', f"is inside {SITE}::/64",
             "write a sixgate_firewall_opening of the host that has it, with "
             f'"{SITE}:20::/76" among its sources'),
    leave_to("the site's prefix", f"{SITE}::/64", f'"{SITE}::/64"', f"is inside {SITE}::/64",
             "write a sixgate_firewall_opening of the host that has it"),
    leave_from("IPv4 address", "192.0.2.1", '"192.0.2.1"', IPV4, IPV6_PLEASE),
    leave_from("outside the host's block", "2001:db8:55::1", '"2001:db8:55::1"',
               f"is outside of the host's block {SITE}:20::/76", "name one of its own addresses"),
    leave_from("in a dynamic range", f"{WEB}:8000::5",
               f"{WEB}:8000:0:5", f"is in the dynamic range {WEB}:8000::/96"),
    leave_from("the gateway's own", f"{SITE}:20::1", f'"{SITE}:20::1"', "is the gateway's own",
               f"the host's own address is {SITE}:20::2"),
    egress("address and network",
           f'protocol = "tcp"\nports = ["1"]\naddress = "{WEB}::5"\nnetwork = "web"',
           "address and network", "exclude each other", "Name one address, or the whole network"),
    egress("no ports", 'protocol = "tcp"', "ports", "Missing", 'such as ["443"]'),
    egress("ports of echo", 'protocol = "icmpv6"\nports = ["7"]',
           "icmpv6", "has no ports", "Remove ports"),
    egress("unknown protocol", 'protocol = "gre"\nports = ["7"]',
           '"gre"', "is not one of", '"tcp", "udp", "sctp", "icmpv6"'),
    egress("time", 'protocol = "tcp"\nports = ["1"]\nexpires_at = "tomorrow"',
           '"tomorrow"', "is not a time", "2030-01-31T18:00:00Z"),
    egress("unknown network", 'protocol = "tcp"\nports = ["1"]\nnetwork = "nowhere"',
           '"nowhere"', 'Host "vm1" has no network', 'it has "default", "web"', stage="apply"),
    egress("unknown host", 'protocol = "tcp"\nports = ["1"]',
           f'"{NOBODY}"', "There is no host with the id", GONE, host=f'"{NOBODY}"'),
]
