"""What the packages were built from, as an in-toto statement of SLSA provenance."""

import json
import platform

import files
from components import Components
from release import ROOT, package_version, run

BUILDER = "https://darkroom.invalid/dist"
"""A name, not an address: nobody runs a service of it."""


def make(release, packages):
    """Writes the statement. It has no time of its own: the same build gives the same bytes."""
    dependencies = [
        {
            "uri": f"git+https://darkroom.invalid/darkroom@{release.commit}",
            "digest": {"gitCommit": release.commit},
            "name": "source",
        }
    ]
    for part in Components.swift() + Components.libraries():
        dependency = {"uri": part.purl, "name": part.name}
        if part.digest:
            dependency["digest"] = dict(part.digest)
        dependencies.append(dependency)
    for name in ("libc6", "libc6-dev", "binutils", "dpkg-dev", "libgcc-s1"):
        uri = f"pkg:deb/debian/{name}@{package_version(name)}"
        dependencies.append({"uri": uri, "name": name})
    for pin in (ROOT / "Scripts/dist-requirements.txt").read_text().split():
        name, version = pin.split("==")
        dependencies.append({"uri": f"pkg:pypi/{name}@{version}", "name": name})
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": path.name, "digest": {"sha256": files.digest(path)}} for path in packages
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": f"{BUILDER}#make-dist",
                "externalParameters": {
                    "commit": release.commit,
                    "machine": release.machine,
                    "SOURCE_DATE_EPOCH": release.epoch,
                },
                "internalParameters": {
                    "swift": run("swift", "--version").splitlines()[0],
                    "python": platform.python_version(),
                    "zlib": files.zlib_version(),
                },
                "resolvedDependencies": dependencies,
            },
            "runDetails": {"builder": {"id": BUILDER, "version": {"darkroom": release.version}}},
        },
    }
    path = release.output / f"{release.name}.intoto.jsonl"
    path.write_text(json.dumps(statement, sort_keys=True, separators=(",", ":")) + "\n")
    return path
