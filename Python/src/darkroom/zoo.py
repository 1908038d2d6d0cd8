"""The zoo: models made, checked and published by their recipes (`darkroom zoo`).

A `store` or `recipes` that is not given is the program's own: `DARKROOM_STORE`, `DARKROOM_RECIPES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ._program import ProgressCallback
from .commands import Path, _checked, _run
from .options import text
from .results import ZooList, ZooModel


def list(
    *, store: Path | None = None, recipes: Path | None = None, tag: str | None = None
) -> ZooList:
    """The models, and how far each is."""
    arguments = ["--json", *_given(store=store, recipes=recipes, tag=tag)]
    return _checked(ZooList, _run("zoo list", arguments, []))


def show(name: Path, *, store: Path | None = None, recipes: Path | None = None) -> ZooModel:
    """All that is known of a model."""
    arguments = ["--json", *_given(store=store, recipes=recipes)]
    return _checked(ZooModel, _run("zoo show", arguments, [name]))


def pull(
    names: Path | Iterable[Path],
    *,
    store: Path | None = None,
    recipes: Path | None = None,
    mirrors: Sequence[Path] = (),
    progress: ProgressCallback | None = None,
) -> None:
    """Fetches the files that models are made from, checked by size and hash."""
    arguments = _given(store=store, recipes=recipes, mirror=mirrors)
    _done("zoo pull", arguments, _several(names), progress)


def build(
    names: Path | Iterable[Path],
    *,
    store: Path | None = None,
    recipes: Path | None = None,
    mirrors: Sequence[Path] = (),
    calibration: Path | None = None,
    images: Path | None = None,
    annotations: Path | None = None,
    jobs: int | None = None,
    threads: int | None = None,
    force: bool = False,
) -> ZooList:
    """Makes models by their recipes: pulls, converts, quantizes, compares, evaluates, records."""
    arguments = [
        "--json",
        *_given(store=store, recipes=recipes, mirror=mirrors, calibration=calibration),
        *_given(images=images, annotations=annotations, jobs=jobs, threads=threads),
        *(["--force"] if force else []),
    ]
    return _checked(ZooList, _run("zoo build", arguments, _several(names)))


def verify(
    names: Path | Iterable[Path],
    *,
    store: Path | None = None,
    recipes: Path | None = None,
    key: Path | None = None,
    measure: bool = False,
    progress: ProgressCallback | None = None,
) -> None:
    """Checks all that the store has of models.

    Raises:
        CheckFailed: where anything does not hold, or nothing could be verified.
    """
    given = _given(store=store, recipes=recipes, key=key)
    arguments = [*given, *(["--measure"] if measure else [])]
    _done("zoo verify", arguments, _several(names), progress)


def publish(
    name: Path,
    output: Path,
    *,
    store: Path | None = None,
    recipes: Path | None = None,
    key: Path | None = None,
    layout: str | None = None,
) -> None:
    """Writes the signed folder of a model that people upload, if every gate holds.

    The layout `hub` has `config.json` and the models below `onnx` as well, for browsers and
    runtimes.

    Raises:
        CheckFailed: where a gate does not hold; the messages name it.
    """
    _done(
        "zoo publish",
        _given(output=output, store=store, recipes=recipes, key=key, layout=layout),
        [name],
    )


def _several(names: Path | Iterable[Path]) -> Sequence[Path]:
    return [names] if isinstance(names, str) or not isinstance(names, Iterable) else [*names]


def _given(**options: object) -> Sequence[str]:
    arguments = []
    for name, value in options.items():
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        arguments += [f"--{name}={text(item)}" for item in values if item is not None]
    return arguments


def _done(
    command: str,
    arguments: Sequence[str],
    positional: Sequence[Path],
    progress: ProgressCallback | None = None,
) -> None:
    outcome = _run(command, arguments, positional, progress)
    if outcome.status != 0:
        # What does not hold is told among the results.
        lines = tuple(line for line in outcome.output.splitlines() if line.strip())
        raise type(outcome)(outcome.command, outcome.status, "", (*lines, *outcome.lines)).error()
