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
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse


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


class Browser:
    """Chromium without a window, spoken to through pipes in the DevTools protocol."""

    # What a page shows, once it is there: links as addresses, ids, and whether there is a heading.
    LOOK = """(() => {
      const links = [...document.querySelectorAll("[href], [src]")].map(e =>
        new URL(e.getAttribute("href") ?? e.getAttribute("src"), document.baseURI).href);
      return {heading: document.querySelector("h1, h2") !== null,
              links: [...new Set(links)],
              ids: [...document.querySelectorAll("[id]")].map(e => e.id)};
    })()"""

    def __init__(self, path):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        answers, to_write = os.pipe()
        to_read, self.commands = os.pipe()
        # The protocol's pipes are the descriptors 3 and 4.
        self.process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec 3<&{to_read} 4>&{to_write} {to_read}<&- {to_write}>&-; exec "$@"',
                "chromium",
                path,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--remote-debugging-pipe",
                f"--user-data-dir={self.profile.name}",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "about:blank",
            ],
            pass_fds=[to_read, to_write],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self.answers = os.fdopen(answers, "rb")
        self.buffer = b""
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Its processes may still write to the profile after the first of them ended.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.profile.cleanup()

    def load(self, origin, path):
        """Loads a page, and gives back its links and ids and what went wrong."""
        # What the page before still did is not this one's.
        for address in ["about:blank", origin + path]:
            self.events = []
            self.call("Page.navigate", url=address)
            self.wait(lambda: any(e["method"] == "Page.loadEventFired" for e in self.events))
        quiet = 0

        def is_shown():
            nonlocal quiet
            quiet = 0 if self.unfinished() else quiet + 1
            # Scripts may ask for more once they have what they asked for.
            return quiet > 5 and self.evaluate(self.LOOK)["heading"]

        ended = self.wait(is_shown)
        shown = self.evaluate(self.LOOK)
        faults = [] if shown["heading"] else ["it has no heading"]
        if not ended:
            faults += [f"it does not end loading {url}" for url in self.unfinished()]
        return dict(shown, origin=origin, faults=faults + self.complaints(origin))

    def unfinished(self):
        """The addresses that are still being loaded."""
        requests = {}
        for event in self.events:
            match event["method"]:
                case "Network.requestWillBeSent":
                    requests[event["params"]["requestId"]] = event["params"]["request"]["url"]
                case "Network.loadingFinished" | "Network.loadingFailed":
                    requests.pop(event["params"]["requestId"], None)
        return list(requests.values())

    def complaints(self, origin):
        faults = []
        for event in self.events:
            values = event["params"]
            match event["method"]:
                case "Runtime.exceptionThrown":
                    details = values["exceptionDetails"]
                    faults.append(details.get("exception", {}).get("description", details["text"]))
                case "Runtime.consoleAPICalled" if values["type"] in ("error", "warning", "assert"):
                    parts = [str(a.get("value", a.get("description"))) for a in values["args"]]
                    faults.append(f"console: {' '.join(parts)}")
                case "Log.entryAdded" if values["entry"]["level"] in ("error", "warning"):
                    entry = values["entry"]
                    faults.append(f"console: {entry['text']} {entry.get('url', '')}")
                case "Network.requestWillBeSent":
                    url = values["request"]["url"]
                    if not url.startswith((f"{origin}/", "data:", "blob:")):
                        faults.append(f"it loads {url} from another host")
                case "Network.responseReceived" if values["response"]["status"] >= 400:
                    faults.append(f"{values['response']['status']} for {values['response']['url']}")
        return faults

    def evaluate(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"]["value"]

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                return False
            # An answer of the page comes after the events before it.
            self.evaluate("new Date().getTime()")
            time.sleep(0.02)
        return True

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if hasattr(self, "session"):
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if "method" in answer:
                self.events.append(answer)

    def read(self):
        while b"\0" not in self.buffer:
            part = self.answers.read1(1 << 20)
            if not part:
                sys.exit("chromium ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)


main()
