"""What goes wrong, as exceptions: one class for each category of the program's exit status.

A message says what happened, where, and what to do. Texts with several mistakes give a message for
each; `DarkroomError.messages` has all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class DarkroomError(Exception):
    """The program did not do what it was asked for.

    Attributes:
        category: `refused`, `usage`, `malformed`, `unreadable`, `fault` or `unwritable`.
        status: the exit status of the program; negative where a signal ended it.
        messages: everything that it said on standard error, a line each.
        command: what was run.
        result: what it printed all the same, as the function would have returned it: the images
            that could be read, for example. None where there is nothing.
    """

    category: ClassVar[str] = "fault"

    def __init__(
        self,
        messages: Sequence[str],
        *,
        status: int = 70,
        command: Sequence[str] = (),
        result: object = None,
    ) -> None:
        self.messages = tuple(messages)
        self.status = status
        self.command = tuple(command)
        self.result = result
        super().__init__("\n".join(self.messages) or f"ended with status {status}")


class CheckFailed(DarkroomError):
    """A check, a gate or a signature did not hold, or a budget could not be kept (status 1)."""

    category = "refused"


class UsageError(DarkroomError):
    """What was asked for does not go together: ask for something else (status 64)."""

    category = "usage"


class MalformedInput(DarkroomError):
    """An input is not what it should be: correct it (status 65)."""

    category = "malformed"


class UnreadableInput(DarkroomError):
    """An input is not there, or cannot be read (status 66)."""

    category = "unreadable"


class ProgramFault(DarkroomError):
    """Memory has run out, a signal ended the program, or it has a fault: report it (status 70)."""

    category = "fault"


class UnwritableOutput(DarkroomError):
    """An output cannot be written: make room, or name another (status 73)."""

    category = "unwritable"


class ProgramNotFound(DarkroomError):
    """There is no program `darkroom` to run."""

    category = "unreadable"


class UnknownFormat(DarkroomError):
    """The program printed something that this version of the module does not know."""

    category = "malformed"


STATUSES: dict[int, type[DarkroomError]] = {
    1: CheckFailed,
    64: UsageError,
    65: MalformedInput,
    66: UnreadableInput,
    70: ProgramFault,
    73: UnwritableOutput,
}
"""The exception of each exit status."""
