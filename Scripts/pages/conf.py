"""How Sphinx makes pages of the Markdown files of the repository, where they are.

The files have plain relative links, so that they can be read on a git host as well. Links to other
files of the repository lead to DARKROOM_REPOSITORY, or become plain text where it is not set; links
to what is not there are errors.
"""
import os
import pathlib

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REPOSITORY = os.environ.get("DARKROOM_REPOSITORY", "").rstrip("/")

# The pages by chapters, in the order of a reader's way; what is not listed is added by its folder.
CHAPTERS = {
    "Use it": ["docs/guide/*", "MANUAL", "docs/quantization", "docs/runtimes"],
    "Look it up": ["docs/darknet", "docs/formats*", "docs/formats/*", "BENCHMARKS", "CHANGELOG"],
    "Work on it": [
        "CONTRIBUTING", "docs/architecture", "docs/style", "docs/adding-*", "docs/security", "SECURITY",
        "docs/*", "CODE_OF_CONDUCT",
    ],
}

project = "Darkroom"
html_title = "Darkroom"
root_doc = "README"
include_patterns = ["*.md", "docs/**/*.md"]
exclude_patterns = [".build*", "Sources", "Tests", "Examples", "Scripts", "out", "Plugins", ".github"]
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
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_last_updated_fmt = None


def chapters():
    """The directives that Sphinx takes navigation from, as MyST writes them."""
    known = sorted(
        str(path.relative_to(ROOT).with_suffix(""))
        for pattern in include_patterns for path in ROOT.glob(pattern))
    listed = {root_doc}
    for title, patterns in CHAPTERS.items():
        pages = []
        for pattern in patterns:
            pages += [
                page for page in known if page not in listed and pathlib.PurePath(page).match(pattern)]
            listed.update(pages)
        if pages:
            yield "\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```"])
    yield "\n".join([
        "```{toctree}", ":hidden:", ":caption: Program with it", "",
        "Libraries <api/documentation/index.html#://>", "```"])


def add_navigation(_, name, source):
    if name == root_doc:
        source[0] += "\n\n" + "\n\n".join(chapters()) + "\n"


class RepositoryLinks(SphinxPostTransform):
    """Leads links to files that are no pages to the repository."""

    default_priority = 5

    def run(self, **_):
        folder = pathlib.PurePath(self.env.docname).parent
        for link in list(self.document.findall(addnodes.download_reference)):
            target = os.path.normpath(folder / link["reftarget"])
            if REPOSITORY:
                link.replace_self(
                    nodes.reference("", "", *link.children, refuri=f"{REPOSITORY}/{target}"))
            else:
                link.replace_self(link.children)


class Pages(StandaloneHTMLBuilder):
    """HTML whose first page is index.html."""

    name = "html"

    def get_target_uri(self, docname, typ=None):
        return super().get_target_uri("index" if docname == root_doc else docname, typ)

    def get_output_path(self, page_name, /):
        return super().get_output_path("index" if page_name == root_doc else page_name)

    def get_outfilename(self, pagename):
        return super().get_outfilename("index" if pagename == root_doc else pagename)


def setup(app):
    app.add_builder(Pages, override=True)
    app.add_post_transform(RepositoryLinks)
    app.connect("source-read", add_navigation)
