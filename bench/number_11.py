"""Number 11: the first page of a registration on a phone with nothing cached: bytes on the wire, as compressed."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.test import Client

from bench.measuring import Figure

_FILES = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg|woff2))"')
_FONTS = re.compile(r"url\(['\"]?([^)'\"]+\.woff2)")
_HEADERS = 400
"""Of an answer, about; each file costs them once."""


def measure() -> list[Figure]:
    """Both languages' worst: Khmer with its font, and the same page where the font is there already."""
    page = Client().get("/register/", headers={"accept-encoding": "gzip", "host": "localhost"})
    html = gzip.decompress(page.content).decode() if page.headers.get("Content-Encoding") == "gzip" else page.text
    files = {_own(url) for url in _FILES.findall(html)}
    fonts = {path for path in _fonts() if "moul" not in path.name}  # Moul is for paper
    plain = len(page.content) + sum(_wire(path) for path in files - fonts) + _HEADERS * (1 + len(files - fonts))
    whole = plain + sum(path.stat().st_size + _HEADERS for path in fonts)
    parts = f"page {len(page.content):,}, {len(files - fonts)} files, {len(fonts)} fonts"
    return [
        Figure("11", "first page with the Khmer font, bytes", whole, "<= 110,000", whole <= 110_000, parts),
        Figure("11", "first page without it, bytes", plain, "<= 35,000", plain <= 35_000, parts),
    ]


def _own(url: str) -> Path:
    return Path(settings.BASE_DIR) / "static" / url.removeprefix("/static/")


def _fonts() -> set[Path]:
    style = Path(settings.BASE_DIR) / "static" / "portal" / "portal.css"
    return {(style.parent / name).resolve() for name in _FONTS.findall(style.read_text())}


def _wire(path: Path) -> int:
    """As WhiteNoise keeps it: compressed once, when the files are collected."""
    return len(gzip.compress(path.read_bytes(), 9))
