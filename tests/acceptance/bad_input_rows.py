"""The table of bad configurations: what is added to a good one, and what the error has to say."""

import dataclasses

from refusal import Expected

HEAD = """
terraform {
  required_providers {
    sixgate = { source = "sixgate/sixgate" }
  }
}
"""

PROVIDERS = """
provider "sixgate" {
  registry = "sqlite:registry.db"
}

provider "sixgate" {
  alias    = "other"
  registry = "sqlite:registry.db"
  owner    = "other-team"
}
"""

MAC = "00:50:56:00:6f:9f"
NOBODY = "7f0c8d3e-5a41-4a6e-9c39-3f3c5e0a9b11"


def block(address, body):
    """The resource at `address`."""
    kind, name = address.split(".")
    return f'resource "{kind}" "{name}" {{\n{body}\n}}\n'


def gateway_body(name, prefix, more=""):
    """A gateway that is right."""
    return f"""
  name         = "{name}"
  prefix       = sixgate_prefix.{prefix}.id
  address_plan = sixgate_prefix.{prefix}.address_plan
  kind         = "nftables"
  wan          = {{ interface = "wan0", mac = "{MAC}" }}
  inside       = {{ mode = "per_host" }}
{more}"""


# The good configuration, in an order in which each uses only those before it: a site that is
# delivered, a prefix and a network that are full, and a prefix of another owner.
GOOD = {
    "sixgate_prefix.site": 'name = "site"\ncidr = "2001:db8:1234:321d::/64"',
    "sixgate_gateway.fw": gateway_body("fw", "site", 'deploy = { directory = "out/fw" }'),
    "sixgate_host.vm1": """
  name             = "vm1"
  gateway          = sixgate_gateway.fw.id
  address_plan     = sixgate_prefix.site.address_plan
  slot             = 2
  inside_interface = "vh20"
  mac              = "00:00:5e:00:53:01"
  networks         = { default = {}, web = {} }
  deploy           = { directory = "out/vm1" }""",
    "sixgate_address.www": 'host = sixgate_host.vm1.id\nnetwork = "web"\nname = "www"',
    "sixgate_firewall_opening.https": """
  host        = sixgate_host.vm1.id
  address     = sixgate_address.www.address
  protocol    = "tcp"
  ports       = ["443"]
  description = "web site\"""",
    "sixgate_egress_opening.mail": """
  host         = sixgate_host.vm1.id
  address      = sixgate_address.www.address
  destinations = ["::/0"]
  protocol     = "tcp"
  ports        = ["25"]
  description  = "outgoing mail\"""",
    "sixgate_prefix.theirs":
        'provider = sixgate.other\nname = "theirs"\ncidr = "2001:db8:8::/48"\n'
        'reserved = ["2001:db8:8:ff00::/56"]',
    "sixgate_prefix.tiny": 'name = "tiny"\ncidr = "2001:db8:7::/120"',
    "sixgate_prefix.half":
        'name = "half"\nparent = sixgate_prefix.tiny.id\ncidr = "2001:db8:7::/121"',
    "sixgate_prefix.quarter":
        'name = "quarter"\nparent = sixgate_prefix.tiny.id\ncidr = "2001:db8:7::80/122"',
    "sixgate_prefix.full":
        'name = "full"\ncidr = "2001:db8:9::/112"\nhost_length = 114\nnetwork_length = 124',
    "sixgate_gateway.full": gateway_body("fw2", "full"),
    "sixgate_host.full": """
  count            = 2
  name             = "full${count.index}"
  gateway          = sixgate_gateway.full.id
  address_plan     = sixgate_prefix.full.address_plan
  slot             = 2 + count.index
  inside_interface = "vf${count.index}\"""",
    "sixgate_address.full": """
  count   = 6
  host    = sixgate_host.full[0].id
  network = "default"
  name    = "c${count.index}\"""",
}


def good(without=()):
    """The good configuration, less some of its resources."""
    return HEAD + PROVIDERS + "".join(
        block(address, body) for address, body in GOOD.items() if address not in without)


@dataclasses.dataclass(frozen=True)
class Row:
    """One bad configuration: `config` is added to the good one, after `edit` was made in it."""

    name: str
    expected: Expected
    config: str = ""
    edit: tuple[str, str] = ("", "")
    stage: str = "plan"


def prefix(name, body, *says, stage="plan", called="bad"):
    """A row with a prefix."""
    return Row(f"prefix: {name}", Expected("sixgate_prefix.bad", *says), stage=stage,
               config=block("sixgate_prefix.bad", f'name = "{called}"\n{body}'))


def child(name, body, *says, stage="plan"):
    """A row with a child of the site's prefix."""
    return prefix(name, f"parent = sixgate_prefix.site.id\n{body}", *says, stage=stage)


def gateway(name, *says, wan="", prefix_id="sixgate_prefix.theirs.id", stage="plan", called="bad"):
    """A row with a gateway."""
    return Row(f"gateway: {name}", Expected("sixgate_gateway.bad", *says), stage=stage,
               config=block("sixgate_gateway.bad", f"""
  name   = "{called}"
  prefix = {prefix_id}
  kind   = "nftables"
  inside = {{ mode = "per_host" }}
  wan    = {{ interface = "wan0", mac = "{MAC}"{wan} }}"""))


def host(name, body, *says, gateway_id="sixgate_gateway.fw.id", stage="plan", called="bad",
         interface="vh99"):
    """A row with a host."""
    return Row(f"host: {name}", Expected("sixgate_host.bad", *says), stage=stage,
               config=block("sixgate_host.bad", f"""
  name             = "{called}"
  gateway          = {gateway_id}
  inside_interface = "{interface}"
  {body}"""))


def data(name, kind, argument, *says):
    """A row with a data source."""
    return Row(f"data source: {name}", Expected(f"data.{kind}.bad", *says),
               config=f'data "{kind}" "bad" {{\n{argument} = "{NOBODY}"\n}}\n')


def edit(name, address, old, new, *says, stage="apply"):
    """A row that changes a resource that is there."""
    return Row(f"change: {name}", Expected(address, *says), edit=(old, new), stage=stage)


HOST_BITS = "has host bits set"
IPV4 = "is IPv4"
IPV6_PLEASE = "write an IPv6 address such as 2001:db8::1"
ZONE = ("has a zone id", 'leave "%eth0" out')
TAKE_OVER = "choose another name, or, if no other configuration has it, take it over with"
GONE = "it was removed, or it belongs to another registry"
SITE = "2001:db8:1234:321d"

PREFIX_ROWS = [
    Row("prefix: required and null", Expected("sixgate_prefix.bad", "name", "is required", "null"),
        config=block("sixgate_prefix.bad", 'name = null\ncidr = "2001:db8:5::/64"')),
    prefix("read-only and set", 'cidr = "2001:db8:5::/64"\nid = "mine"',
           "only the provider's to set", "remove it"),
    prefix("host bits", 'cidr = "2001:db8:5::1/64"',
           '"2001:db8:5::1/64"', HOST_BITS, "write 2001:db8:5::/64"),
    child("host bits of a child", f'cidr = "{SITE}:1::1/80"',
          f'"{SITE}:1::1/80"', HOST_BITS, f"write {SITE}:1::/80"),
    prefix("host bits of a reserved range",
           'cidr = "2001:db8:5::/64"\nreserved = ["2001:db8:5::1/80"]',
           '"2001:db8:5::1/80"', HOST_BITS, "write 2001:db8:5::/80"),
    prefix("IPv4", 'cidr = "192.0.2.0/24"', '"192.0.2.0/24"', IPV4, IPV6_PLEASE),
    prefix("IPv4 reserved", 'cidr = "2001:db8:5::/64"\nreserved = ["192.0.2.0/24"]',
           '"192.0.2.0/24"', IPV4, IPV6_PLEASE),
    prefix("zone id", 'cidr = "fe80::%eth0/64"', '"fe80::%eth0/64"', *ZONE),
    child("outside its parent", 'cidr = "2001:db8:55::/80"',
          "2001:db8:55::/80", f'is not inside prefix "site" {SITE}::/64'),
    child("all of its parent", f'cidr = "{SITE}::/64"',
          f"{SITE}::/64", f'is all of prefix "site" {SITE}::/64'),
    child("no longer than its parent", "length = 64",
          "not 64", f"inside of {SITE}::/64", "needs a length from 65 to 128"),
    prefix("reserved outside", 'cidr = "2001:db8:5::/64"\nreserved = ["2001:db8:6::/80"]',
           "2001:db8:6::/80", "is not inside 2001:db8:5::/64"),
    prefix("overlaps a root", 'cidr = "2001:db8:1234::/48"',
           "2001:db8:1234::/48", f'overlaps {SITE}::/64 of prefix "site" (owner "default", id ',
           "use another range, or make this one its child", stage="apply"),
    prefix("overlaps a root of another owner", 'cidr = "2001:db8:8:1::/64"',
           "2001:db8:8:1::/64", 'overlaps 2001:db8:8::/48 of prefix "theirs" (owner "other-team"',
           "use another range, or make this one its child"),
    child("overlaps a host", f'cidr = "{SITE}:20::/80"',
          f"{SITE}:20::/80", f'overlaps {SITE}:20::/76 of host "vm1" (owner "default", id ',
          stage="apply"),
    prefix("overlaps a child", 'parent = sixgate_prefix.tiny.id\ncidr = "2001:db8:7::40/122"',
           "2001:db8:7::40/122", 'overlaps 2001:db8:7::/121 of prefix "half"', stage="apply"),
    prefix("reserved in its parent",
           'parent = sixgate_prefix.theirs.id\ncidr = "2001:db8:8:ff40::/58"',
           "2001:db8:8:ff40::/58", 'overlaps what is reserved in prefix "theirs"',
           "ask for another block, or take the range out of `reserved`", stage="apply"),
    prefix("full", "parent = sixgate_prefix.tiny.id\nlength = 121",
           "no /121 is free", 'Prefix "tiny" 2001:db8:7::/120',
           "the largest free block is 2001:db8:7::c0/122", stage="apply"),
    prefix("same name", 'cidr = "2001:db8:5::/64"',
           '"site"', "is in the registry",
           f"{TAKE_OVER} `terraform import sixgate_prefix.NAME site`",
           called="site", stage="apply"),
    prefix("same name as another owner's", 'cidr = "2001:db8:5::/64"',
           '"theirs"', '(owner "other-team"', TAKE_OVER, called="theirs"),
    prefix("unknown parent", f'parent = "{NOBODY}"\nlength = 80',
           f'"{NOBODY}"', "There is no prefix with the id", GONE),
    edit("reserves what is taken", "sixgate_prefix.tiny", 'cidr = "2001:db8:7::/120"',
         'cidr = "2001:db8:7::/120"\nreserved = ["2001:db8:7::/122"]',
         "2001:db8:7::/122", 'overlaps 2001:db8:7::/121 of prefix "half"'),
]

HOST_ROWS = [
    gateway("IPv4 next hop", '"192.0.2.1"', IPV4, IPV6_PLEASE, wan=', next_hop = "192.0.2.1"'),
    gateway("zone id", '"fe80::1%eth0"', *ZONE, wan=', next_hop = "fe80::1%eth0"'),
    gateway("WAN address with the prefix's length", '"2001:db8:8:10::1/48"',
            "would make blocks of hosts neighbours", 'write "2001:db8:8:10::1/128"',
            wan=', address = "2001:db8:8:10::1/48"'),
    gateway("same name", '"fw"', "is in the registry", TAKE_OVER, stage="apply", called="fw"),
    gateway("unknown prefix", f'"{NOBODY}"', "There is no prefix with the id", GONE,
            prefix_id=f'"{NOBODY}"'),
    host("slot 0", "slot = 0", "slot 0 is not for a host", "slot 1 is the gateway's own",
         "the first host slot is 2"),
    host("slot 1", "slot = 1", "slot 1 is not for a host", "slot 1 is the gateway's own",
         "the first host slot is 2"),
    host("slot -1", "slot = -1", "slot -1 is not for a host", "slot 1 is the gateway's own",
         "the first host slot is 2"),
    host("slot 0 as a block", f'block = "{SITE}::/76"',
         f"Slot 0 of {SITE}::/64", "it holds the routers' anycast address",
         "the first host slot is 2"),
    host("slot 1 as a block", f'block = "{SITE}:10::/76"',
         f"Slot 1 of {SITE}::/64", "it is the gateway's own", "the first host slot is 2"),
    host("slot beyond the last", "slot = 4096",
         "no slot 4096", f"Prefix {SITE}::/64", "the last one is 4095"),
    host("slot taken", "slot = 2",
         f"{SITE}:20::/76", 'is taken by host "vm1" (owner "default", id ', stage="apply"),
    host("block taken", f'block = "{SITE}:20::/76"',
         f"{SITE}:20::/76", 'is taken by host "vm1" (owner "default", id ', stage="apply"),
    host("block with host bits", f'block = "{SITE}:30::1/76"',
         f'"{SITE}:30::1/76"', HOST_BITS, f"write {SITE}:30::/76"),
    host("block of IPv4", 'block = "192.0.2.0/24"', '"192.0.2.0/24"', IPV4, IPV6_PLEASE),
    host("block outside the prefix", 'block = "2001:db8:55::/76"',
         "2001:db8:55::/76", f"is outside of {SITE}::/64"),
    host("block of another length", f'block = "{SITE}:30::/80"',
         f"{SITE}:30::/80", "is not a /76", f"write {SITE}:30::/76"),
    host("slot and block", f'slot = 3\nblock = "{SITE}:40::/76"',
         "slot and block", "say the same", "Give only one of them"),
    host("full prefix", "", "no /114 is free", 'Prefix "full" 2001:db8:9::/112', "it is full",
         gateway_id="sixgate_gateway.full.id", stage="apply"),
    host("same name", "", '"vm1"', "is in the registry",
         f"{TAKE_OVER} `terraform import sixgate_host.NAME fw/vm1`", called="vm1", stage="apply"),
    host("same interface", "", '"vh20"', 'is that of host "vm1"', interface="vh20", stage="apply"),
    host("same MAC", 'mac = "00:00:5e:00:53:01"',
         '"00:00:5e:00:53:01"', 'is that of host "vm1"', stage="apply"),
    host("unknown gateway", "", f'"{NOBODY}"', "There is no gateway with the id", GONE,
         gateway_id=f'"{NOBODY}"'),
    host("name instead of an id", "", '"fw"', "is no id", "write sixgate_gateway.NAME.id",
         gateway_id='"fw"'),
    host("directory of another object", 'deploy = { directory = "out/fw" }',
         '"out/fw"', 'holds the files of gateway "fw"', "give each object a directory of its own",
         stage="apply"),
    edit("removes a network that is used", "sixgate_host.vm1",
         "{ default = {}, web = {} }", "{ default = {} }",
         'Network "web" of host "vm1"', 'it is used by address "www"'),
    edit("renumbers a prefix that is used", "sixgate_prefix.site",
         'cidr = "2001:db8:1234:321d::/64"', 'cidr = "2001:db8:5::/64"',
         "to 2001:db8:5::/64", 'while it is used by gateway "fw"', "renumbers empty prefixes only"),
    data("unknown gateway", "sixgate_gateway_config", "gateway",
         f'"{NOBODY}"', "There is no gateway with the id", GONE),
    data("unknown prefix", "sixgate_site", "prefix",
         f'"{NOBODY}"', "There is no prefix with the id", GONE),
    Row("import: unknown id", Expected("", f'"{NOBODY}"', "There is no prefix with the id", GONE),
        config=f'import {{\n  to = sixgate_prefix.bad\n  id = "{NOBODY}"\n}}\n'
        + block("sixgate_prefix.bad", 'name = "bad"\ncidr = "2001:db8:5::/64"')),
    Row("import: unknown name", Expected("", '"nobody"', "There is no prefix", "in the registry"),
        config='import {\n  to = sixgate_prefix.bad\n  id = "nobody"\n}\n'
        + block("sixgate_prefix.bad", 'name = "bad"\ncidr = "2001:db8:5::/64"')),
]
