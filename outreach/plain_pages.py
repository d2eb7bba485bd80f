"""Plain-words pages: their text as HTML, figures of the law book inside it, and how they are found in Khmer.

A text is paragraphs with an empty line between them; "## " begins a heading, "- " a line of a list, and
`[[code]]` stands for the value of the law book that is in force on the day of reading."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nssf_portal.khmer.keys import search_key
from nssf_portal.law import NoLawInForce
from nssf_portal.law import value as law_value
from nssf_portal.law.enums import Unit
from nssf_portal.ui.templatetags.ui import number, riel
from outreach.models import AskedQuestion, PlainPage

_VALUE = re.compile(r"\[\[([a-z_.]+)\]\]")
_BLOCKS = re.compile(r"\n\s*\n")
LONGEST_QUERY = 100


def shown(text: str) -> SafeString:
    """The text as HTML; whatever looks like HTML in it is shown as it was typed."""
    blocks = [block.strip() for block in _BLOCKS.split(text.replace("\r\n", "\n")) if block.strip()]
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks))


def _block(block: str) -> SafeString:
    if block.startswith("## "):
        head, _rest, rest = block.partition("\n")
        heading = format_html("<h2>{}</h2>", _line(head[3:]))
        return heading + _block(rest.strip()) if rest.strip() else heading
    lines = block.split("\n")
    if all(line.startswith("- ") for line in lines):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_line(one[2:]),) for one in lines)))
    return format_html("<p>{}</p>", _line(" ".join(lines)))


def _line(text: str) -> SafeString:
    parts = _VALUE.split(text)
    return mark_safe("".join(_figure(part) if at % 2 else conditional_escape(part) for at, part in enumerate(parts)))  # noqa: S308


def _figure(code: str) -> SafeString:
    """A figure in force today with the mark of one that nobody confirmed; never a nought where none is known."""
    try:
        found = law_value(code)
    except NoLawInForce:
        return format_html("<strong>{}</strong>", _("not set"))
    words = said(found.value, found.unit)
    if found.confirmed:
        return format_html("<strong>{}</strong>", words)
    return format_html("<strong>{}</strong> ({})", words, _("to be confirmed"))


def said(value: Any, unit: str) -> str:
    """A value inside a sentence: 2.6%, 15,600 riel, 30; the sentence has the unit of days and months itself."""
    if unit == Unit.RATIO:
        return f"{(Decimal(value) * 100).normalize():f}%"
    return riel(value) if unit == Unit.RIEL else number(value)


def figures_in(text: str) -> set[str]:
    """Codes of the law book that a text quotes."""
    return set(_VALUE.findall(text))


def unknown_figures(text: str) -> list[str]:
    """Codes that the law book has no value for today."""
    return sorted(code for code in figures_in(text) if not _known(code))


def _known(code: str) -> bool:
    try:
        return law_value(code) is not None
    except NoLawInForce:
        return False


def keys_of(page: PlainPage) -> dict[str, str]:
    """What a search compares: title, text and answered questions, one spelling for every way of typing."""
    asked = AskedQuestion.objects.filter(slug=page.slug, published_at__isnull=False) if page.slug else ()
    rows = list(asked)
    km = [page.title_km, page.body_km, *(f"{one.question_km} {one.answer_km}" for one in rows)]
    en = [page.title_en, page.body_en, *(f"{one.question_en} {one.answer_en}" for one in rows)]
    return {"search_km": _joined(km), "search_en": _joined(en)}


def _joined(texts: list[str]) -> str:
    return search_key(" ".join(_VALUE.sub(" ", text) for text in texts))


def words_of(query: str) -> list[str]:
    return search_key(query[:LONGEST_QUERY]).split()


def search(query: str) -> QuerySet[PlainPage]:
    """Published pages that have every word of the question, in either language; Khmer needs no spaces."""
    found = PlainPage.objects.published()
    for word in words_of(query):
        found = found.filter(Q(search_km__contains=word) | Q(search_en__contains=word))
    return found


def ranked(query: str, pages: QuerySet[PlainPage]) -> list[PlainPage]:
    """Pages whose title has the words come first."""
    wanted = words_of(query)
    return sorted(pages, key=lambda page: not all(word in _title_key(page) for word in wanted))


def _title_key(page: PlainPage) -> str:
    return search_key(f"{page.title_km} {page.title_en}")


def asked_with(query: str, questions: QuerySet[AskedQuestion]) -> Iterator[AskedQuestion]:
    """Answered questions that have every word."""
    wanted = words_of(query)
    for one in questions:
        key = search_key(f"{one.question_km} {one.question_en} {one.answer_km} {one.answer_en}")
        if all(word in key for word in wanted):
            yield one


def in_both(page: PlainPage) -> dict[str, SafeString]:
    """Both languages side by side, for who edits: each with its own words for figures."""
    sides = {}
    for language, text in (("km", page.body_km), ("en", page.body_en)):
        with override(language):
            sides[language] = shown(text)
    return sides


def language() -> str:
    return "en" if get_language() == "en" else "km"
