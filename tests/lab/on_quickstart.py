"""What all tests on the quickstart's site begin with."""

import tempfile
import unittest

import networkd
from packet_claims import PacketClaims
from quickstart import Quickstart


class OnQuickstart(PacketClaims):
    """Tests on a site of their own, skipped where it is the daemon's and there is none."""

    provider = ()  # The client and the mirror, once the command line is read.
    build = None  # Where the provider was built, likewise.
    site_class = Quickstart
    by_daemon = False

    @classmethod
    def setUpClass(cls):
        if cls.by_daemon and networkd.missing():
            raise unittest.SkipTest(networkd.missing())
        scratch = tempfile.TemporaryDirectory(prefix="quickstart-")
        cls.addClassCleanup(scratch.cleanup)
        cls.site = cls.site_class(*cls.provider, scratch.name, by_daemon=cls.by_daemon)
        cls.addClassCleanup(cls.site.close)
