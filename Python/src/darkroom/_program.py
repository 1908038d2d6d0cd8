"""Finds the program, runs it, and reads what it says."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import termios
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import STATUSES, DarkroomError, ProgramFault, ProgramNotFound

LOGGER = logging.getLogger("darkroom")
"""Gets the notes and warnings of the program, each as a warning."""


@dataclass(frozen=True)
class Progress:
    """How far work is."""

    stage: str
    """What is being done, such as `calibrating`."""
    done: int
    """How many of its parts are done; rounded from a million on."""
    total: int
    """How many there are; rounded from a million on."""


ProgressCallback = Callable[[Progress], None]
"""Called in the thread of the caller, at most ten times a second. What it raises ends the run."""


@dataclass(frozen=True)
class Outcome:
    """How the program ended and what it said."""

    command: tuple[str, ...]
    status: int
    output: str
    lines: tuple[str, ...]
    """Standard error, without blank lines and progress."""

    def error(self, result: object = None) -> DarkroomError:
        """The exception for this outcome."""
        kind = STATUSES.get(self.status, ProgramFault)
        return kind(self.lines, status=self.status, command=self.command, result=result)


def program() -> Path:
    """The program: `DARKROOM_PROGRAM`, that of this Python environment, or the first in PATH.

    Raises:
        ProgramNotFound: where there is none.
    """
    named = os.environ.get("DARKROOM_PROGRAM")
    if named:
        return Path(named)
    folders = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    with contextlib.suppress(KeyError):
        folders.append(sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user")))
    # `pip install --target FOLDER` puts the program into FOLDER/bin, beside the module.
    folders.append(str(Path(__file__).parent.parent / "bin"))
    for folder in folders:
        candidate = Path(folder) / "darkroom"
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    found = shutil.which("darkroom")
    if found is None:
        raise ProgramNotFound(
            [
                "there is no program darkroom in this environment or in PATH; install the wheel of "
                "this machine, or name the program in DARKROOM_PROGRAM"
            ],
            status=66,
        )
    return Path(found)


def run(arguments: Sequence[str], progress: ProgressCallback | None = None) -> Outcome:
    """Runs the program to its end.

    Notes and warnings go to the logger `darkroom` where it succeeds; where it does not, they are
    among the messages of the exception.
    """
    command = (str(program()), *arguments)
    outcome = _watched(command, progress) if progress else _plain(command)
    if outcome.status == 0:
        for line in outcome.lines:
            LOGGER.warning("%s", line)
    return outcome


def _plain(command: tuple[str, ...]) -> Outcome:
    with _started(command, subprocess.PIPE) as process:
        output, errors = process.communicate()
    lines = tuple(line for line in _text(errors).split("\n") if line.strip())
    return Outcome(command, process.returncode, _text(output), lines)


def _watched(command: tuple[str, ...], progress: ProgressCallback) -> Outcome:
    """Runs the program with a terminal at its standard error, as it draws progress only there."""
    # What reads it is told nothing of how the terminal would show it: no line ends of its own, and
    # columns enough for any line.
    try:
        reading, writing = pty.openpty()
    except OSError:
        # A machine without terminals, as some containers are: it is done without being told of.
        return _plain(command)
    attributes = termios.tcgetattr(writing)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(writing, termios.TCSANOW, attributes)
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 4096, 0, 0))
    output: list[bytes] = []
    lines: list[str] = []
    try:
        with _started(command, writing, NO_COLOR="", TERM="xterm") as process:
            os.close(writing)
            writing = -1
            stream = process.stdout
            assert stream is not None
            reader = threading.Thread(target=lambda: output.append(stream.read()))
            reader.start()
            for event in _events(reading):
                if isinstance(event, Progress):
                    progress(event)
                else:
                    lines.append(event)
            reader.join()
            process.wait()
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)
    return Outcome(command, process.returncode, _text(b"".join(output)), tuple(lines))


@contextlib.contextmanager
def _started(
    command: tuple[str, ...], errors: int, **variables: str
) -> Iterator[subprocess.Popen[bytes]]:
    """The program while it runs. Where the caller is interrupted it is asked to end, so that it
    removes its unfinished files."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        env={**os.environ, **variables},
    )
    with process:
        try:
            yield process
        except BaseException:
            process.terminate()
            raise


_BAR = re.compile(
    r"(?P<stage>.*) \[[#.]+\] (?P<done>[\d.]+[kMGT]?)/(?P<total>[\d.]+[kMGT]?)(?P<left>  .* left)?"
)
_ENDS = re.compile(r"\r\x1b\[K|\n")
_DECORATION = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")
"""Colours and links."""
_UNITS = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def _events(descriptor: int) -> Iterator[Progress | str]:
    """Progress and lines of a terminal, until nobody writes to it."""
    rest = ""
    pending = b""
    while True:
        try:
            data = os.read(descriptor, 65536)
        except OSError:
            data = b""
        if not data:
            break
        pending += data
        # A read may end within a letter.
        try:
            text, pending = pending.decode(), b""
        except UnicodeDecodeError as error:
            if error.start < len(pending) - 4:
                text, pending = pending.decode(errors="replace"), b""
            else:
                text, pending = pending[: error.start].decode(), pending[error.start :]
        *whole, rest = _ENDS.split(rest + text)
        for part in whole:
            yield from _event(part)
        # A bar that tells the time left is whole; others are once something follows.
        bar = _BAR.fullmatch(rest)
        if bar and bar["left"]:
            yield from _event(rest)
            rest = ""
    yield from _event(rest + pending.decode(errors="replace"))


def _event(part: str) -> Iterator[Progress | str]:
    part = _DECORATION.sub("", part.rstrip("\r"))
    bar = _BAR.fullmatch(part)
    if bar:
        yield Progress(bar["stage"], _number(bar["done"]), _number(bar["total"]))
    elif part.strip():
        yield part


def _number(text: str) -> int:
    """A number as a bar has it: those of seven digits and more are rounded."""
    unit = _UNITS.get(text[-1])
    return round(float(text[:-1]) * unit) if unit else int(text)


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
