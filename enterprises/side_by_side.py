"""A record beside a unit it may be: line by line, what differs sign by sign, in words as well as in colour."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.matching.words import name_of
from enterprises.models import Enterprise, RegistryRecord
from enterprises.provenance import LABELS, column_of, shown
from enterprises.verification import COMPARED, alike, key_of
from nssf_portal.khmer.cleaning import has_khmer

SAME, CLOSE, DIFFERS, NOT_COMPARED = "same", "close", "differs", "none"
# A Khmer sign with everything that hangs on it, or any other single sign: what a reader sees as one.
_SIGN = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17a2]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*|.", re.DOTALL)
_FEW = 3  # so many differing signs can still be a slip
_NAMES = ("name_km", "name_latin")
_NUMBERS = ("tin", "moc_number", "phone")
_HIDDEN = "••••\u00a0"


@dataclass(frozen=True)
class Part:
    """A piece of a value; `mark` when it differs."""

    text: str
    mark: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    left: list[Part]
    right: list[Part]
    lang_left: str
    lang_right: str
    verdict: str
    words: str


def compare(record: RegistryRecord, unit: Enterprise, *, whole: bool = True) -> list[Line]:
    """Every field one of them says. `whole=False`, for a unit of other places: the end of its phone, no street."""
    lines = [_line(record, unit, column_of(name), str(label), whole) for name, label in LABELS.items()]
    return [line for line in lines if line.left or line.right]


def _line(record: RegistryRecord, unit: Enterprise, field: str, label: str, whole: bool) -> Line:
    one, other = getattr(record, field), getattr(unit, field)
    left, right = shown(field, one), shown(field, other)
    verdict, words = _verdict(field, one, other)
    hidden = not whole and field in ("phone", "address") and bool(right)
    if hidden:
        parts = [Part(left)] if left else [], [Part(_HIDDEN + right[-3:] if field == "phone" else _HIDDEN)]
    else:
        parts = _parts(field, left, right, verdict)
    return Line(label, *parts, lang_left=_lang(left), lang_right=_lang(right), verdict=verdict, words=words)


def _lang(text: str) -> str:
    return "km" if has_khmer(text) else "en"


def _verdict(field: str, one: Any, other: Any) -> tuple[str, str]:
    """What one of the two does not say is not compared."""
    left, right = key_of(field, one), key_of(field, other)
    if not left or not right:
        return NOT_COMPARED, _only_one(left, right)
    if left == right:
        return SAME, ""
    if field not in COMPARED:
        return NOT_COMPARED, _free_words(field, one, other)
    return _difference(field, one, other, left, right)


def _only_one(left: str, right: str) -> str:
    if not left and not right:
        return ""
    return _("only the record says it") if left else _("only the register says it")


def _free_words(field: str, one: Any, other: Any) -> str:
    if field != "declared_workers":
        return _("worded differently")
    return ngettext("%(n)s person apart", "%(n)s people apart", abs(one - other)) % {"n": abs(one - other)}


def _difference(field: str, one: Any, other: Any, left: str, right: str) -> tuple[str, str]:
    if field == "commune_code":
        return _place(left, right)
    if isinstance(one, date):
        return _days(one, other)
    if field in _NAMES and _own_words(field, left) == _own_words(field, right):
        return CLOSE, _("only spaces or the form of company differ")
    return _signs(left, right) if field in (*_NAMES, *_NUMBERS) else (DIFFERS, "")


def _own_words(field: str, key: str) -> object:
    """A name without what registries drop and add."""
    return name_of(key, "").khmer if field == "name_km" else name_of("", key).words


def _place(left: str, right: str) -> tuple[str, str]:
    if alike("commune_code", left, right):
        return SAME, _("one of them names the district only")
    if left[:4] == right[:4]:
        return CLOSE, _("same district, another commune")
    return DIFFERS, _("same province, another district") if left[:2] == right[:2] else _("another province")


def _days(one: date, other: date) -> tuple[str, str]:
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return CLOSE, _("day and month swapped")
    days = abs((one - other).days)
    words = ngettext("%(n)s day apart", "%(n)s days apart", days) % {"n": days}
    return (CLOSE if days <= 31 else DIFFERS), words


def _signs(left: str, right: str) -> tuple[str, str]:
    """How many signs differ; two that only changed places are one slip."""
    if _swapped(left, right):
        return CLOSE, _("two neighbouring signs swapped")
    wrong = _differing(left, right)
    words = ngettext("%(n)s sign differs", "%(n)s signs differ", wrong) % {"n": wrong}
    return (CLOSE if wrong <= _FEW else DIFFERS), words


def _swapped(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    at = [n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    return len(at) == 2 and at[1] == at[0] + 1 and left[at[0]] == right[at[1]] and left[at[1]] == right[at[0]]


def _differing(left: str, right: str) -> int:
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in codes if kind != "equal")


def _parts(field: str, left: str, right: str, verdict: str) -> tuple[list[Part], list[Part]]:
    if verdict in (SAME, NOT_COMPARED) or not (left and right):
        return _plain(left), _plain(right)
    if field in (*_NAMES, *_NUMBERS) and (verdict == CLOSE or _share(left, right)):
        return _marked(left, right)
    return [Part(left, mark=True)], [Part(right, mark=True)]


def _plain(text: str) -> list[Part]:
    return [Part(text)] if text else []


def _share(left: str, right: str) -> bool:
    """Enough in common that marking single signs helps the eye."""
    return SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False).ratio() >= 0.6


def _marked(left: str, right: str) -> tuple[list[Part], list[Part]]:
    one, other = _SIGN.findall(left), _SIGN.findall(right)
    marks = ([False] * len(one), [False] * len(other))
    matcher = SequenceMatcher(None, [s.casefold() for s in one], [s.casefold() for s in other], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            marks[0][a:b], marks[1][c:d] = [True] * (b - a), [True] * (d - c)
    return _joined(one, marks[0]), _joined(other, marks[1])


def _joined(signs: Sequence[str], marks: Sequence[bool]) -> list[Part]:
    runs = groupby(zip(signs, marks, strict=True), key=lambda pair: pair[1])
    return [Part("".join(sign for sign, _mark in run), mark=bool(mark)) for mark, run in runs]
