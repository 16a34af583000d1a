"""Pages of print: HTML that we rendered becomes a tagged PDF (PDF/UA-1), which assistive technology can read. Done by workers.

Nothing is fetched while it is made: the one stylesheet comes from our own files, charts stand in the page
itself, and any other address is refused.
"""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

STYLE = "css/print.css"
# A chart that a worker drew stands in the page itself.
DRAWING = "data:image/svg+xml;base64,"


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The PDF of a template that extends `print.html`."""
    return to_pdf(render_to_string(template, context))


def to_pdf(html: str) -> bytes:
    """A tagged PDF. The page must have a title and a language, as `print.html` gives it."""
    # WeasyPrint takes half a second to load, and only workers make PDFs.
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    def refuse(url: str) -> Any:
        if url.startswith(DRAWING):
            return URLFetcher(allowed_protocols={"data"}).fetch(url)
        raise FatalURLFetchingError(f"A printed page fetches nothing, but this one asks for {url}.")

    found = finders.find(STYLE)
    assert isinstance(found, str)  # noqa: S101 - the stylesheet is a part of the product
    style = CSS(string=Path(found).read_text(encoding="utf-8"), url_fetcher=refuse)
    content: bytes = HTML(string=html, url_fetcher=refuse).write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1")
    return content
