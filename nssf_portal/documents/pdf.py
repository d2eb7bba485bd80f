"""Typesetting: a template becomes a PDF with our own fonts, from local files only, with Khmer broken into lines."""

import io
import logging
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from nssf_portal.documents.models import IssuedDocument
from nssf_portal.khmer.breaks import insert_breaks

logger = logging.getLogger(__name__)
_BASE = "http://paper.invalid/"  # never asked: every address under it is answered from the static files
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fontconfig"


class PdfUnavailable(RuntimeError):
    """The system libraries that set type are missing; the rest of the portal works."""

    def __init__(self) -> None:
        super().__init__(f"PDF files cannot be made until these packages are installed: apt-get install {PACKAGES}")


def is_available() -> bool:
    """Whether PDF files can be made on this machine."""
    try:
        _engine()
    except PdfUnavailable:
        return False
    return True


def typeset(template: str, context: dict[str, Any], language: str) -> bytes:
    """The template as a PDF in the given language; raises PdfUnavailable."""
    engine = _engine()
    return engine.HTML(
        string=typeset_html(template, context, language), base_url=_BASE, url_fetcher=_fetcher(engine)
    ).write_pdf()


def typeset_html(template: str, context: dict[str, Any], language: str) -> str:
    """What the PDF is made from (tests read this: Khmer can't be read back out of a PDF)."""
    with translation.override(language):
        html = render_to_string(template, context | {"language": language})
    return insert_breaks(html)


def qr_png(text: str, scale: int = 8) -> str:
    """A QR code as a data address for `<img src>`; error correction M survives a stamp on a corner."""
    return segno.make_qr(text, error="m").png_data_uri(scale=scale, border=4)


def paper_context(document: IssuedDocument) -> dict[str, Any]:
    """What `pdf/base.html` prints of an issued paper: its number, the QR and the address that answers for it."""
    url = document.verify_url()
    return {"number": document.code, "qr_src": qr_png(url), "verify_url": url, "draft": False}


def _engine() -> Any:
    """Imported when needed: it takes two seconds and the system's Pango."""
    try:
        import weasyprint
    except OSError as missing:
        logger.error("WeasyPrint cannot find its system libraries")
        raise PdfUnavailable from missing
    return weasyprint


def _fetcher(engine: Any) -> Any:
    """Static files and data addresses only: no template can make this process ask the network or read a disk."""

    class LocalOnly(engine.urls.URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = static_file(url)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            content = _unpacked(path) if path.suffix == ".woff2" else path.read_bytes()
            return engine.urls.URLFetcherResponse(url, io.BytesIO(content), {"Content-Type": kind})

    return LocalOnly(allowed_protocols=["data"])


@cache
def _unpacked(font: Path) -> bytes:
    """A font as WeasyPrint needs it, once for each process: it would unpack all five anew for every paper."""
    from fontTools.ttLib import woff2

    plain = io.BytesIO()
    woff2.decompress(io.BytesIO(font.read_bytes()), plain)
    return plain.getvalue()


def static_file(url: str) -> Path:
    """The file behind a static address; anything else is refused."""
    parts = urlsplit(url)
    static = "/" + settings.STATIC_URL.strip("/") + "/"
    if f"{parts.scheme}://{parts.netloc}/" != _BASE or not parts.path.startswith(static):
        raise ValueError("only static files can be used on paper")
    name = unquote(parts.path[len(static) :])
    found = _collected(name) or finders.find(name)
    if not found:
        raise ValueError("no such static file")
    return Path(found)


def _collected(name: str) -> Path | None:
    """Where `collectstatic` put it; in development and tests nothing is collected."""
    if not settings.STATIC_ROOT:
        return None
    root = Path(settings.STATIC_ROOT).resolve()
    path = (root / name).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None
