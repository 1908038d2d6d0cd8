"""Builds the program twice: with its libraries in it, and linked with those of the system.

Only linking differs, so that the second costs seconds.
"""

import pathlib
import shutil

from components import Components
from release import ROOT, STATIC, WORK, run


def build():
    """The paths of both, stripped: the one with its libraries in it first."""
    WORK.mkdir(parents=True, exist_ok=True)
    run("make", "setup")
    archives = WORK / "archives"
    run("rm", "-rf", archives)
    archives.mkdir()
    for archive in Components.archives():
        (archives / archive.path.name).symlink_to(archive.path)
        if archive.pkg_config:
            text = pathlib.Path(
                run("pkg-config", "--variable=pcfiledir", archive.pkg_config).strip(),
                f"{archive.pkg_config}.pc",
            ).read_text()
            # Where only archives are, the linker can take nothing else.
            text = "".join(
                f"libdir={archives}\n" if line.startswith("libdir=") else line
                for line in text.splitlines(keepends=True)
            )
            (archives / f"{archive.pkg_config}.pc").write_text(text)
    glibc = WORK / "glibc.o"
    run("clang", "-c", "-O2", "-fPIC", ROOT / "Scripts/packages/glibc.c", "-o", glibc)
    portable = linked_program(
        "portable", "--pkg-config-path", archives, "-Xlinker", f"-L{archives}", "-Xlinker", glibc
    )
    linked = linked_program("linked")
    check_libraries(portable)
    return portable, linked


def linked_program(name, *options):
    """Links the program, and strips it."""
    run("make", "build", f"LINK={' '.join(map(str, options))}")
    folder = WORK / name
    folder.mkdir(exist_ok=True)
    shutil.copy(STATIC / "release/darkroom", folder / "darkroom.whole")
    # It looks for no library beside itself.
    run("patchelf", "--remove-rpath", folder / "darkroom.whole")
    # Swift's hashes of modules are others in each build, and with them the identity of the build.
    changing = [f"--remove-section={name}" for name in (".swift_modhash", ".note.gnu.build-id")]
    run("strip", "--strip-all", *changing, "-o", folder / "darkroom", folder / "darkroom.whole")
    (folder / "darkroom.whole").unlink()
    return folder / "darkroom"


def needed(program):
    """The libraries that a program needs, by their names."""
    lines = run("readelf", "-dW", program).splitlines()
    return {line.split("[")[1].rstrip("]") for line in lines if "(NEEDED)" in line}


def check_libraries(portable):
    """Checks that nothing but glibc, and what is wherever it is, is needed."""
    allowed = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libdl.so.2", "libpthread.so.0"}
    allowed |= {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
    if others := needed(portable) - allowed:
        raise SystemExit(f"dist: {portable} needs {', '.join(sorted(others))}")


def glibc_version(program):
    """The glibc that a program needs, as (2, 34)."""
    versions = {
        tuple(map(int, word.removeprefix("GLIBC_").split(".")))
        for word in run("readelf", "-VW", program).split()
        if word.startswith("GLIBC_2")
    }
    return max(versions)[:2]
