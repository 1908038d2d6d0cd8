"""Chromium without a window, for programs that look at pages."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time


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
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        return answer["result"].get("value")

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
