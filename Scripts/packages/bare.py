"""Bare machines: Debian without compiler and without Swift, in folders."""

import os
import pathlib
import shutil
import subprocess
import time

from release import run

MIRROR = "http://deb.debian.org/debian"


class Skip(Exception):
    """Why nothing can be tried here."""


def needed(folder, suites):
    """Makes what is not there yet: a whole bare machine as an archive for each suite."""
    if os.geteuid() != 0:
        raise Skip("debootstrap and chroot need root")
    probe = ["unshare", "--mount", "--propagation", "private", "true"]
    if subprocess.run(probe, check=False, capture_output=True).returncode != 0:
        raise Skip("nothing may be mounted here (unshare --mount)")
    if shutil.which("debootstrap") is None:
        done = subprocess.run(
            "apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap",
            shell=True, check=False, stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )  # fmt: skip
        if done.returncode != 0:
            raise Skip("debootstrap is not there and cannot be installed")
    folder.mkdir(parents=True, exist_ok=True)
    for suite in suites:
        archive = folder / f"{suite}.tar"
        if archive.exists():
            continue
        root = folder / f"{suite}.part"
        shutil.rmtree(root, ignore_errors=True)
        log = folder / f"{suite}.log"
        with log.open("w") as file:
            done = subprocess.run(
                ["debootstrap", "--variant=minbase", suite, root, MIRROR],
                stdout=file, stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        if done.returncode != 0:
            raise Skip(f"debootstrap of {suite} from {MIRROR} failed: {log.read_text()[-300:]}")
        part = archive.with_suffix(".tar.part")
        run("tar", "-C", root, "--exclude=./var/cache/apt/archives/*.deb", "-cf", part, ".")
        part.rename(archive)
        shutil.rmtree(root)


class Machine:
    """A folder that is the root of what runs in it."""

    def __init__(self, root, data):
        """Takes an empty folder; `data` is seen as /data in it, read-only."""
        self.root, self.data = root, data
        root.mkdir(parents=True)

    @classmethod
    def of(cls, archive, root, data):
        machine = cls(root, data)
        run("tar", "-C", root, "-xf", archive)
        for tool in ("cc", "gcc", "swift", "python3"):
            assert not (root / "usr/bin" / tool).exists(), f"{archive} has {tool}"
        shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
        machine.mount()
        return machine

    def mount(self):
        """Its own /proc and terminals, and /data. They go with the name space of this process."""
        for name in ("proc", "data", "tmp"):
            (self.root / name).mkdir(exist_ok=True)
        run("mount", "-t", "proc", "proc", self.root / "proc")
        if (self.root / "dev/pts").is_dir():
            run("mount", "-t", "devpts", "-o", "ptmxmode=666", "devpts", self.root / "dev/pts")
        run("mount", "--bind", self.data, self.root / "data")
        run("mount", "-o", "remount,bind,ro", self.root / "data")

    def copy(self, path):
        """Puts a file into its /tmp, and gives back the name there."""
        shutil.copyfile(path, self.root / "tmp" / path.name)
        return f"/tmp/{path.name}"

    def run(self, *command, path="/usr/sbin:/usr/bin:/sbin:/bin", fails=False):
        """Runs a program in it, and gives back what it prints."""
        environment = {
            "PATH": path, "HOME": "/root", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
        }  # fmt: skip
        line = ["chroot", str(self.root), *map(str, command)]
        found = shutil.which("chroot")
        done = subprocess.run(
            line, executable=found, env=environment, check=False, text=True,
            stdin=subprocess.DEVNULL, capture_output=True,
        )  # fmt: skip
        if (done.returncode != 0) != fails:
            words = " ".join(map(str, command))
            raise SystemExit(
                f"test-dist: {self.root.name}: {words}: status {done.returncode}\n"
                f"{done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return done.stdout

    def timed(self, *command, **options):
        """The seconds that a program takes."""
        start = time.perf_counter()
        self.run(*command, **options)
        return time.perf_counter() - start

    def file(self, name):
        return pathlib.Path(self.root, name.lstrip("/"))
