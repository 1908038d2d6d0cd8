"""Reads two pages of HTML and compares their elements, with the names of their attributes.

usage: page_elements.py PLAIN.html HOSTILE.html
"""

import pathlib
import sys
from html.parser import HTMLParser


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attributes):
        self.parts.append((tag, sorted(name for name, _ in attributes)))

    def handle_endtag(self, tag):
        self.parts.append(("/" + tag, []))

    def handle_comment(self, data):
        self.parts.append(("comment", [data]))

    handle_pi = unknown_decl = handle_comment


def parts(path):
    reader = Reader()
    with pathlib.Path(path).open(newline="") as file:
        reader.feed(file.read())
    reader.close()
    return reader.parts


def main():
    plain, hostile = parts(sys.argv[1]), parts(sys.argv[2])
    for index, (a, b) in enumerate(zip(plain, hostile, strict=False)):
        assert a == b, f"element {index} is {b}, not {a}"
    assert len(plain) == len(hostile), f"{len(hostile)} elements, not {len(plain)}"
    print(f"{len(plain)} parts")


if __name__ == "__main__":
    main()
