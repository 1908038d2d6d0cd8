"""What is linked into the program: names, versions, licences, and a bill of materials."""

import json
import pathlib
import shutil
from dataclasses import dataclass

from release import ROOT, STATIC, debian_package, run

HERE = pathlib.Path(__file__).resolve().parent


@dataclass(frozen=True)
class Component:
    """A part of somebody else."""

    name: str
    version: str
    license: str
    description: str
    purl: str
    texts: tuple
    """The texts of its licence: name and path."""
    digest: tuple = ()
    """Of a git repository the commit."""


@dataclass(frozen=True)
class Archive:
    """A static library."""

    path: pathlib.Path
    pkg_config: str | None


class Components:
    """Those of components.json, with the versions of this machine."""

    @staticmethod
    def known():
        return json.loads((HERE / "components.json").read_text())

    @staticmethod
    def archives():
        return [
            Archive(
                pathlib.Path(run("cc", f"-print-file-name={known['archive']}").strip()),
                known.get("pkg-config"),
            )
            for known in Components.known()
            if known["kind"] == "archive"
        ]

    @staticmethod
    def swift():
        """The Swift runtime and packages, which are in every program."""
        pins = {
            pin["identity"]: pin
            for pin in json.loads((ROOT / "Package.resolved").read_text())["pins"]
        }
        found = []
        for known in Components.known():
            name, commit = known["name"], None
            if known["kind"] == "toolchain":
                folder = pathlib.Path(shutil.which("swift")).resolve().parents[2]
                version = (ROOT / ".swift-version").read_text().strip()
                purl = f"pkg:github/swiftlang/swift@swift-{version}-RELEASE"
            elif known["kind"] == "package":
                pin = pins.pop(name)
                folder = STATIC / "checkouts" / name
                version, commit = pin["state"]["version"], pin["state"]["revision"]
                purl = f"pkg:swift/github.com/apple/{name}@{version}"
            else:
                continue
            texts = tuple((f"{name}-{pathlib.Path(t).stem}", folder / t) for t in known["texts"])
            digest = (("gitCommit", commit),) if commit else ()
            found.append(
                Component(
                    name, version, known["license"], known["description"], purl, texts, digest
                )
            )
        if pins:
            raise SystemExit(f"dist: components.json lacks {', '.join(pins)}")
        return found

    @staticmethod
    def libraries():
        """The libraries that are in the portable program."""
        found = []
        for known in Components.known():
            if known["kind"] != "archive":
                continue
            path = pathlib.Path(run("cc", f"-print-file-name={known['archive']}").strip())
            package, version = debian_package(path)
            text = pathlib.Path("/usr/share/doc", package, "copyright")
            found.append(
                Component(
                    known["name"], version, known["license"], known["description"],
                    f"pkg:deb/debian/{package}@{version}", ((f"{known['name']}-copyright", text),),
                )
            )  # fmt: skip
        return found


def bill_of_materials(release, components):
    """CycloneDX 1.6, as text."""
    time = run("date", "-u", "-d", f"@{release.epoch}", "+%Y-%m-%dT%H:%M:%SZ").strip()
    root = f"pkg:generic/darkroom@{release.version}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": time,
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "darkroom",
                "version": release.version,
                "description": "Turns darknet checkpoints into ONNX models, measured and signed",
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": root,
                "properties": [{"name": "git:commit", "value": release.commit}],
            },
        },
        "components": [
            {
                "type": "library",
                "bom-ref": part.purl,
                "name": part.name,
                "version": part.version,
                "description": part.description,
                "licenses": [{"expression": part.license}],
                "purl": part.purl,
            }
            for part in components
        ],
        "dependencies": [{"ref": root, "dependsOn": [part.purl for part in components]}],
    }
    return json.dumps(document, indent=2) + "\n"
