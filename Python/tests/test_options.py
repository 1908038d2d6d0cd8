"""The keywords of the functions are the options of the program."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import Any, get_type_hints

import pytest

import darkroom
from darkroom import options

# What functions take by themselves, and what changes the form of what is printed.
OTHERS = {
    # What is printed of a model in a registry has another form.
    "inspect": {
        "json",
        "profile",
        "runs",
        "threads",
        "exact",
        "plain_http",
        "force_plain_http",
    },
    "convert": {"json", "output"},
    "quantize": {"json", "output", "calibration", "no_activation_aware", "no_bias_correction"},
    "detect": {"json"},
    "evaluate": {"json", "annotations", "labels", "shard", "output", "per_picture"},
    "compare": {"json", "images"},
}
KEYWORDS = {
    "inspect": options.InspectOptions,
    "convert": options.ConvertOptions,
    "quantize": options.QuantizeOptions,
    "detect": options.DetectOptions,
    "evaluate": options.EvaluateOptions,
    "compare": options.CompareOptions,
}


@cache
def commands() -> dict[str, Any]:
    command = [str(darkroom.program()), "--experimental-dump-help"]
    described = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found = {each["commandName"]: each for each in described["command"]["subcommands"]}
    for each in found["evaluate"]["subcommands"]:
        if each["commandName"] == "run":
            found["evaluate"] = each
    return found


@pytest.mark.parametrize("command", KEYWORDS)
def test_every_option_has_its_keyword(command: str) -> None:
    known = {
        name["name"].replace("-", "_")
        for argument in commands()[command]["arguments"]
        if argument["kind"] != "positional"
        for name in argument["names"]
        if name["kind"] == "long"
    }
    expected = known - {"help", "version"} - OTHERS[command]
    assert set(get_type_hints(KEYWORDS[command])) == expected


def test_values_become_arguments() -> None:
    given = {
        "force": True, "strict": False, "bias_correction": False, "activation_aware": True,
        "sample": 3, "names": None, "license": {"cfg": "MIT", "model": "NONE"},
        "merge": ["a.json", "-b.json"], "output_names": ["x", "y"],
    }  # fmt: skip
    assert options.encoded(given, options.QuantizeOptions, "quantize") == [
        "--force", "--no-bias-correction", "--activation-aware", "--sample=3", "--license=cfg=MIT",
        "--license=model=NONE", "--merge=a.json", "--merge=-b.json", "--output-names=x,y",
    ]  # fmt: skip
    assert options.encoded({"size": (3, 4)}, options.ConvertOptions, "convert") == ["--size=3x4"]
