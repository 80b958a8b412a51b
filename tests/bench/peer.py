"""hashicorp/random for comparison, from where `terraform init` gets it, if it can be had."""

import os
import pathlib
import shutil
import subprocess

SOURCE = "registry.terraform.io/hashicorp/random"
CONFIGURATION = f"""terraform {{
  required_providers {{
    random = {{
      source = "{SOURCE}"
    }}
  }}
}}
"""
INIT_SECONDS_MAX = 60


def obtain(clients, directory, mirror):
    """Puts the provider into the mirror; returns its path, or None with the reason."""
    if not clients:
        return None, "no client to get it with"
    directory.mkdir(parents=True)
    (directory / "main.tf").write_text(CONFIGURATION, encoding="utf-8")
    environment = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    try:
        done = subprocess.run(
            [*clients[0].command, "init", "-no-color"], cwd=directory, env=environment,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=INIT_SECONDS_MAX,
            check=False)
    except subprocess.TimeoutExpired:
        return None, f"init did not end in {INIT_SECONDS_MAX} s"
    providers = directory / ".terraform" / "providers"
    binaries = list(providers.rglob("terraform-provider-random*"))
    if done.returncode != 0 or not binaries:
        said = " ".join(word for word in done.stderr.split() if word not in "│╷╵")
        return None, said[said.find("Error:"):][:200] or "init brought no provider"
    # It is laid out as a mirror is.
    shutil.copytree(providers / SOURCE, pathlib.Path(mirror, SOURCE))
    return binaries[0].resolve(), ""
