"""A reason in plain words, in the reader's language; a reason to look, never a finding."""

import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.enums import Signal
from compliance.models import TargetReason
from enterprises.enums import Sector
from enterprises.models import Source
from nssf_portal.khmer.dates import format_date

_TTL = 60.0


class _Names(NamedTuple):
    km: str
    en: str


_sources: dict[str, _Names] = {}
_read_at = float("-inf")


def sentence(reason: TargetReason) -> str:
    """Why, in one line: what somebody says beside what the Fund knows.

    Of information received there is one sentence only: who gave it, when, how and how often cannot be told from it."""
    return _SENTENCES[reason.signal](reason)


def shared_reasons(reasons: Iterable[TargetReason]) -> list[str]:
    """The sentences that may leave the Fund with a shared list: without information received."""
    return [sentence(reason) for reason in reasons if reason.signal != Signal.INFORMATION]


def forget() -> None:
    """Read the sources' names anew at the next question (in tests)."""
    global _read_at
    _read_at = float("-inf")


def _source(code: str) -> str:
    """A source by its short name in English (MLVT), its whole name in Khmer."""
    global _read_at
    if time.monotonic() - _read_at > _TTL:
        _sources.clear()
        _sources.update(_read())
        _read_at = time.monotonic()
    names = _sources.get(code) or _Names(code.upper(), code.upper())
    return names.en if get_language() == "en" else names.km


def _read() -> dict[str, _Names]:
    rows = Source.objects.order_by().values_list("code", "name_km", "name_en", "institution__code")
    return {code: _Names(km, _short(code, en, institution)) for code, km, en, institution in rows}


def _short(code: str, name: str, institution: str | None) -> str:
    return institution if institution and institution.lower() == code else name


def _count(number: int | None) -> str:
    return f"{number or 0:,}"


def _month(day: date) -> str:
    return format_date(day, get_language() or "km", precision="month")


def _unregistered(reason: Any) -> str:
    facts = {"source": _source(reason.source), "year": reason.since and reason.since.year}
    if reason.since:
        return _("Named by %(source)s, open since %(year)s, not registered with the Fund") % facts
    return _("Named by %(source)s, not registered with the Fund") % facts


def _headcount(reason: Any) -> str:
    facts = {"have": _count(reason.against), "told": _count(reason.number), "source": _source(reason.source)}
    if not reason.source and reason.against:
        return _("Registered %(have)s staff; declared %(told)s elsewhere") % facts
    if not reason.source:
        return _("No staff registered; declared %(told)s elsewhere") % facts
    if reason.against:
        return _("Registered %(have)s staff; list of %(source)s has %(told)s") % facts
    return _("No staff registered; list of %(source)s has %(told)s") % facts


def _declarations(reason: Any) -> str:
    missing, late = reason.number or 0, reason.against or 0
    if missing and reason.since:
        text = ngettext(
            "%(n)s month without a declaration; the newest is of %(month)s",
            "%(n)s months without a declaration; the newest is of %(month)s",
            missing,
        )
        return text % {"n": _count(missing), "month": _month(reason.since)}
    if missing:
        text = ngettext("%(n)s month without a declaration", "%(n)s months without a declaration", missing)
        return text % {"n": _count(missing)}
    return ngettext("%(n)s declaration came late", "%(n)s declarations came late", late) % {"n": _count(late)}


def _payments(reason: Any) -> str:
    number = reason.number or 0
    text = ngettext(
        "Contributions of %(n)s month late or missing", "Contributions of %(n)s months late or missing", number
    )
    return text % {"n": _count(number)}


def _information(_reason: Any) -> str:
    return _("Information received")


def _late_hires(reason: Any) -> str:
    number = reason.number or 0
    return ngettext("%(n)s person registered late", "%(n)s people registered late", number) % {"n": _count(number)}


def _after_accident(_reason: Any) -> str:
    return _("Somebody was registered after an accident was reported")


def _before_visit(reason: Any) -> str:
    number = reason.number or 0
    facts = {"n": _count(number), "month": _month(reason.since) if reason.since else ""}
    text = ngettext(
        "%(n)s person left the staff list shortly before the visit of %(month)s",
        "%(n)s people left the staff list shortly before the visit of %(month)s",
        number,
    )
    return text % facts


def _split(reason: Any) -> str:
    facts = {"n": _count(reason.number), "workers": _count(reason.against)}
    return _("%(n)s small units share an owner, address or phone; together they have %(workers)s staff") % facts


def _phone(reason: Any) -> str:
    return _("%(n)s of the staff gave the same phone number") % {"n": _count(reason.number)}


def _size(reason: Any) -> str:
    number = reason.number or 0
    return ngettext("About %(n)s worker", "About %(n)s workers", number) % {"n": _count(number)}


def _sector(reason: Any) -> str:
    label = Sector(reason.source).label if reason.source in Sector else reason.source
    return _("Sector where workers are often missing: %(sector)s") % {"sector": label}


def _visit(reason: Any) -> str:
    if reason.since:
        return _("Last visited in %(month)s") % {"month": _month(reason.since)}
    return _("Never visited, as far as the portal knows")


def _distance(_reason: Any) -> str:
    return _("In a district with an office of the Fund")


_SENTENCES: dict[str, Callable[[Any], str]] = {
    Signal.UNREGISTERED: _unregistered,
    Signal.HEADCOUNT_GAP: _headcount,
    Signal.LATE_DECLARATIONS: _declarations,
    Signal.LATE_PAYMENTS: _payments,
    Signal.INFORMATION: _information,
    Signal.LATE_HIRES: _late_hires,
    Signal.HIRE_AFTER_ACCIDENT: _after_accident,
    Signal.ENDED_BEFORE_VISIT: _before_visit,
    Signal.SPLIT_UNITS: _split,
    Signal.SHARED_PHONE: _phone,
    Signal.SIZE: _size,
    Signal.SECTOR: _sector,
    Signal.NEVER_VISITED: _visit,
    Signal.DISTANCE: _distance,
}
