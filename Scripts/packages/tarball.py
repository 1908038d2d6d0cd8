"""The tarball: `bin` and `share`, for any folder."""

import files
import wheel
from components import Components, bill_of_materials
from release import ROOT


def make(release):
    components = Components.swift() + Components.libraries()
    tar = files.Tar(release.epoch)
    tar.add(f"{release.name}/bin/darkroom", release.portable, 0o755)
    for name, path in wheel.places(release):
        tar.add(f"{release.name}/share/{name}", path)
    documents = f"{release.name}/share/doc/darkroom"
    tar.add(f"{documents}/CHANGELOG.md", ROOT / "CHANGELOG.md")
    for name, path in texts():
        tar.add(f"{documents}/{name}", path)
    bill = bill_of_materials(release, components).encode()
    tar.add(f"{documents}/darkroom.cdx.json", bill)
    (release.output / f"{release.name}.cdx.json").write_bytes(bill)
    path = release.output / f"{release.name}.tar.gz"
    path.write_bytes(files.packed(tar.data()))
    return path


def texts():
    """The licences of the program and of all that is linked into it, by name."""
    yield "LICENSE", ROOT / "LICENSE"
    for component in Components.swift() + Components.libraries():
        yield from ((f"licenses/{name}.txt", path) for name, path in component.texts)
