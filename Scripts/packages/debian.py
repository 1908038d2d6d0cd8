"""The Debian package, linked with Debian's libraries."""

import re

import files
from components import Components
from release import ROOT, run

MAINTAINER = "The Darkroom authors <darkroom@localhost.invalid>"
# Debian 13 gave libraries whose time has 64 bits on all machines another name. One package has to
# install on both, so the other name is a choice; the program is the same with either, on 64 bits.
RENAMED = {"libpng16-16": "libpng16-16t64"}
# What the program loads when it needs it.
RECOMMENDS = "ca-certificates, libcurl4t64 | libcurl4, libwebp7"


def make(release):
    root = release.work("debian")
    tree = root / "tree"
    install(release, tree)
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "control").write_text(
        f"Package: darkroom\n"
        f"Version: {release.version}\n"
        f"Architecture: {release.debian}\n"
        f"Maintainer: {MAINTAINER}\n"
        f"Installed-Size: {size}\n"
        f"Depends: {depends(release, root)}\n"
        f"Recommends: {RECOMMENDS}\n"
        "Section: science\n"
        "Priority: optional\n"
        "Description: turns darknet checkpoints into ONNX models\n"
        " Darkroom reads networks and weights of darknet (YOLO and others) and writes\n"
        " ONNX models: correct layer by layer, in float and in INT8 that keeps their\n"
        " accuracy. It measures them, signs them, and keeps them in a zoo whose every\n"
        " file says what it is, where it came from and how good it is.\n"
    )
    paths = sorted(
        path for path in tree.rglob("*") if path.is_file() and control not in path.parents
    )
    sums = [f"{md5(path)}  {path.relative_to(tree)}\n" for path in paths]
    (control / "md5sums").write_text("".join(sums))
    for path in tree.rglob("*"):
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    tree.chmod(0o755)
    package = release.output / f"darkroom_{release.version}_{release.debian}.deb"
    run(
        "dpkg-deb", "--root-owner-group", "--threads-max=1", "-Zxz", "--build", tree, package,
        SOURCE_DATE_EPOCH=release.epoch,
    )  # fmt: skip
    run("lintian", "--fail-on", "error", "--display-level", "error", "--allow-root", package)
    return package


def install(release, tree):
    """The files of the package."""

    def place(name, contents):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.read_bytes())

    place("usr/bin/darkroom", release.linked)
    for page in release.pages:
        place(f"usr/share/man/man1/{page.name}.gz", files.packed(page.read_bytes()))
    completions = release.share / "completions"
    place("usr/share/bash-completion/completions/darkroom", completions / "bash")
    place("usr/share/zsh/vendor-completions/_darkroom", completions / "zsh")
    place("usr/share/fish/vendor_completions.d/darkroom.fish", completions / "fish")
    documents = "usr/share/doc/darkroom"
    place(f"{documents}/copyright", copyright_text().encode())
    place(f"{documents}/changelog.gz", files.packed(changelog(release).encode()))
    place(f"{documents}/CHANGELOG.md.gz", files.packed((ROOT / "CHANGELOG.md").read_bytes()))


def depends(release, root):
    """What the program needs, by dpkg-shlibdeps, with the names of either Debian."""
    (root / "debian").mkdir()
    (root / "debian/control").write_text(
        "Source: darkroom\n\nPackage: darkroom\nArchitecture: any\n"
    )
    line = run("dpkg-shlibdeps", "-O", release.linked, folder=root)
    found = line.strip().removeprefix("shlibs:Depends=").split(", ")
    return ", ".join(map(either, found))


def either(dependency):
    """A dependency, or the same under its other name."""
    for old, new in RENAMED.items():
        if re.match(rf"({old}|{new})\b", dependency):
            bound = dependency.partition(" ")[2]
            return " | ".join(f"{name} {bound}".strip() for name in (new, old))
    return dependency


def changelog(release):
    """In Debian's form; what changed is in CHANGELOG.md."""
    date = run("date", "-R", "-u", "-d", f"@{release.epoch}").strip()
    return (
        f"darkroom ({release.version}) unstable; urgency=medium\n\n"
        f"  * Built from commit {release.commit}.\n\n"
        f" -- {MAINTAINER}  {date}\n"
    )


def copyright_text():
    """Licences in Debian's form: ours, and of what is linked in."""
    mit = (ROOT / "LICENSE").read_text().split("\n\n", 2)[2]
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: Darkroom",
        "Comment: Linked into the program are the following, whose licences are below.",
    ]
    lines += [f" {part.name} {part.version} ({part.license})" for part in Components.swift()]
    lines += ["", "Files: *", "Copyright: 2026 The Darkroom authors", "License: Expat"]
    lines += indented(mit)
    for part in Components.swift():
        for name, path in part.texts:
            lines += ["", f"License: {name}", *indented(shortened(path.read_text()))]
    return "\n".join(lines) + "\n"


def shortened(text):
    """A licence without what Debian has in a place of its own."""
    if not text.lstrip().startswith("Apache License"):
        return text
    _, mark, exception = text.partition("## Runtime Library Exception")
    reference = (
        "Apache License, Version 2.0; on Debian systems it is in\n"
        "/usr/share/common-licenses/Apache-2.0.\n"
    )
    return reference + "\n" + mark + exception


def indented(text):
    return [f" {line}" if line.strip() else " ." for line in text.strip().splitlines()]


def md5(path):
    return run("md5sum", path).split()[0]
