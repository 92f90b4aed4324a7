"""The papers that students bring in the stories, made as small PDFs."""

import json

import typst

from confide.site.demonstration.stories import Document

_TEMPLATE = """
#let it = json(bytes(sys.inputs.paper))
#set document(title: it.title)
#set page(paper: "a4", margin: 3cm)
#set text(size: 11pt, lang: "en")
= #it.title
#v(1em)
#for each in it.paragraphs [#each #parbreak()]
"""


def paper(document: Document) -> bytes:
    """The document as a PDF."""
    written = json.dumps({"title": document.title, "paragraphs": document.paragraphs})
    return typst.compile(
        _TEMPLATE.encode(), format="pdf", sys_inputs={"paper": written}, ignore_system_fonts=True
    )
