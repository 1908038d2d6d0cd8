#!/usr/bin/env python3
"""Looks at the site of a zoo as people do who visit it: on phones and desks, in light and dark.

usage: Scripts/pages/zoo_site.py SITE [--shots FOLDER]

Serves the folder SITE on this machine and loads each of its pages in Chromium at 390, 820 and 1280
pixels, in light and dark, and as printed. Fails and lists what is wrong: what axe-core finds, with
all that can be opened open; pages wider than the screen; errors on the console; requests that fail
or lead to another host; links to files or places in pages that are not there; what the keyboard
does not reach. axe-core is that of the package axe-core-python.

--shots keeps a picture of each page. DARKROOM_BROWSER names another browser than chromium.
"""

import argparse
import base64
import functools
import http.server
import importlib.util
import json
import os
import pathlib
import shutil
import sys
import threading
import urllib.parse

from chromium import Browser

WIDTHS = [390, 820, 1280]

AXE = """axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(v =>
  v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(" | ")))"""

OPEN = "document.querySelectorAll('details').forEach(d => { d.open = true })"

# What a click reaches has to be reached by keys.
KEYS = """[...document.querySelectorAll("a[href], summary, button, input, select")].filter(e =>
  e.tabIndex < 0 && e.getClientRects().length).map(e =>
    "no key reaches " + e.outerHTML.slice(0, 200))"""

WIDE = """(() => {
  const width = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  return width > innerWidth ? ["it is " + width + " pixels wide"] : [];
})()"""


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path)
    arguments = parser.parse_args()
    browser = os.environ.get("DARKROOM_BROWSER") or shutil.which("chromium")
    if not browser:
        sys.exit("chromium is missing: install it with Scripts/browser, or set DARKROOM_BROWSER")
    package = importlib.util.find_spec("axe_core_python")
    if not package:
        sys.exit("axe-core is missing: pip install axe-core-python, or run make peers")
    axe = (pathlib.Path(package.submodule_search_locations[0]) / "axe.min.js").read_text()
    if not (arguments.site / "models.json").is_file():
        sys.exit(f"{arguments.site} has no models.json: make it with darkroom zoo site")
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    server = serve(arguments.site)
    pages = sorted(path.name for path in arguments.site.glob("*.html"))
    looks = faults = 0
    with Browser(browser) as chromium:
        origin = f"http://127.0.0.1:{server.server_port}"
        for page in pages:
            for width in WIDTHS:
                for scheme in ["light", "dark"]:
                    found = look(chromium, origin, page, (width, scheme), axe)
                    if arguments.shots:
                        shot = (
                            arguments.shots / f"{page.removesuffix('.html')}-{width}-{scheme}.png"
                        )
                        shot.write_bytes(picture(chromium))
                    looks += 1
                    faults += report(f"{page}, {width}, {scheme}", found)
            faults += report(f"{page}, printed", printed(chromium))
        faults += report("links", follow(chromium, origin, arguments.site, pages))
    print(f"{len(pages)} pages were looked at {looks} times; faults: {faults}")
    sys.exit(1 if faults else 0)


def report(place, faults):
    for fault in faults:
        print(f"{place}: {fault}", file=sys.stderr)
    return len(faults)


def serve(folder):
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            if self.path == "/favicon.ico":
                self.send_response(204)
                self.end_headers()
            else:
                super().do_GET()

    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def look(chromium, origin, page, screen, axe):
    """What is wrong with a page on a screen."""
    width, scheme = screen
    chromium.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=900,
        deviceScaleFactor=1,
        mobile=False,
    )
    emulate(chromium, scheme)
    seen = chromium.load(origin, f"/{urllib.parse.quote(page)}")
    faults = seen["faults"] + chromium.evaluate(WIDE)
    chromium.evaluate(OPEN)
    faults += chromium.evaluate(WIDE) + chromium.evaluate(KEYS)
    chromium.evaluate(axe)
    faults += chromium.evaluate(AXE)
    chromium.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false })")
    return faults


def emulate(chromium, scheme, media=""):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.call("Emulation.setEmulatedMedia", media=media, features=features)


def printed(chromium):
    """Paper has no scroll bars: nothing may be cut, and what is closed is read as well."""
    emulate(chromium, "light", "print")
    chromium.call(
        "Emulation.setDeviceMetricsOverride",
        width=720,
        height=1000,
        deviceScaleFactor=1,
        mobile=False,
    )
    hidden = chromium.evaluate(
        """[...document.querySelectorAll("details > :not(summary)")].filter(e =>
          getComputedStyle(e.parentElement, "::details-content").contentVisibility === "hidden")
          .map(e => "is not printed: " + e.outerHTML.slice(0, 100))"""
    )
    emulate(chromium, "light")
    return hidden


def picture(chromium):
    size = chromium.call("Page.getLayoutMetrics")["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000), "scale": 1}
    shot = chromium.call("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(shot["data"])


def follow(chromium, origin, folder, pages):
    """Links to what is not there."""
    faults, ids, links = [], {}, {}
    for page in pages:
        seen = chromium.load(origin, f"/{urllib.parse.quote(page)}")
        ids[page], links[page] = set(seen["ids"]), seen["links"]
    for page, targets in links.items():
        for target in targets:
            address = urllib.parse.urlsplit(target)
            if f"{address.scheme}://{address.netloc}" != origin:
                continue
            path = urllib.parse.unquote(address.path).lstrip("/") or "index.html"
            if not (folder / path).is_file():
                faults.append(f"{page}: there is no {path}")
            elif address.fragment and path in ids and address.fragment not in ids[path]:
                faults.append(f"{page}: there is no #{address.fragment} in {path}")
    listing = json.loads((folder / "models.json").read_text())
    for model in listing["models"]:
        if model["page"] not in pages:
            faults.append(f"models.json: there is no {model['page']}")
    return faults


main()
