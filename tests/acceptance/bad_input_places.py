"""Registries and directories that cannot be used: not what they seem, read-only, full, locked."""

import contextlib
import dataclasses
import shutil
import sqlite3
import subprocess
from collections.abc import Callable

from bad_input_rows import block, gateway_body
from refusal import Expected

SITE = """
provider "sixgate" {
  registry          = "sqlite:place/registry.db"
  operation_timeout = "1s"
}

resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:1234:321d::/64"
}
"""
MORE = block("sixgate_prefix.more", 'name = "more"\ncidr = "2001:db8:5::/64"')
PERMISSIONS = "SQLite needs to read and write the file and the directory it is in"
# Several times a registry, and filled at once.
DISK = "size=256k"


def gateway(directory):
    """A gateway that is delivered to a directory."""
    deploy_to = f'deploy = {{ directory = "{directory}" }}'
    return block("sixgate_gateway.fw", gateway_body("fw", "site", deploy_to))


def host(place):
    """A host behind it."""
    return block("sixgate_host.vm1", f"""
  name             = "vm1"
  gateway          = sixgate_gateway.fw.id
  address_plan     = sixgate_prefix.site.address_plan
  inside_interface = "vh20"
  {place}""")


@dataclasses.dataclass(frozen=True)
class Place:
    """A directory that is harmed by `harm(stack, directory)`.

    `good` is applied before that, unless it is empty, and `config` added afterwards. `disk`: the
    directory is to be a disk of its own.
    """

    name: str
    expected: Expected
    harm: Callable
    directory: str = "place"
    good: str = SITE
    config: str = ""
    stage: str = "plan"
    disk: bool = False


@contextlib.contextmanager
def harmed(row, workspace):
    """Makes the row's place what it is to be, for as long as it takes."""
    directory = workspace.directory / row.directory
    with contextlib.ExitStack() as stack:
        directory.mkdir()
        if row.disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", directory], check=True)
            stack.callback(subprocess.run, ["umount", directory], check=True)
        if row.good:
            workspace.write("good.tf", row.good)
            workspace.apply()
        row.harm(stack, directory)
        workspace.write("good.tf", row.good or SITE)
        workspace.write("bad.tf", row.config)
        yield


def _file(name, text):
    def harm(_stack, directory):
        (directory / name).write_text(text, encoding="utf-8")
    return harm


def _directory(_stack, directory):
    (directory / "registry.db").mkdir()


def _sql(*statements):
    def harm(_stack, directory):
        with contextlib.closing(sqlite3.connect(directory / "registry.db")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
    return harm


def _gone(_stack, directory):
    shutil.rmtree(directory)


def _locked(stack, directory):
    database = sqlite3.connect(directory / "registry.db", isolation_level=None)
    stack.callback(database.close)
    database.execute("BEGIN IMMEDIATE")


def _read_only(_stack, directory):
    subprocess.run(["mount", "-o", "remount,bind,ro", directory], check=True)


def _full(_stack, directory):
    with contextlib.suppress(OSError), open(directory / "ballast", "wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4096))


def registry(name, harm, *says, **more):
    """A row about the registry's file: the error is about what is there, or about what is added."""
    about = "sixgate_prefix.more" if more.get("config") else "sixgate_prefix.site"
    return Place(f"registry: {name}", Expected(about, 'place/registry.db"', *says), harm, **more)


def first(name, config, about, *says):
    """A row without a registry: what is wrong by itself is known in the first plan."""
    return Place(f"first plan: {name}", Expected(about, *says), lambda _stack, _directory: None,
                 good="", config=config)


def deploy(name, harm, directory, *says, **more):
    """A row about the directory that a gateway is to be delivered to; the registry is elsewhere."""
    return Place(f"deploy: {name}", Expected("sixgate_gateway.fw", *says), harm, "out",
                 config=gateway(directory), **more)


def delivered(name, harm, *says):
    """A row about the directory of a gateway that a host then comes to: the host is not made."""
    return Place(f"deploy: {name}", Expected("sixgate_host.vm1", *says), harm, "out",
                 good=SITE + gateway("out/fw"), config=host("slot = 2"), stage="apply", disk=True)


ROWS = [
    registry("a text", _file("registry.db", "Dear diary,\n" * 100),
             "is not a sixgate registry", "name another path", good=""),
    registry("another program's database", _sql("CREATE TABLE notes(text)"),
             "is not a sixgate registry: it is another program's database", "name another path",
             good=""),
    registry("an empty file", _file("registry.db", ""),
             "is an empty file", "restore it from a backup, or remove it", good=""),
    registry("a directory", _directory, "Is a directory", "name the path of a file", good=""),
    registry("a newer file", _sql("PRAGMA user_version = 99"),
             "was written by a newer sixgate: it has format 99, this one knows 1",
             "upgrade sixgate"),
    registry("newer records", _sql("""UPDATE kv SET value = replace(value, '"format":1', """
                                   """'"format":99') WHERE key = 'meta/registry'"""),
             "has format 99, and this sixgate knows 1",
             "use the sixgate that wrote it, or a newer one"),
    registry("gone", _gone, "is empty or missing",
             "terraform-provider-sixgate registry init --id "),
    registry("locked for longer than operation_timeout", _locked,
             "has been locked by another writer for 1s",
             "wait until it has finished, or raise operation_timeout", stage="apply", config=MORE),
    registry("read-only", _read_only, "is read-only", PERMISSIONS, disk=True),
    registry("to be made in a read-only directory", _read_only, "Read-only file system",
             PERMISSIONS, stage="apply", good="", disk=True),
    registry("on a full disk", _full, "the disk is full",
             "nothing was written: make room and try again", disk=True),
    registry("to be made on a full disk", _full, "the disk is full",
             "nothing was written: make room and try again", stage="apply", good="", disk=True),
    first("no cidr", block("sixgate_prefix.bad", 'name = "bad"'), "sixgate_prefix.bad",
          "cidr", "Missing", "give its cidr"),
    first("a root too long", block("sixgate_prefix.bad", 'name = "bad"\ncidr = "2001:db8::/126"'),
          "sixgate_prefix.bad", "2001:db8::/126", "is not between /16 and /120",
          "give the prefix that the provider routes to you"),
    first("an IPv4-mapped root",
          block("sixgate_prefix.bad", 'name = "bad"\ncidr = "::ffff:192.0.2.0/120"'),
          "sixgate_prefix.bad", "::ffff:192.0.2.0/120", "IPv4-mapped",
          "give the prefix that the provider routes to you"),
    first("reserved outside", block("sixgate_prefix.bad", """
            name     = "bad"
            cidr     = "2001:db8:5::/64"
            reserved = ["2001:db8:6::/80"]"""),
          "sixgate_prefix.bad", "2001:db8:6::/80", "is not inside 2001:db8:5::/64",
          "give a range of it"),
    first("slot beyond the last", gateway("out/fw") + host("slot = 4096"), "sixgate_host.vm1",
          "no slot 4096", "Prefix 2001:db8:1234:321d::/64", "the last one is 4095"),
    first("block outside the prefix", gateway("out/fw") + host('block = "2001:db8:55::/76"'),
          "sixgate_host.vm1", "2001:db8:55::/76", "is outside of 2001:db8:1234:321d::/64"),
    first("slot 1 as a block", gateway("out/fw") + host('block = "2001:db8:1234:321d:10::/76"'),
          "sixgate_host.vm1", "Slot 1", "it is the gateway's own", "the first host slot is 2"),
    deploy("a file", _file("fw", ""), "out/fw", '"out/fw"', "is a file",
           "name a directory, or a path where sixgate can make one"),
    deploy("below a file", _file("fw", ""), "out/fw/etc", '"out/fw/etc"', "is below \"out/fw\"",
           "name another"),
    deploy("in a read-only directory", _read_only, "out/fw", '"out/fw"', "Read-only file system",
           "name another directory", disk=True),
    deploy("on a full disk", _full, "out/fw", '"out/fw', "No space left on device",
           "name another directory", stage="apply", disk=True),
    delivered("that became read-only", _read_only, '"out/fw', "Read-only file system",
              "name another directory"),
    delivered("whose disk became full", _full, '"out/fw', "No space left on device",
              "name another directory"),
]
