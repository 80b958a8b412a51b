"""Each forbidden edge of docs/design/architecture.md is found, and the drawn ones are not."""

import unittest

import check_layers


class EdgeTest(unittest.TestCase):
    ALLOWED = [
        ("engine/net/prefix.cc", "engine/base/check.h"),
        ("engine/alloc/allocate.cc", "engine/registry/registry.h"),
        ("engine/formats/nftables/render.cc", "engine/site/gateway.h"),
        ("engine/registry/open.cc", "engine/registry/sqlite/sqlite.h"),
        ("engine/registry/sqlite/sqlite.cc", "engine/registry/registry.h"),
        ("engine/registry/etcd/client.cc", "proto/etcd/rpc.pb.h"),
        ("engine/alloc/allocate_test.cc", "engine/registry/memory/memory.h"),
        ("engine/engine.cc", "engine/inventory/host.h"),
        ("engine/net/prefix_test.cc", "tests/support/status_matchers.h"),
        ("provider/framework/server/plan.cc", "provider/framework/schema/schema.h"),
        ("provider/framework/server/plan.cc", "provider/framework/resource.h"),
        ("provider/framework/value/value.cc", "engine/base/check.h"),
        ("provider/framework/tfplugin6/plan.cc", "proto/tfplugin6.grpc.pb.h"),
        ("provider/framework/testing/client.cc", "provider/framework/testing/change_rules.h"),
        ("provider/framework/server/plan_test.cc", "provider/framework/testing/change_rules.h"),
        ("provider/product/resources/host/resource.cc", "engine/engine.h"),
        ("provider/product/resources/host/resource.cc", "engine/site/host.h"),
        ("provider/main.cc", "provider/product/provider.h"),
        ("tests/protocol/provider_test.cc", "proto/tfplugin6.pb.h"),
    ]
    FORBIDDEN = [
        ("engine upward", "engine/net/prefix.cc", "engine/plan/plan.h"),
        ("engine to provider", "engine/engine.cc", "provider/framework/value/value.h"),
        ("engine's test to provider", "engine/site/host_test.cc", "provider/product/provider.h"),
        ("engine to proto", "engine/registry/open.cc", "proto/etcd/rpc.pb.h"),
        ("etcd's header to proto", "engine/registry/etcd/client.h", "proto/etcd/rpc.pb.h"),
        ("framework to engine", "provider/framework/server/plan.cc", "engine/net/prefix.h"),
        ("framework's test to engine", "provider/framework/server/plan_test.cc", "engine/net/a.h"),
        ("framework to product", "provider/framework/server/a.cc", "provider/product/provider.h"),
        ("server to generated", "provider/framework/server/plan.cc", "proto/tfplugin6.pb.h"),
        ("server to adapter", "provider/framework/server/a.cc", "provider/framework/tfplugin6/a.h"),
        ("value upward", "provider/framework/value/value.cc", "provider/framework/schema/schema.h"),
        ("product to generated", "provider/product/provider.cc", "proto/tfplugin6.pb.h"),
        ("product past the front", "provider/product/provider.cc", "engine/registry/registry.h"),
        ("format to format", "engine/formats/netplan/render.cc", "engine/formats/networkd/a.h"),
        ("format to registry", "engine/formats/netplan/render.cc", "engine/registry/registry.h"),
        ("format to alloc", "engine/formats/netplan/render.cc", "engine/alloc/choose.h"),
        ("format to deliver", "engine/formats/netplan/render.cc", "engine/deliver/deliver.h"),
        ("backend to backend", "engine/registry/sqlite/a.cc", "engine/registry/memory/memory.h"),
        ("backend from outside", "engine/alloc/allocate.cc", "engine/registry/memory/memory.h"),
        ("code to tests", "engine/net/prefix.cc", "tests/support/status_matchers.h"),
        ("code to testing", "provider/product/provider.cc", "provider/framework/testing/a.h"),
    ]

    def test_edges_that_are_drawn(self):
        for name, path in self.ALLOWED:
            with self.subTest(f"{name} -> {path}"):
                self.assertIsNone(check_layers.edge(name, path))

    def test_edges_that_are_not(self):
        for why, name, path in self.FORBIDDEN:
            with self.subTest(why):
                self.assertIsNotNone(check_layers.edge(name, path))


class HeaderTest(unittest.TestCase):
    def test_heavy_headers_stay_out_of_ours(self):
        for path in ("nlohmann/json.hpp", "grpcpp/grpcpp.h", "proto/tfplugin6.pb.h", "sqlite3.h"):
            with self.subTest(path):
                self.assertIsNotNone(check_layers.header("engine/site/host.h", path))
                self.assertIsNone(check_layers.header("engine/site/host.cc", path))
        adapter = "provider/framework/plugin/serve.h"
        self.assertIsNone(check_layers.header(adapter, "grpcpp/grpcpp.h"))
        self.assertIsNone(check_layers.header("engine/site/host.h", "string"))


class CycleTest(unittest.TestCase):
    def test_none(self):
        self.assertEqual(check_layers.cycles({"a": {"b", "c"}, "b": {"c"}}), [])

    def test_each_once_whatever_the_start(self):
        graph = {"c": {"a"}, "b": {"c"}, "a": {"b"}, "z": {"b"}, "y": {"y"}}
        self.assertEqual(check_layers.cycles(graph), [["a", "b", "c"], ["y"]])


class CheckTest(unittest.TestCase):
    def test_findings_name_file_and_line(self):
        found = check_layers.check({
            "engine/net/a.h": '// a\n#include "engine/net/b.h"\n',
            "engine/net/b.h": '#include "engine/net/a.h"\n#include "engine/site/c.h"\n',
        })
        self.assertEqual(found, [
            "engine/net/b.h:2: engine/net does not see engine/site "
            "(docs/design/architecture.md, dependency direction)",
            "engine/net/a.h:1: include cycle: engine/net/a.h -> engine/net/b.h -> engine/net/a.h",
        ])


if __name__ == "__main__":
    unittest.main()
