"""`verify`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What was checked of a folder."""

    passed: tuple[str, ...]
    failed: tuple[str, ...]
    notes: tuple[str, ...]
    """What was not there to be checked, and what that means."""

    @property
    def holds(self) -> bool:
        """Whether something was checked and all of it holds."""
        return bool(self.passed) and not self.failed

    def __bool__(self) -> bool:
        return self.holds
