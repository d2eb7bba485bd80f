"""The portal's parts for templates (a builtin: no {% load %} needed). docs/look.md shows when to use which."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from nssf_portal.khmer.cleaning import has_khmer
from nssf_portal.khmer.dates import format_date
from nssf_portal.khmer.digits import to_khmer_digits
from nssf_portal.khmer.phones import display_phone
from nssf_portal.ui import languages, slots
from nssf_portal.ui.icons import ICONS, MEANINGS, NOTES

register = template.Library()
NBSP = "\u00a0"
_WIDTH = 1000


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A drawing, hidden from screen readers; size is "", "s", "m" or "l"."""
    return _icon(name, size)


@lru_cache(maxsize=256)
def _icon(name: str, size: str) -> SafeString:
    """The same few on every page, and again in each row of a list."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" icon-{size}" if size else "",
        mark_safe(ICONS[name]),  # noqa: S308  our own constants
    )


@register.simple_tag
def tag(meaning: str, word: object) -> SafeString:
    """A state: colour, shape and word. meaning: ok, waits, wrong, progress, none, unknown."""
    return format_html('<span class="tag tag-{}">{}<span>{}</span></span>', meaning, icon(MEANINGS[meaning], "s"), word)


@register.simple_block_tag
def note(content: str, kind: str = "info") -> SafeString:
    """A coloured note: info, waits, done, wrong. At most one above the fold."""
    return format_html('<div class="note note-{}">{}<div>{}</div></div>', kind, icon(NOTES[kind]), content)


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, obj: Any = None) -> SafeString:
    """Everything apps registered under a slot: panels are rendered, other values printed."""
    request = context["request"]
    return format_html_join("", "{}", ((_rendered(item, request),) for item in slots.items(name, request, obj)))


@register.simple_tag(takes_context=True)
def slot_items(context: template.Context, name: str, obj: Any = None) -> list:
    """What a slot's items return, for templates that lay them out themselves: {% slot_items "x" obj as items %}."""
    return list(slots.items(name, context["request"], obj))


@register.simple_tag
def figure(value: object, word: object, edge: str = "grey") -> SafeString:
    """A large number over its word; put two to four into <div class="figures">."""
    shown = "" if value is None else number(value)
    return format_html('<div class="figure figure-{}"><strong>{}</strong><span>{}</span></div>', edge, shown, word)


@register.simple_tag
def bar(*parts: Any, label: object = "", size: str = "", total: float | None = None) -> SafeString:
    """A proportional bar without text: {% bar 380 "teal" 12 "gold" %}, or one list of (number, colour) pairs."""
    pairs = list(parts[0]) if len(parts) == 1 else list(zip(parts[::2], parts[1::2], strict=True))
    whole = float(total if total is not None else sum(float(n) for n, _colour in pairs)) or 1.0
    drawn, at = [], 0.0
    for n, colour in pairs:
        width = min(float(n) / whole * _WIDTH, _WIDTH - at)
        if width > 0:
            gap = 3 if at + width < _WIDTH - 1 and total is None else 0
            drawn.append((f"{at:.1f}", f"{max(width - gap, 2):.1f}", colour))
            at += width
    rects = format_html_join("", '<rect x="{}" y="0" width="{}" height="14" class="fill-{}"/>', drawn)
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="bar{}" viewBox="0 0 {} 14" preserveAspectRatio="none" focusable="false" {}>{}</svg>',
        f" bar-{size}" if size else "",
        _WIDTH,
        named,
        rects,
    )


@register.simple_tag
def progress(done: float, total: float, label: object = "", colour: str = "teal") -> SafeString:
    """How far along: done of total."""
    return bar(done or 0, colour, label=label, total=total or 1, size="s")


@register.simple_tag
def clock(words: object, share: float, colour: str = "teal") -> SafeString:
    """Time left in words, then as a bar; share 0-1 used up; teal, gold (last days), red (late), grey (paused)."""
    spent = _spent(f"{min(float(share or 0), 1) * _WIDTH:.1f}", colour)
    return format_html('<span class="clock clock-{}"><b>{}</b>{}</span>', colour, words, spent)


@lru_cache(maxsize=4096)
def _spent(width: str, colour: str) -> SafeString:
    """The bar of a clock, drawn once for each of its few lengths."""
    return progress(float(width) / _WIDTH, 1, colour=colour)


@register.simple_tag
def steps(now: int, total: int) -> SafeString:
    """The steps bar of a question page; the words "Question 2 of 6" stand above it."""
    items = (("is-done" if n <= int(now) else "is-open",) for n in range(1, int(total) + 1))
    drawn = format_html_join("", '<li class="{}"></li>', items)
    return format_html('<ol class="steps" aria-hidden="true">{}</ol>', drawn)


@register.simple_tag
def timeline(events: Any) -> SafeString:
    """Newest first. Each event: title, and optionally at (date or time), by, text, url, state (done, now, planned)."""
    return mark_safe(render_to_string("components/timeline.html", {"events": [_event(e) for e in events]}))  # noqa: S308


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Any, parameter: str = "page") -> dict:
    """Links to the pages around this one; filters in the address stay."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    prefix = f"?{query.urlencode()}&{parameter}=" if query else f"?{parameter}="
    return {"page": page, "numbers": list(numbers), "prefix": prefix, "gap": page.paginator.ELLIPSIS}


@register.simple_tag(takes_context=True)
def url_in_language(context: template.Context, code: str) -> str:
    return languages.url_in_language(context["request"], code)


@register.filter
def khmer_digits(value: object) -> str:
    """Official paper only; screens use 0-9."""
    return to_khmer_digits(value)


@register.filter
def number(value: object) -> str:
    """A number with its thousands apart; anything else as it is."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return number_format(value, use_l10n=True, force_grouping=True)
    return str(value)


@register.filter
def riel(value: object) -> str:
    return "" if value in (None, "") else f"{number(value)}{NBSP}៛"


@register.filter
def units(value: object, unit: object) -> str:
    """A number bound to its unit, so that no line breaks between them: {{ n|units:_("people") }}."""
    return f"{number(value)}{NBSP}{unit}"


@register.filter
def nbsp(value: object) -> str:
    return str(value).replace(" ", NBSP)


@register.filter
def long_date(value: date | datetime | None, language: str = "") -> str:
    """A date with its month in words, in the page's language or the given one."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    return nbsp(format_date(day, language or get_language() or "km"))


@register.filter
def long_day(value: date | datetime | None) -> str:
    """Monday, 30 November 2026: a date with its weekday, for days on which people come somewhere."""
    if not value:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{WEEKDAYS[day.weekday()]}{' ' if get_language() == 'km' else ', '}{long_date(day)}"


@register.filter
def long_month(value: date | None) -> str:
    """November 2026: a month in words, in the page's language."""
    return nbsp(format_date(value, get_language() or "km", precision="month")) if value else ""


@register.filter
def long_datetime(value: datetime | None) -> str:
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    joint = f" ម៉ោង{NBSP}" if get_language() == "km" else f",{NBSP}"
    return f"{long_date(local)}{joint}{local:%H:%M}"


@register.filter
def masked(value: object) -> str:
    """Only the last four characters of a number: •••• 3417."""
    text = str(value or "")
    return f"••••{NBSP}{text[-4:]}" if text else ""


@register.filter
def phone(value: object) -> str:
    return nbsp(display_phone(str(value))) if value else ""


@register.filter
def lang_of(value: object) -> str:
    """For the lang attribute of a name: km when it has Khmer letters, else en."""
    return "km" if has_khmer(str(value)) else "en"


@register.filter
def error_target(field: Any) -> str:
    """Where a link in the error summary leads: the field, or the first choice of a group."""
    wrapped = field.field.widget
    first = wrapped.id_for_label(field.auto_id, index=0) if hasattr(wrapped, "choices") and field.use_fieldset else ""
    return first or field.id_for_label or field.auto_id


@register.filter
def summary_line(field: Any, error: str) -> str:
    """A line of the error summary says which field it means, when the sentence itself does not."""
    generic = gettext("This field is required.")
    return f"{field.label}: {error}" if str(error) == generic else str(error)


@register.filter
def note_kind(message: Any) -> str:
    """The note that shows a Django message."""
    return {"success": "done", "warning": "waits", "error": "wrong"}.get(message.level_tag, "info")


def _rendered(item: Any, request: Any) -> str:
    if isinstance(item, slots.Panel):
        return mark_safe(render_to_string(item.template, item.context, request))  # noqa: S308  a template's output
    return str(item)


def _event(event: Any) -> dict:
    def read(name: str) -> Any:
        return event.get(name, "") if isinstance(event, dict) else getattr(event, name, "")

    at = read("at")
    when = long_datetime(at) if isinstance(at, datetime) else long_date(at) if isinstance(at, date) else at
    return {name: read(name) or "" for name in ("title", "by", "text", "url")} | {
        "when": when or "",
        "state": read("state") or "done",
    }
