"""Puts the program, and the bill of materials of what is linked into it, into the wheel.

DARKROOM_PROGRAM  the program; it lands in `bin` of the environment that the wheel is installed in
DARKROOM_TAG      the platforms that it runs on, such as `manylinux_2_34_x86_64`
DARKROOM_SHARE    the folder that becomes `share` of the environment: pages, completions
DARKROOM_SBOM     the bill of materials, for `.dist-info/sboms` (PEP 770)
"""

import os
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface[Any]):
    """Reads the variables."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        program = os.environ.get("DARKROOM_PROGRAM")
        if self.target_name != "wheel" or version == "editable" or not program:
            return
        build_data["shared_scripts"][program] = "darkroom"
        build_data["shared_data"][os.environ["DARKROOM_SHARE"]] = "share"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{os.environ['DARKROOM_TAG']}"
        build_data["sbom_files"].append(os.environ["DARKROOM_SBOM"])
