"""What all packages of a build share: names, version, time, programs, pages."""

import os
import pathlib
import platform
import subprocess
import sys
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / ".build/dist"
STATIC = ROOT / ".build/static"
PYTHON = ROOT / ".build/dist-tools/bin"
"""The programs of Scripts/dist-tools."""

DEBIAN = {"x86_64": "amd64", "aarch64": "arm64"}
"""What Debian and OCI call a machine."""


def run(*command, folder=ROOT, **variables):
    """Runs a program, which has to succeed, and gives back what it prints."""
    line = list(map(str, command))
    environment = {**os.environ, **{name: str(value) for name, value in variables.items()}}
    done = subprocess.run(
        line, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
        raise SystemExit(f"dist: {line[0]} ended with status {done.returncode}")
    return done.stdout


def debian_package(path):
    """The Debian package that a file is of: its name, and its version."""
    for place in (path, path.resolve()):
        found = subprocess.run(
            ["dpkg", "-S", place], capture_output=True, text=True, check=False
        ).stdout
        # A merged /usr is not known to the list of files.
        if not found and str(place).startswith("/usr/lib"):
            found = subprocess.run(
                ["dpkg", "-S", str(place)[len("/usr") :]],
                capture_output=True, text=True, check=False,
            ).stdout  # fmt: skip
        if found:
            # `NAME: PATH`, or `NAME:MACHINE: PATH` where a package may be there for several.
            name = found.split(": ")[0].split(",")[0].split(":")[0]
            return name, package_version(name)
    raise SystemExit(f"dist: {path} is of no Debian package; build on Debian")


def package_version(name):
    """The version of a Debian package of this machine."""
    listed = run("dpkg-query", "-W", "-f", "${Architecture} ${Version}\n", name).splitlines()
    versions = dict(line.split(" ") for line in listed)
    return versions.get("all") or versions[DEBIAN[platform.machine()]]


@dataclass(frozen=True)
class Release:
    """A version of the program, built from a commit."""

    output: pathlib.Path
    version: str
    commit: str
    epoch: int
    """The time of everything in packages."""
    portable: pathlib.Path
    """The program with its libraries in it, stripped; it needs glibc alone."""
    linked: pathlib.Path
    """The program that is linked with the libraries of the system, stripped."""
    share: pathlib.Path
    """man/NAME.1, and completions/bash, zsh, fish."""
    machine: str = platform.machine()

    @property
    def debian(self):
        return DEBIAN[self.machine]

    @property
    def name(self):
        """What a file for this machine is called, up to its kind."""
        return f"darkroom-{self.version}-linux-{self.machine}"

    @property
    def pages(self):
        return sorted((self.share / "man").iterdir())

    def work(self, name):
        """An empty folder to work in."""
        folder = WORK / name
        run("rm", "-rf", folder)
        folder.mkdir(parents=True)
        return folder


def generated(program):
    """The man pages and completions, as the program writes them."""
    folder = WORK / "share"
    run("rm", "-rf", folder)
    (folder / "completions").mkdir(parents=True)
    run(program, "generate", "man", "--output", folder / "man")
    for shell in ("bash", "zsh", "fish"):
        text = run(program, "generate", "completions", shell)
        (folder / "completions" / shell).write_text(text)
    return folder
