"""One page, two addresses: Khmer at /..., English at /en/..., and a few paths outside the prefix."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

FIXED_PATHS = ("/api/", "/exchange/", "/field/", "/verify/", "/healthz", "/.well-known/", "/callback/", "/calendar/")
"""Outside the language prefix: here the reader decides, not the address."""
NAMES = {"km": "ខ្មែរ", "en": "English"}


def codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def is_fixed(path: str) -> bool:
    """Whether this path has one address for all languages."""
    return path.startswith(FIXED_PATHS)


def url_in_language(request: HttpRequest, code: str) -> str:
    """The address of the same page, query string kept, in another language; the home page when there is none."""
    here = request.get_full_path()
    if is_fixed(request.path):
        return _with_lang(here, code)
    there = translate_url(here, code)
    if there != here or code == get_language():
        return there
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def switch(request: HttpRequest) -> list[dict]:
    """What the language switch shows: every language by its own name, the present one marked."""
    present = get_language()
    return [
        {"code": code, "name": NAMES[code], "url": url_in_language(request, code), "current": code == present}
        for code in codes()
    ]


def _with_lang(url: str, code: str) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("lang", code)])))
