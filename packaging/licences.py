#!/usr/bin/env python3
"""Prints the licences of every crate that is part of the program, each text once.

    packaging/licences.py > licences.txt

Reads what cargo knows of the build for this machine and the texts that each crate carries.
"""

import json
import subprocess
import sys
from pathlib import Path

NAMES = ("license", "licence", "copying", "notice", "unlicense", "copyright")


def main() -> None:
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host()])
    )
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    inside, left = set(), [root]
    while left:
        here = left.pop()
        if here in inside:
            continue
        inside.add(here)
        # What only builds or tests is not in the program.
        left += [dep["pkg"] for dep in nodes[here]["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    texts: dict[str, list[str]] = {}
    without = []
    for package in sorted((packages[one] for one in inside - {root}), key=lambda one: (one["name"], one["version"])):
        name = f"{package['name']} {package['version']} ({package['license'] or 'see its text'})"
        folder = Path(package["manifest_path"]).parent
        files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name.lower().startswith(NAMES)]
        for path in files:
            texts.setdefault(path.read_text(encoding="utf-8", errors="replace").strip(), []).append(name)
        if not files:
            without.append(name)
    print("launchsim holds parts of these programs.\n")
    for text, names in texts.items():
        print("\n".join(["-" * 78, *dict.fromkeys(names), "", text, ""]))
    if without:
        print("\n".join(["-" * 78, "Under the licence named, of which they carry no text:", *without]))
    print(f"{len(inside) - 1} crates, {len(texts)} texts, {len(without)} without a text", file=sys.stderr)


def host() -> str:
    lines = subprocess.check_output(["rustc", "-vV"], text=True).splitlines()
    return next(line.split()[1] for line in lines if line.startswith("host:"))


main()
