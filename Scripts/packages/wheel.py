"""The Python wheel: the module, the program for `bin`, pages, licences, the bill of materials."""

import shutil

import programs
from components import Components, bill_of_materials
from release import PYTHON, ROOT, run


def make(release):
    stage = release.work("wheel")
    for name in run("git", "ls-files", "Python").split():
        place = stage / name.removeprefix("Python/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)
        place.chmod(0o644)
    components = Components.swift() + Components.libraries()
    (stage / "third-party").mkdir()
    for component in components:
        for name, path in component.texts:
            shutil.copyfile(path, stage / "third-party" / f"{name}.txt")
            (stage / "third-party" / f"{name}.txt").chmod(0o644)
    project = stage / "pyproject.toml"
    project.write_text(licensed(project.read_text(), components, release.version))
    bill = stage / "darkroom.cdx.json"
    bill.write_text(bill_of_materials(release, components))
    share = stage / "share"
    for name, path in places(release):
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, share / name)
        (share / name).chmod(0o644)
    shutil.copyfile(release.portable, stage / "darkroom")
    (stage / "darkroom").chmod(0o755)
    major, minor = programs.glibc_version(release.portable)
    tag = f"manylinux_{major}_{minor}_{release.machine}"
    run(
        PYTHON / "python", "-m", "hatchling", "build", "-t", "wheel", "-d", release.output,
        folder=stage, SOURCE_DATE_EPOCH=release.epoch, DARKROOM_PROGRAM=stage / "darkroom",
        DARKROOM_SHARE=share, DARKROOM_SBOM=bill, DARKROOM_TAG=tag,
    )  # fmt: skip
    (wheel,) = release.output.glob("*.whl")
    shown = run(PYTHON / "auditwheel", "show", wheel)
    if tag not in shown.split("This constrains")[0]:
        raise SystemExit(f"dist: {wheel.name} is not what its name says\n{shown}")
    return wheel


def licensed(text, components, version):
    """The project with the version and all licences of what is in the wheel."""
    licenses = " AND ".join(
        f"({part})" if " AND " in part or " WITH " in part else part
        for part in sorted({"MIT", *(component.license for component in components)})
    )
    for old, new in [
        ('license = "MIT"', f'license = "{licenses}"'),
        ('license-files = ["LICENSE"]', 'license-files = ["LICENSE", "third-party/*"]'),
    ]:
        if old not in text:
            raise SystemExit(f"dist: Python/pyproject.toml has no line {old}")
        text = text.replace(old, new)
    if f'version = "{version}"\n' not in text:
        raise SystemExit(
            f"dist: the program is {version}, but Python/pyproject.toml has another version"
        )
    return text


def places(release):
    """Where pages and completions are in a `share` folder."""
    yield from ((f"man/man1/{page.name}", page) for page in release.pages)
    completions = release.share / "completions"
    yield "bash-completion/completions/darkroom", completions / "bash"
    yield "zsh/site-functions/_darkroom", completions / "zsh"
    yield "fish/vendor_completions.d/darkroom.fish", completions / "fish"
