"""Renders Markdown as CommonMark with tables, and looks at what comes out.

usage: rendered_markdown.py FILE.json, a list of {"markdown": ..., "elements": [...], "text": ...}:
the elements that there are to be, in order, and all text, white space aside.
"""

import json
import pathlib
import sys
from html.parser import HTMLParser

from markdown_it import MarkdownIt


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.text, self.odd = [], "", []

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        if attributes and tag not in ("ol", "code"):
            self.odd.append((tag, attributes))

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def main():
    entries = json.loads(pathlib.Path(sys.argv[1]).read_text())
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for entry in entries:
        html = markdown.render(entry["markdown"])
        reader = Reader()
        reader.feed(html)
        reader.close()
        assert reader.elements == entry["elements"], (entry, html)
        assert not reader.odd, (entry, html, reader.odd)
        # Readers of Markdown take white space away here and there.
        found, meant = ("".join(text.split()) for text in (reader.text, entry["text"]))
        assert found == meant, (entry, html)
    print(f"{len(entries)} as meant")


if __name__ == "__main__":
    main()
