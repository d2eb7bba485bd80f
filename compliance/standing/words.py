"""The six items in plain sentences: what was found, with its numbers, what would cure it, and where the law says so."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.declaring.filings import MonthFiling
from compliance.enums import Filing, Paying, Result, StandingItem
from compliance.standing import cures, rules
from compliance.standing.facts import Facts
from compliance.standing.judging import Months, Results
from compliance.standing.rules import Rules
from enterprises.models import Enterprise, Source
from nssf_portal.khmer.dates import format_date
from nssf_portal.law.book import InForce
from nssf_portal.ui.templatetags.ui import long_date, number, riel

_LAST = 3
TAGS = {
    Result.PASS: "ok",
    Result.FAIL: "wrong",
    Result.WARN: "progress",
    Result.UNAVAILABLE: "unknown",
    Result.NONE: "none",
}


@dataclass(frozen=True)
class Told:
    """Everything the sentences are made from."""

    enterprise: Enterprise
    facts: Facts
    months: list[MonthFiling]
    totals: Months
    rules: Rules

    @cached_property
    def source_name(self) -> str:
        source = Source.objects.filter(pk=self.facts.source_id).first()
        return source.name if source else ""


@dataclass(frozen=True)
class Item:
    """One of the six questions, answered."""

    item: StandingItem
    result: Result
    sentence: str
    cure: str  # empty: nothing to put right
    cure_url: str
    values: list[InForce]  # of the law book: what it rests on
    count: int

    @property
    def label(self) -> str:
        return str(self.item.label)

    @property
    def tag(self) -> tuple[str, str]:
        return TAGS[self.result], str(self.result.label)

    @property
    def source(self) -> str:
        """The legal sources, each once."""
        return "; ".join(dict.fromkeys(value.source for value in self.values))

    @property
    def confirmed(self) -> bool:
        return all(value.confirmed for value in self.values)


def items_of(told: Told, results: Results) -> list[Item]:
    return [_item(told, item, results[item]) for item in StandingItem]


def _item(told: Told, item: StandingItem, result: Result) -> Item:
    sentence, count = _SENTENCES[item](told, result)
    cure, name = cures.of(item, result, told)
    return Item(item, result, sentence, cure, _url(name, told.enterprise), values_of(item, told), count)


def _url(name: str, enterprise: Enterprise) -> str:
    if not name:
        return ""
    try:
        return reverse(name, args=[enterprise.pk])
    except NoReverseMatch:
        return ""


def values_of(item: StandingItem, told: Told) -> list[InForce]:
    """What the law book says that the answer rests on, by the law of its day."""
    on = told.rules.on
    opened = told.facts.opened_on or on
    looked = ("standing.lookback_months",)
    if item == StandingItem.REGISTERED:
        return rules.in_force((rules.ENTERPRISE, *rules.COUNTING), opened)
    if not told.facts.is_registered(on):
        return []
    if item == StandingItem.STAFF:
        return rules.in_force((rules.EMPLOYEE, *rules.COUNTING, "standing.late_hires_share", *looked), on)
    if item == StandingItem.DECLARATIONS:
        return rules.in_force(("deadline.declaration_day", "declaration.first_month", *looked), on)
    if item == StandingItem.PAYMENTS:
        return rules.in_force(("deadline.contribution_day", *rules.CONTRIBUTIONS, *looked), on)
    if item == StandingItem.HEADCOUNT:
        return rules.in_force(rules.HEADCOUNT, on)
    return rules.in_force(rules.FINES, on) if told.facts.findings or told.facts.fines else []


def _registered(told: Told, result: Result) -> tuple[str, int]:
    facts, on = told.facts, told.rules.on
    if result == Result.FAIL:
        return _not_registered(told), 0
    if facts.opened_on is None:
        return _("We do not know on which day the enterprise opened."), 0
    days = {"opened": long_date(facts.opened_on), "registered": long_date(facts.registered_on)}
    last = rules.last_day(rules.ENTERPRISE, facts.opened_on)
    if last is None:
        return _("Opened on %(opened)s, before there was a last day to register.") % days, 0
    days["last"] = long_date(last)
    if result == Result.WARN:
        late = ((facts.registered_on or on) - last).days
        return _late(late) % {**days, "n": number(late)}, late
    return _("Opened on %(opened)s, registered on %(registered)s; the last day was %(last)s.") % days, 0


def _late(days: int) -> str:
    return ngettext(
        "Registered on %(registered)s, %(n)s day after the last day (%(last)s).",
        "Registered on %(registered)s, %(n)s days after the last day (%(last)s).",
        days,
    )


def _not_registered(told: Told) -> str:
    facts = told.facts
    if facts.closed_on and facts.closed_on <= told.rules.on:
        return _("The enterprise closed on %(day)s.") % {"day": long_date(facts.closed_on)}
    return _("The enterprise was not registered with the Fund on this day.")


def _staff(told: Told, result: Result) -> tuple[str, int]:
    facts = told.facts
    since = {"since": long_date(told.rules.since)}
    if result == Result.NONE:
        return _("Nobody was hired since %(since)s.") % since, 0
    numbers = since | {"n": number(facts.hires), "late": number(facts.late_hires), "days": number(facts.worst_days)}
    if not facts.late_hires:
        text = ngettext("The %(n)s person hired since %(since)s was registered in time.",
                        "The %(n)s people hired since %(since)s were registered in time.", facts.hires)  # fmt: skip
        return text % numbers, 0
    text = ngettext(
        "%(late)s of %(n)s people hired since %(since)s was registered late, at most %(days)s days.",
        "%(late)s of %(n)s people hired since %(since)s were registered late, at most %(days)s days.",
        facts.late_hires,
    )
    return text % numbers, facts.late_hires


def _declarations(told: Told, result: Result) -> tuple[str, int]:
    t = told.totals
    if result == Result.NONE:
        return _("No month was due yet."), 0
    if t.missing:
        text = ngettext("%(n)s month is not declared: %(months)s.", "%(n)s months are not declared: %(months)s.",
                        t.missing)  # fmt: skip
        missing = [one for one in told.months if one.filing == Filing.MISSING]
        return text % {"n": number(t.missing), "months": _named(missing)}, t.missing
    if t.late:
        text = _("All months are declared; %(n)s of them late: %(months)s.")
        return text % {"n": number(t.late), "months": _named(m for m in told.months if m.filing == Filing.LATE)}, t.late
    text = ngettext("The %(n)s month that was due is declared in time.",
                    "The %(n)s months that were due are declared in time.", t.due)  # fmt: skip
    return text % {"n": number(t.due)}, 0


def _payments(told: Told, result: Result) -> tuple[str, int]:
    t = told.totals
    if t.unpaid:
        text = ngettext("%(riel)s is not paid, for %(n)s month: %(months)s.",
                        "%(riel)s is not paid, for %(n)s months: %(months)s.", t.unpaid)  # fmt: skip
        open_ones = [one for one in told.months if one.paying in (Paying.UNPAID, Paying.PART)]
        return text % {"riel": riel(t.owed), "n": number(t.unpaid), "months": _named(open_ones)}, t.unpaid
    if t.interest:
        return _("All months are paid; %(riel)s of interest for late payment is not.") % {"riel": riel(t.interest)}, 0
    if result == Result.UNAVAILABLE:
        unknown = t.missing + t.not_computed
        text = ngettext("What is due for %(n)s month is not known.", "What is due for %(n)s months is not known.",
                        unknown)  # fmt: skip
        return text % {"n": number(unknown)}, unknown
    if result == Result.NONE:
        return _("No contribution was due yet."), 0
    if t.paid_late:
        text = ngettext("Everything is paid; %(n)s month was paid late.",
                        "Everything is paid; %(n)s months were paid late.", t.paid_late)  # fmt: skip
        return text % {"n": number(t.paid_late)}, t.paid_late
    return _("Everything that was due is paid in time."), 0


def _headcount(told: Told, result: Result) -> tuple[str, int]:
    facts = told.facts
    if facts.said is None or facts.counted is None:
        text = ngettext("%(n)s worker is registered; no institution says another number.",
                        "%(n)s workers are registered; no institution says another number.", facts.staff)  # fmt: skip
        return text % {"n": number(facts.staff)}, 0
    gap = max(facts.said - facts.counted, 0)
    words = {
        "source": told.source_name,
        "said": number(facts.said),
        "day": long_date(facts.said_on),
        "counted": number(facts.counted),
        "gap": number(gap),
    }
    if not gap:
        return _("%(source)s says %(said)s on %(day)s; %(counted)s are registered.") % words, 0
    return _("%(source)s says %(said)s on %(day)s; %(counted)s are registered: %(gap)s fewer.") % words, gap


def _findings(told: Told, result: Result) -> tuple[str, int]:
    facts, parts = told.facts, []
    if facts.findings:
        parts.append(
            ngettext("%(n)s finding of an inspection is open.", "%(n)s findings of inspections are open.",
                     facts.findings) % {"n": number(facts.findings)}
        )  # fmt: skip
    if facts.fines:
        parts.append(
            ngettext("%(n)s fine is not paid: %(riel)s.", "%(n)s fines are not paid: %(riel)s.", facts.fines)
            % {"n": number(facts.fines), "riel": riel(facts.fines_owed)}
        )
    if not told.facts.is_registered(told.rules.on):
        return "", 0
    return " ".join(parts) or _("No finding is open and no fine is unpaid."), facts.findings + facts.fines


def _named(months: object) -> str:
    """The newest few by name."""
    newest = list(months)  # type: ignore[call-overload]
    shown = ", ".join(_month(one) for one in newest[:_LAST])
    return f"{shown} …" if len(newest) > _LAST else shown


def _month(one: MonthFiling) -> str:
    return format_date(one.month, get_language() or "km", precision="month")


_SENTENCES: dict[StandingItem, Callable[[Told, Result], tuple[str, int]]] = {
    StandingItem.REGISTERED: _registered,
    StandingItem.STAFF: _staff,
    StandingItem.DECLARATIONS: _declarations,
    StandingItem.PAYMENTS: _payments,
    StandingItem.HEADCOUNT: _headcount,
    StandingItem.FINDINGS: _findings,
}
