"""Beside each question: a recording to listen to, and somebody who calls back."""

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

register = template.Library()

VOICES = {"km": "ភាសាខ្មែរ", "tampuan": "Tampuan", "jarai": "Jarai", "bunong": "Bunong", "cham": "Cham"}
"""Slots by folder, each named as its speakers' neighbours write it; `lang` by ISO 639."""
_LANGUAGES = {"km": "km", "tampuan": "tpu", "jarai": "jra", "bunong": "cmo", "cham": "cja"}
_CALL_ME = ("register_call_me", "desk_hotline:register_call_me", "hotline:register_call_me")


@dataclass(frozen=True)
class Recording:
    name: str
    lang: str
    url: str
    many: bool


@register.simple_tag
def voice(page: str = "") -> list[Recording]:
    """The recordings of a page (static/portal/voice/<slot>/register-<page>.mp3); empty slots show nothing."""
    if get_language() != "km":
        return []
    found = [slot for slot in VOICES if page and _is_recorded(slot, page)]
    return [Recording(VOICES[s], _LANGUAGES[s], static(_path(s, page)), len(found) > 1) for s in found]


@register.simple_tag
def call_me_url() -> str:
    """Where one asks to be called back; nothing while that page is not there."""
    for name in _CALL_ME:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@lru_cache(maxsize=512)
def _is_recorded(slot: str, page: str) -> bool:
    return finders.find(_path(slot, page)) is not None


def _path(slot: str, page: str) -> str:
    return f"portal/voice/{slot}/register-{page}.mp3"
