"""What is missing, in a sentence of the reader's language; and values in words."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.enums import Filing, Paying, Result, StandingState
from enterprises.enums import Sector
from incentives.enums import Measure, Size
from incentives.measuring.measured import Measured
from nssf_portal.places.names import name_of, place_name
from nssf_portal.ui.templatetags.ui import long_date, long_month, number

_NAMED = 6
_OPEN = (Result.FAIL, Result.UNAVAILABLE)
Bounds = tuple[int | None, int | None, Collection[str]]


def missing(measure: str, measured: Measured, minimum: int | None, maximum: int | None, one_of: Collection[str]) -> str:
    """What would make the measure hold, or why nobody can say whether it does."""
    bound_to_register = measure not in (Measure.SECTOR, Measure.PLACE, Measure.SIZE)
    if bound_to_register and not measured.registered:
        return _("Register the enterprise with the Fund.")
    return _SENTENCES[measure](measured, (minimum, maximum, one_of))


def said(measure: str, value: Any) -> str:
    """A value of a measure in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value)
    if measure == Measure.SECTOR:
        return str(dict(Sector.choices).get(value, value)) or _("not known")
    if measure == Measure.SIZE:
        return str(dict(Size.choices).get(value, value)) or _("not known")
    if measure == Measure.PLACE:
        return place_name(value) or _("not known")
    return str(StandingState(value).label if measure == Measure.STANDING else Result(value).label)


def _registered(measured: Measured, bounds: Bounds) -> str:
    return _("Register the enterprise with the Fund.")


def _standing(measured: Measured, bounds: Bounds) -> str:
    """Every item that is wrong or not known, each with what is to be done."""
    wanted = (Result.UNAVAILABLE,) if measured.standing == StandingState.UNKNOWN else _OPEN
    parts = (
        (measured.registered_in_time, _registered_in_time),
        (measured.staff_in_time, _staff_in_time),
        (measured.declared_in_time, _declared_in_time),
        (measured.paid_in_time, _paid_in_time),
        (measured.headcount, _missing_staff),
        (measured.no_finding, _no_finding),
    )
    told = (sentence(measured, bounds) for result, sentence in parts if result in wanted)
    return " ".join(dict.fromkeys(told))  # what is not declared is not paid either: said once


def _registered_in_time(measured: Measured, bounds: Bounds) -> str:
    if measured.facts.opened_on is None:
        return _("Tell us the day on which the enterprise opened.")
    text = _("The enterprise was registered on %(day)s, after the last day for it; this cannot be made good.")
    return text % {"day": long_date(measured.registered_on)}


def _staff_in_time(measured: Measured, bounds: Bounds) -> str:
    count = measured.facts.late_hires
    text = ngettext(
        "Register new staff in time: %(n)s person hired in the last %(months)s months was registered late.",
        "Register new staff in time: %(n)s people hired in the last %(months)s months were registered late.",
        count,
    )
    return text % {"n": number(count), "months": number(measured.rules.lookback)}


def _declared_in_time(measured: Measured, bounds: Bounds) -> str:
    if names := _months(one.month for one in measured.filings if one.filing == Filing.MISSING):
        return _("Declare %(months)s.") % {"months": names}
    if names := _months(one.month for one in measured.filings if one.filing == Filing.LATE):
        return _("Declare every month in time; late: %(months)s.") % {"months": names}
    return _("Declare the first month when it is due; none was due yet.")


def _paid_in_time(measured: Measured, bounds: Bounds) -> str:
    if names := _months(m.month for m in measured.filings if m.paying in (Paying.UNPAID, Paying.PART)):
        return _("Pay the contributions of %(months)s.") % {"months": names}
    if measured.months.interest:
        return _("Pay the interest for late payment.")
    if names := _months(m.month for m in measured.filings if m.paying == Paying.PAID_LATE):
        return _("Pay every month in time; late: %(months)s.") % {"months": names}
    if measured.months.missing or not measured.months.due:
        return _declared_in_time(measured, bounds)
    return _("What is due could not be worked out. Ask your NSSF office; nothing counts against the enterprise.")


def _missing_staff(measured: Measured, bounds: Bounds) -> str:
    return _more_staff(max(measured.missing_staff - (bounds[1] or 0), 1))


def _headcount(measured: Measured, bounds: Bounds) -> str:
    return _more_staff(max(measured.missing_staff, 1))


def _more_staff(count: int) -> str:
    return ngettext("Register %(n)s more member of staff.", "Register %(n)s more staff.", count) % {"n": number(count)}


def _no_finding(measured: Measured, bounds: Bounds) -> str:
    facts, parts = measured.facts, []
    if facts.findings:
        parts.append(
            ngettext("Put right %(n)s finding of an inspection.", "Put right %(n)s findings of inspections.",
                     facts.findings) % {"n": number(facts.findings)}
        )  # fmt: skip
    if facts.fines:
        parts.append(ngettext("Pay %(n)s fine.", "Pay %(n)s fines.", facts.fines) % {"n": number(facts.fines)})
    return " ".join(parts)


def _years(measured: Measured, bounds: Bounds) -> str:
    minimum, maximum, _one_of = bounds
    if maximum is not None and measured.years > maximum:
        text = ngettext("It is for enterprises registered for at most %(n)s year.",
                        "It is for enterprises registered for at most %(n)s years.", maximum)  # fmt: skip
        return text % {"n": number(maximum)}
    wait = max(12 * (1 if minimum is None else minimum) - measured.months_registered, 1)
    text = ngettext("Stay registered %(n)s more month.", "Stay registered %(n)s more months.", wait)
    return text % {"n": number(wait)}


def _workers(measured: Measured, bounds: Bounds) -> str:
    minimum, maximum, _one_of = bounds
    if maximum is not None and measured.workers > maximum:
        text = ngettext("It is for enterprises with at most %(n)s worker.",
                        "It is for enterprises with at most %(n)s workers.", maximum)  # fmt: skip
        return text % {"n": number(maximum)}
    return _more_staff(max((1 if minimum is None else minimum) - measured.workers, 1))


def _sector(measured: Measured, bounds: Bounds) -> str:
    if not measured.sector:
        return _("Tell us the sector of the enterprise.")
    return _only(str(dict(Sector.choices).get(code, code)) for code in bounds[2])


def _size(measured: Measured, bounds: Bounds) -> str:
    return _only(str(dict(Size.choices).get(code, code)) for code in bounds[2])


def _place(measured: Measured, bounds: Bounds) -> str:
    if not measured.place:
        return _("Tell us where the enterprise is.")
    return _only(name_of(code) for code in bounds[2])


def _only(names: Iterable[str]) -> str:
    return _("It is only for: %(names)s.") % {"names": ", ".join(names)}


def _months(found: Iterable[Any]) -> str:
    """Oldest first; "September 2026 and October 2026"; of many the oldest few and how many more."""
    names = [long_month(month) for month in sorted(found)]
    if len(names) > _NAMED:
        rest = len(names) - _NAMED
        more = ngettext("%(months)s and %(n)s more month", "%(months)s and %(n)s more months", rest)
        return more % {"months": ", ".join(names[:_NAMED]), "n": number(rest)}
    if len(names) < 2:
        return "".join(names)
    return _("%(months)s and %(last)s") % {"months": ", ".join(names[:-1]), "last": names[-1]}


_SENTENCES: dict[str, Callable[[Measured, Bounds], str]] = {
    Measure.REGISTERED: _registered,
    Measure.STANDING: _standing,
    Measure.REGISTERED_IN_TIME: _registered_in_time,
    Measure.STAFF_IN_TIME: _staff_in_time,
    Measure.DECLARED_IN_TIME: _declared_in_time,
    Measure.PAID_IN_TIME: _paid_in_time,
    Measure.HEADCOUNT: _headcount,
    Measure.NO_FINDING: _no_finding,
    Measure.YEARS: _years,
    Measure.WORKERS: _workers,
    Measure.SECTOR: _sector,
    Measure.PLACE: _place,
    Measure.SIZE: _size,
    Measure.MISSING_STAFF: _missing_staff,
}
