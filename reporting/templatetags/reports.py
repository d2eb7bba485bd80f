"""Marks of a report, drawn so that they show on paper too: the typesetter gives an icon no size and no colour."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nssf_portal.ui.icons import ICONS, MEANINGS
from reporting.periods import Period

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


@register.simple_block_tag(takes_context=True)
def part(context: template.Context, content: str, key: str, *, begins_open: bool = False) -> SafeString:
    """One part of a report under its heading; on a page it is closed until somebody wants it, on paper never."""
    title = heading(context["contents"], key)
    if context.get("paper"):
        return format_html('<section class="card report-part" id="{}"><h2>{}</h2>{}</section>', key, title, content)
    return format_html(
        '<details class="group report-part"{}><summary><h2>{}</h2></summary>'
        '<div class="group-body" id="{}">{}</div></details>',
        " open" if begins_open or context.get("open_all") else "",
        title,
        key,
        content,
    )


@register.filter
def period_words(code: str) -> str:
    """ "2026Q3" as readers say it."""
    return Period.parse(code).words if code else ""


@register.filter
def heading(contents: list[dict[str, Any]], key: str) -> str:
    """ "3. Provinces": the number and title of a part, or nothing when it is left out."""
    found = next((one for one in contents if one["key"] == key), None)
    return f"{found['number']}. {found['title']}" if found else ""
