"""What a new resource makes everybody compile again: ninja's own dependencies tell.

Whoever adds a resource edits the files that name its folder; every object file that was made of one
of these, outside of the folder, is compiled for it.
"""

import pathlib
import subprocess

from figure import Figure

SOURCE = pathlib.Path(__file__).resolve().parents[2]
RESOURCES = SOURCE / "provider/product/resources"
FILES_MAX = 3


def sources_of_objects(build):
    """For each object file that is made, what it was made of: its own source first."""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=True).stdout
    for entry in text.split("\n\n"):
        _, *paths = entry.split("\n")
        files = [(build / path.strip()).resolve() for path in paths if path.strip()]
        if files and files[0].suffix == ".cc":
            yield files


def figures(build):
    """The resource that costs most."""
    objects = list(sources_of_objects(build))
    ours = [file for file in (SOURCE / "provider").rglob("*") if file.suffix in (".cc", ".h")]
    costs = {}
    for folder in filter(pathlib.Path.is_dir, RESOURCES.iterdir()):
        name = f"resources/{folder.name}/"
        edited = {file for file in ours
                  if folder not in file.parents and name in file.read_text(encoding="utf-8")}
        costs[folder.name] = sorted({
            str(files[0].relative_to(SOURCE)) for files in objects
            if folder not in files[0].parents and not edited.isdisjoint(files)})
    worst = max(costs, key=lambda name: len(costs[name]))
    yield Figure("files that a new resource compiles outside its folder", len(costs[worst]), "",
                 FILES_MAX, f"{worst}: {', '.join(costs[worst])}")
