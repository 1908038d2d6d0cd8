"""How Sphinx makes pages of the Markdown files of the repository, where they are.

The files have plain relative links, so that they can be read on a git host as well. A link to the
article of a library leads to its page; one to a file in docs, such as a schema, to that file. Links
to other files and folders of the repository lead to DARKROOM_REPOSITORY, or become plain text where
it is not set. Links to what is not there are errors.
"""

import os
import pathlib
import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPOSITORY = os.environ.get("DARKROOM_REPOSITORY", "").rstrip("/")

# The pages by chapters, in the order of a reader's way; what is not listed comes in the last one.
CHAPTERS = {
    "Use it": [
        "docs/guide/install",
        "docs/guide/first-*",
        "docs/guide/quantize-*",
        "docs/guide/ship-*",
        "docs/guide/python",
        "docs/guide/publish-*",
        "docs/guide/verify",
        "docs/guide/*",
        "docs/commands",
        "docs/targets/*",
    ],
    "Look it up": [
        "docs/quantization",
        "docs/targets/README",
        "docs/targets/*",
        "docs/formats",
        "docs/darknet",
        "BENCHMARKS",
        "CHANGELOG",
    ],
    "Program with it": ["docs/libraries"],
    "Work on it": [
        "CONTRIBUTING",
        "docs/architecture",
        "docs/adding-*",
        "docs/releasing",
        "docs/security",
        "SECURITY",
        "docs/*",
        "*",
    ],
}

project = "Darkroom"
html_title = "Darkroom"
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "docs/**/*.md"]
extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_enable_extensions = []
# Another program's language in a block is no mistake.
suppress_warnings = ["misc.highlighting_failure"]
highlight_language = "none"
html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_permalinks_icon = "#"
html_favicon = "icon.svg"
html_use_index = False
html_last_updated_fmt = None


def chapters():
    """The directives that Sphinx takes navigation from, as MyST writes them."""
    known = sorted(
        {
            str(path.relative_to(ROOT).with_suffix(""))
            for pattern in include_patterns
            for path in ROOT.glob(pattern)
        }
    )
    listed = {root_doc}
    for title, patterns in CHAPTERS.items():
        pages = []
        for pattern in patterns:
            matching = [page for page in known if pathlib.PurePath(page).match(pattern)]
            found = [page for page in matching if page not in listed]
            pages += found
            listed.update(found)
        if pages:
            yield "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```"])


def add_navigation(_, name, source):
    if name == root_doc:
        source[0] += "\n\n" + "\n\n".join(chapters()) + "\n"


class RepositoryLinks(SphinxPostTransform):
    """Leads links to what is no page to where a reader can see it."""

    default_priority = 5

    def run(self, **_):
        links = [
            *self.document.findall(addnodes.download_reference),
            *self.document.findall(addnodes.pending_xref),
        ]
        for link in links:
            if link.get("reftype") != "myst":
                continue
            place, file = self.place(link), self.file(link)
            address = place or (file and self.address(file))
            if address:
                link.replace_self(nodes.reference("", "", *link.children, refuri=address))
            elif file:
                link.replace_self(link.children)

    def place(self, link):
        """The address of an HTML anchor, such as <a id="place"></a>, in this page or another."""
        if link["refdomain"] == "doc":
            page, name = link["reftarget"], link["reftargetid"]
            address = f"{self.env.app.builder.get_relative_uri(self.env.docname, page)}#{name}"
        else:
            page, name = self.env.docname, link["reftarget"]
            address = f"#{name}"
        if not name or page not in self.env.all_docs:
            return None
        anchors = re.findall(
            r'<a id="([^"]+)"></a>', pathlib.Path(self.env.doc2path(page)).read_text()
        )
        return address if name in anchors else None

    def file(self, link):
        """The path below the repository's root of a file or folder that is no page."""
        target = link["reftarget"].split("#")[0]
        if not target:
            return None
        if link["refdomain"] == "doc":
            # The name of a page below the root, even if there is none.
            path = f"{target}.md"
            return path if target not in self.env.all_docs and (ROOT / path).exists() else None
        path = os.path.normpath(pathlib.PurePath(self.env.docname).parent / target)
        return path if (ROOT / path).exists() else None

    def address(self, path):
        up = "../" * self.env.docname.count("/")
        library = re.fullmatch(r"Sources/(\w+)/\1\.docc/\1\.md", path)
        if library:
            return f"{up}api/documentation/{library[1].lower()}/"
        if path.startswith("docs/") and (ROOT / path).is_file():
            return up + path
        return f"{REPOSITORY}/{path}" if REPOSITORY else None


def setup(app):
    app.add_post_transform(RepositoryLinks)
    app.connect("source-read", add_navigation)
