#!/usr/bin/env python3
"""Looks at the pages that Scripts/docs makes: in Chromium, and at every link in their files.

usage: Scripts/pages/check.py SITE [--all]

Serves the folder SITE on this machine and loads its pages in Chromium without a window, with no way
to other hosts. Fails and lists what is wrong: a link to a page, a file or a place in a page that is
not there, an error or a warning on the console, a request that fails or leads to another host, a
page without a heading. Of the thousands of pages of the libraries, Chromium loads the articles and
one page of each kind of symbol; with --all every page. All their links are checked in either case.

DARKROOM_BROWSER names another browser than chromium.
"""

import argparse
import collections
import functools
import http.server
import json
import os
import pathlib
import re
import shutil
import sys
import threading
import urllib.parse

from chromium import Browser


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    browser = os.environ.get("DARKROOM_BROWSER") or shutil.which("chromium")
    if not browser:
        sys.exit("chromium is missing: install it with Scripts/browser, or set DARKROOM_BROWSER")
    if not (arguments.site / "index.html").is_file():
        sys.exit(f"{arguments.site} has no index.html: build the pages with make docs")
    site = Site(arguments.site)
    with site.serve() as server, Browser(browser) as chromium:
        origin = f"http://127.0.0.1:{server.server_port}"
        loaded = site.pages(arguments.all)
        for page in loaded:
            query = "?q=model" if page == "search.html" else ""
            site.look(page, chromium.load(origin, site.address(page) + query))
    site.check_fragments()
    references = site.check_references()
    for fault in site.faults:
        print(fault, file=sys.stderr)
    print(
        f"{len(loaded)} pages were loaded; {site.links} links of theirs and {references} of all "
        f"pages of libraries were followed; faults: {len(site.faults)}"
    )
    sys.exit(1 if site.faults else 0)


class Site:
    """The files of the site, and what was found wrong with them."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        # The path below which the pages of the libraries are to be served.
        libraries = self.folder / "api/documentation/index.html"
        text = libraries.read_text() if libraries.is_file() else ""
        base = re.search(r'baseUrl = "([^"]*)/api/"', text)
        self.base = base[1] if base else ""
        self.faults = []
        self.links = 0
        # The ids of elements by page, and the pages with links to them.
        self.ids = {}
        self.fragments = collections.defaultdict(set)

    def serve(self):
        handler = functools.partial(Handler, self)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def file(self, path):
        """The file that a server gives for the path of an address; None where there is none."""
        path = urllib.parse.unquote(path)
        if not path.startswith(f"{self.base}/"):
            return None
        file = (self.folder / path.removeprefix(self.base).lstrip("/")).resolve()
        if file.is_dir():
            file = file / "index.html"
        return file if file.is_file() and file.is_relative_to(self.folder) else None

    def address(self, page):
        path = urllib.parse.quote(page)
        return f"{self.base}/{path.removesuffix('index.html')}"

    def pages(self, every):
        """The pages to load, as paths below the folder."""
        texts = [
            path
            for path in self.folder.rglob("*.html")
            if not path.is_relative_to(self.folder / "api") and "_static" not in path.parts
        ]
        symbols, kinds = [], set()
        for path in sorted((self.folder / "api").rglob("index.html")):
            data = self.data(path)
            depth = len(path.relative_to(self.folder).parts)
            kind = (data or {}).get("metadata", {}).get("symbolKind")
            if every or depth <= 4 or kind not in kinds:
                kinds.add(kind)
                symbols.append(path)
        return [path.relative_to(self.folder).as_posix() for path in [*sorted(texts), *symbols]]

    def data(self, page):
        """What a page of a library shows."""
        path = page.parent.relative_to(self.folder / "api")
        file = self.folder / f"api/data/{path}.json"
        return json.loads(file.read_text()) if file.is_file() else None

    def look(self, page, seen):
        self.ids[self.folder / page] = set(seen["ids"])
        for fault in seen["faults"]:
            self.faults.append(f"{page}: {fault}")
        for link in seen["links"]:
            address = urllib.parse.urlsplit(link)
            if f"{address.scheme}://{address.netloc}" != seen["origin"]:
                continue
            self.links += 1
            target = self.file(address.path)
            if target is None:
                self.faults.append(f"{page}: there is no {urllib.parse.unquote(address.path)}")
            elif address.fragment:
                fragment = urllib.parse.unquote(address.fragment)
                self.fragments[target, fragment].add(page)

    def check_fragments(self):
        for (target, fragment), pages in self.fragments.items():
            # Which ids a page has is known when it was loaded, as all but some of libraries were.
            if target not in self.ids and target.is_relative_to(self.folder / "api"):
                continue
            if fragment not in self.ids.get(target, ()):
                name = target.relative_to(self.folder).as_posix()
                for page in sorted(pages):
                    self.faults.append(f"{page}: there is no #{fragment} in {name}")

    def check_references(self):
        """Follows the links in the data that the pages of the libraries are made of."""
        count = 0
        for path in sorted((self.folder / "api/data").rglob("*.json")):
            for reference in json.loads(path.read_text()).get("references", {}).values():
                url = reference.get("url", "")
                if not url.startswith("/"):
                    continue
                count += 1
                target = f"api/data{urllib.parse.urlsplit(url).path}.json"
                page = f"api{urllib.parse.urlsplit(url).path}/index.html"
                for file in [target, page]:
                    if not (self.folder / urllib.parse.unquote(file)).is_file():
                        name = path.relative_to(self.folder).as_posix()
                        self.faults.append(f"{name}: there is no {file}")
        return count


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the files of a site below its base path."""

    def __init__(self, site, *arguments):
        self.site = site
        super().__init__(*arguments)

    def translate_path(self, path):
        file = self.site.file(urllib.parse.urlsplit(path).path)
        return str(file or self.site.folder / "no such file")

    def log_message(self, *_):
        pass


main()
