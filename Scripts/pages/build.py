#!/usr/bin/env python3
"""Builds the documentation as static pages: the texts, and the libraries below api/.

usage: Scripts/pages/build.py MODULES [--output .build/docs] [--hosting-base-path /darkroom]
         [--repository ADDRESS]

MODULES is the folder of a build with the compiled modules, such as .build/static/release. DocC
writes the pages of the libraries and needs to know below which path a server will have the pages;
the texts work anywhere. Links from the texts to source files lead to ADDRESS (such as
https://example.org/darkroom/blob/main) if it is given, and are plain text otherwise.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / ".build"
# A symbol graph is asked for without what a module inherits: the pages of the standard library.
EXTRACT = ["-minimum-access-level", "public", "-skip-synthesized-members"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=BUILD / "docs")
    parser.add_argument("--hosting-base-path", default="")
    parser.add_argument("--repository", default="")
    arguments = parser.parse_args()
    output = arguments.output
    base = arguments.hosting_base_path.strip("/")
    work = BUILD / "docc"
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(output, ignore_errors=True)
    libraries = read_package()
    write_texts(output, arguments.repository)
    write_libraries(libraries, arguments.modules, work, output / "api", f"{base}/api".strip("/"))


def read_package():
    """The libraries, each after those it imports, with the names of those."""
    # In a folder of its own, for a running build locks the usual one.
    package = json.loads(
        subprocess.check_output(
            ["swift", "package", "--scratch-path", BUILD / "docc-package", "dump-package"], cwd=ROOT
        )
    )
    products = {p["name"] for p in package["products"] if "library" in p["type"]}
    return {
        target["name"]: [
            d["byName"][0] for d in target["dependencies"] if d.get("byName", [""])[0] in products
        ]
        for target in package["targets"]
        if target["name"] in products
    }


def write_texts(output, repository):
    subprocess.run(
        [
            BUILD / "pages/bin/python",
            "-m",
            "sphinx",
            "--fail-on-warning",
            "--keep-going",
            "--quiet",
            "--jobs",
            "auto",
            "--builder",
            "html",
            "--conf-dir",
            ROOT / "Scripts/pages",
            "--doctree-dir",
            BUILD / "docc-texts",
            "--fresh-env",
            ROOT,
            output,
        ],
        check=True,
        env=dict(os.environ, DARKROOM_REPOSITORY=repository, SOURCE_DATE_EPOCH="0"),
    )
    shutil.rmtree(BUILD / "docc-texts")
    for unused in [".buildinfo", "objects.inv"]:
        (output / unused).unlink(missing_ok=True)
    for unused in ["_downloads", "_sources"]:
        shutil.rmtree(output / unused, ignore_errors=True)
    # The search knows pages by the names of their texts, and servers ask for this one.
    shutil.copy(output / "README.html", output / "index.html")
    # What pages refer to beside them, such as schemas.
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.is_file() and path.suffix != ".md":
            target = output / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)


def write_libraries(libraries, modules, work, output, base):
    write_snippets(work / "snippets", set(libraries))
    done = {}
    # Each library links to the pages of those it imports, and so comes after them.
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for library, imports in libraries.items():
            done[library] = pool.submit(
                convert,
                library,
                lambda imports=imports: [done[i].result() for i in imports],
                modules,
                work,
                base,
            )
        archives = [job.result() for job in done.values()]
    run(
        "docc",
        "merge",
        *archives,
        "--synthesized-landing-page-name",
        "Libraries of Darkroom",
        "--synthesized-landing-page-kind",
        "Package",
        "--output-path",
        output,
    )
    # Its pages ask for this file, which a catalogue may have; and its root shows nothing.
    (output / "theme-settings.json").write_text("{}\n")
    (output / "index.html").unlink()


def convert(library, dependencies, modules, work, base):
    """Runs DocC on one library, and returns its archive."""
    graphs = work / "graphs" / library
    graphs.mkdir(parents=True)
    maps = [
        *modules.glob("*.build/module.modulemap"),
        *(ROOT / "Sources").glob("C*/module.modulemap"),
    ]
    run(
        "swift-symbolgraph-extract",
        "-module-name",
        library,
        "-I",
        modules / "Modules",
        *(part for path in maps for part in ("-Xcc", f"-fmodule-map-file={path}")),
        "-target",
        f"{platform.machine()}-unknown-linux-gnu",
        *EXTRACT,
        "-output-dir",
        graphs,
    )
    shutil.copy(work / "snippets/snippets.symbols.json", graphs)
    archive = work / f"{library}.doccarchive"
    run(
        "docc",
        "convert",
        ROOT / f"Sources/{library}/{library}.docc",
        "--additional-symbol-graph-dir",
        graphs,
        "--output-path",
        archive,
        "--fallback-display-name",
        library,
        "--fallback-bundle-identifier",
        f"darkroom.{library}",
        "--fallback-default-module-kind",
        "Library",
        "--hosting-base-path",
        base,
        "--enable-experimental-external-link-support",
        "--warnings-as-errors",
        # A parameter whose name says it all need not be described.
        "--disable-parameters-and-returns-validation",
        *(part for other in dependencies() for part in ("--dependency", other)),
    )
    return archive


def write_snippets(folder, products):
    """Writes the code that articles show, as DocC reads it."""
    symbols = []
    for path in sorted((ROOT / "Tests/ExampleTests/Snippets").glob("*Snippet.swift")):
        symbols.append(
            snippet(path.stem.removesuffix("Snippet"), shown(path.read_text(), products))
        )
    for path in sorted((ROOT / "Examples").glob("*/main.swift")):
        symbols.append(snippet(path.parent.name, path.read_text().rstrip().split("\n")))
    folder.mkdir(parents=True)
    graph = {
        "metadata": {
            "formatVersion": {"major": 0, "minor": 6, "patch": 0},
            "generator": "Scripts/docs",
        },
        "module": {"name": "darkroom", "platform": {}, "isVirtual": True},
        "symbols": symbols,
        "relationships": [],
    }
    (folder / "snippets.symbols.json").write_text(json.dumps(graph))


def shown(text, products):
    """The lines between snippet.show and snippet.hide, below the imports of products."""
    imports = [name for name in re.findall(r"^import (\w+)$", text, re.M) if name in products]
    parts = re.findall(r"^( *)// snippet\.show\n(.*?)^ *// snippet\.hide$", text, re.M | re.S)
    lines = [f"import {name}" for name in imports]
    for indentation, part in parts:
        lines.append("")
        lines += [line.removeprefix(indentation) for line in part.rstrip().split("\n")]
    return lines


def snippet(name, lines):
    return {
        "identifier": {"precise": f"$snippet__darkroom.{name}", "interfaceLanguage": "swift"},
        "names": {"title": name},
        "pathComponents": ["Snippets", name],
        "accessLevel": "public",
        "kind": {"identifier": "swift.snippet", "displayName": "Snippet"},
        "snippet": {"language": "swift", "lines": lines, "slices": {}},
    }


def run(*command):
    ended = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False
    )
    if ended.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{ended.stdout}{ended.stderr}")


main()
