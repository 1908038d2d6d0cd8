"""A server before a registry that answers as bad networks and busy registries do.

usage: faulty_proxy.py UPSTREAM_HOST:PORT SEED SHARE [USER:PASSWORD bearer|basic]

Of all requests the share SHARE (0 to 1), chosen by SEED, is answered with a fault: the connection
is cut before or within the answer, or within the request; the answer is late; the request is sent
on twice; or it is 401, 429 or 500. What the registry answers names it by the address of the proxy.

With a user it asks who comes: for a token, which /token gives for the password and for one name and
right, or for the password itself. Blobs then come from another port, as from a cloud's storage,
which answers 400 to a request that holds Authorization.

With FAULTY_STALL=N in the environment the N-th PATCH is neither passed on nor answered, and
`stalled` is printed.

Prints HOST:PORT when it listens, and on the end of standard input how many faults of each kind
there were.
"""

import base64
import collections
import http.client
import http.server
import json
import os
import random
import sys
import threading
import time
import urllib.parse

upstream, seed, share = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
login, scheme = (sys.argv[4], sys.argv[5]) if len(sys.argv) > 5 else (None, None)
stall = int(os.environ.get("FAULTY_STALL", "0"))
chance, lock, counts = random.Random(seed), threading.Lock(), collections.Counter()
KINDS = ["cut-before", "cut-within", "cut-request", "late", "twice", "429", "500"]
# Who is not asked who he is has no answer to it.
KINDS += ["401"] if login else []


def fault():
    """The fault of the next request; None for most of them."""
    with lock:
        kind = chance.choice(KINDS) if chance.random() < share else None
        counts[kind or "none"] += 1
        return kind


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        kind = fault()
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length // 2 if kind == "cut-request" else length)
        if self.command == "PATCH":
            with lock:
                counts["PATCH"] += 1
            if counts["PATCH"] == stall:
                print("stalled", flush=True)
                time.sleep(60)
                self.cut()
                return
        if self.path.startswith("/token?"):
            self.give_token()
        elif kind in ("cut-request", "cut-before"):
            self.cut()
        elif kind in ("429", "500"):
            self.refuse(int(kind))
        elif kind == "401" or (login and not self.is_known()):
            self.challenge()
        elif login and self.command == "GET" and "/blobs/sha256:" in self.path:
            self.send_response_only(307)
            self.send_header("Location", f"http://127.0.0.1:{storage.server_port}{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.pass_on(body, kind)

    def pass_on(self, body, kind):
        if kind == "late":
            time.sleep(0.3)
        status, fields, content = self.ask(body)
        if kind == "twice":
            status, fields, content = self.ask(body)
        self.send_response_only(status)
        fields = {name.lower(): value for name, value in fields}
        length = fields.pop("content-length", None)
        for name, value in fields.items():
            if name == "location":
                self.send_header(name, value.replace(upstream, self.headers["Host"]))
            elif name not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        is_head = self.command == "HEAD"
        self.send_header("Content-Length", length if is_head and length else str(len(content)))
        self.end_headers()
        if kind == "cut-within":
            self.wfile.write(content[: len(content) // 2])
            self.cut()
        elif not is_head:
            self.wfile.write(content)

    def is_known(self):
        given = self.headers.get("Authorization", "")
        if scheme == "basic":
            return given == basic()
        right = "pull" if self.command in ("GET", "HEAD") else "pull,push"
        name = self.path.removeprefix("/v2/").split("/")[0]
        return given in (f"Bearer {name}:{right}", f"Bearer {name}:pull,push")

    def challenge(self):
        host = self.headers["Host"]
        asked = f'Bearer realm="http://{host}/token?x=1",service="tests",scope="repository:x:pull"'
        self.send_response_only(401)
        self.send_header("WWW-Authenticate", asked if scheme == "bearer" else 'Basic realm="tests"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def give_token(self):
        query = urllib.parse.parse_qs(self.path.partition("?")[2])
        _, name, right = query["scope"][0].split(":")
        known = self.headers.get("Authorization") == basic()
        content = json.dumps({"token": f"{name}:{right}"}).encode() if known else b"{}"
        self.send_response_only(200 if known else 401)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = handle_any

    def ask(self, body):
        connection = http.client.HTTPConnection(upstream, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
        connection.request(self.command, self.path, body=body, headers=headers)
        answer = connection.getresponse()
        result = answer.status, answer.getheaders(), answer.read()
        connection.close()
        return result

    def refuse(self, status):
        self.send_response_only(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def cut(self):
        self.close_connection = True
        self.connection.close()

    def log_message(self, *_):
        pass


class Storage(http.server.BaseHTTPRequestHandler):
    """Where the blobs are, which wants no password of others."""

    def do_GET(self):
        leaked = self.headers.get("Authorization")
        headers = {k: v for k, v in self.headers.items() if k in ("Range", "If-Range")}
        connection = http.client.HTTPConnection(upstream, timeout=30)
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        content = b"" if leaked else answer.read()
        kind = fault()
        if kind == "cut-before":
            self.connection.close()
            return
        self.send_response_only(400 if leaked else answer.status)
        for name, value in answer.getheaders():
            if name.lower() in ("content-range", "etag"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if kind == "cut-within":
            self.wfile.write(content[: len(content) // 2])
            self.connection.close()
        else:
            self.wfile.write(content)

    def log_message(self, *_):
        pass


def basic():
    return "Basic " + base64.b64encode(login.encode()).decode()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


storage = Server(("127.0.0.1", 0), Storage)
threading.Thread(target=storage.serve_forever, daemon=True).start()
server = Server(("127.0.0.1", 0), Proxy)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(f"127.0.0.1:{server.server_port}", flush=True)
sys.stdin.read()
print(dict(sorted(counts.items())), flush=True)
