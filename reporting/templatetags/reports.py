"""Marks of a report, drawn so that they show on paper too: the typesetter gives an icon no size and no colour."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nssf_portal.ui.icons import ICONS, MEANINGS

register = template.Library()
_INK = {"ok": "#084c4a", "waits": "#7a4a00", "wrong": "#8c1c14", "progress": "#2a3170"}


@register.simple_tag
def report_tag(meaning: str, word: object) -> SafeString:
    """A state: colour, shape and word."""
    return format_html(
        '<span class="tag tag-{0}"><svg class="icon icon-s" viewBox="0 0 24 24" width="12" height="12" fill="none"'
        ' stroke="{1}" stroke-width="2.4" aria-hidden="true" focusable="false">{2}</svg> <span>{3}</span></span>',
        meaning,
        _INK.get(meaning, "#50566f"),
        mark_safe(ICONS[MEANINGS[meaning]]),  # noqa: S308  our own drawings
        word,
    )


@register.filter
def heading(contents: list[dict[str, Any]], key: str) -> str:
    """ "3. Provinces": the number and title of a part, or nothing when it is left out."""
    found = next((one for one in contents if one["key"] == key), None)
    return f"{found['number']}. {found['title']}" if found else ""
