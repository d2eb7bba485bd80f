"""The action table as people read it: each row with its version in force, who has a part, how it goes, until when."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from reporting import registry
from reporting.enums import Part, Status, Theme
from reporting.models import Measure, MeasureVersion, Plan, PlanDecision, ProgressCall
from reporting.periods import Period
from reporting.progress import ProgressRow, of_period
from reporting.services.planning import runs_until
from reporting.what_portal_does import sentence, ways

TAGS = {
    Status.NOT_STARTED: "none",
    Status.ON_TRACK: "progress",
    Status.BEHIND: "wrong",
    Status.DONE: "ok",
    Status.CONTINUES: "ok",
}


@dataclass(frozen=True)
class Line:
    """One row of the action table."""

    measure: Measure
    version: MeasureVersion
    lead: list[Any]
    support: list[Any]
    ends_on: date
    over: bool
    proposed: bool
    said: list["Said"] = field(default_factory=list)
    ways: list[tuple[str, str]] = field(default_factory=list)

    @property
    def does(self) -> str:
        return sentence(self.measure.number)

    @property
    def leaders_said(self) -> list["Said"]:
        return [one for one in self.said if one.leads]


@dataclass(frozen=True)
class Said:
    """One institution's last word on a row: a meaning and a word for it, never a guess where nothing was said."""

    institution: Any
    meaning: str
    word: str
    late: bool
    texts: dict[str, str]
    leads: bool


def how_it_goes(row: ProgressRow, user: User) -> Said:
    """What was not approved yet, and all words, are for the institution and for who reads the progress of all."""
    own = row.institution.pk in user.institutions(Permission.ENTER_PROGRESS)
    inside = own or user.has_permission(Permission.READ_PROGRESS)
    if row.status and not (inside or row.is_approved):
        meaning, word = "progress", _("Sent, being checked")
    elif row.status:
        meaning, word = TAGS[Status(row.status)], row.status_words
    elif row.late:
        meaning, word = "wrong", _("late")
    elif row.entry:
        meaning, word = "waits", _("awaited")
    else:
        meaning, word = "none", _("not asked")
    late, texts = row.late and bool(row.status), row.said if inside else {}
    return Said(row.institution, meaning, word, late, texts, leads=row.part == Part.LEAD)


def order(number: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in number.split("."))


def lines(plan: Plan, user: User, today: date) -> list[tuple[Theme, list[Line]]]:
    """By key measure; a row that nobody confirmed yet is not in force and stands with the proposals."""
    decisions = list(plan.decisions.all())
    waiting = set(_open_versions(plan).values_list("measure", flat=True))
    said = _said(plan)
    found: dict[str, list[Line]] = {}
    for version in sorted(_in_force(plan), key=lambda one: order(one.measure.number)):
        line = _line(version, decisions, waiting, today, said.get(version.measure.number, []), user)
        found.setdefault(version.measure.theme, []).append(line)
    return [(Theme(theme), rows) for theme, rows in sorted(found.items())]


def _in_force(plan: Plan) -> Iterable[MeasureVersion]:
    rows = MeasureVersion.objects.in_force().filter(measure__plan=plan)
    return rows.select_related("measure").prefetch_related("parts__institution")


def _open_versions(plan: Plan) -> Any:
    return MeasureVersion.objects.filter(measure__plan=plan, confirmed_at__isnull=True)


def _line(
    version: MeasureVersion, decisions: list[PlanDecision], waiting: set[Any], today: date, said: list[ProgressRow],
    user: User,
) -> Line:  # fmt: skip
    parts = list(version.parts.all())
    ends_on = runs_until(version, decisions)
    return Line(
        measure=version.measure,
        version=version,
        lead=[one.institution for one in parts if one.part == Part.LEAD],
        support=[one.institution for one in parts if one.part == Part.SUPPORT],
        ends_on=ends_on,
        over=ends_on < today,
        proposed=version.measure_id in waiting,
        said=[how_it_goes(one, user) for one in said],
        ways=ways(version.measure.number, user),
    )


def last_call(plan: Plan) -> ProgressCall | None:
    return plan.calls.order_by("-period").first()


def _said(plan: Plan) -> dict[str, list[ProgressRow]]:
    """What institutions said when they were last asked, by number of the row."""
    call = last_call(plan)
    found: dict[str, list[ProgressRow]] = {}
    for row in of_period(Period.parse(call.period)) if call else []:
        found.setdefault(row.number, []).append(row)
    return found


def said_of(measure: Measure, user: User) -> list[Said]:
    """What each institution last said of one row."""
    return [how_it_goes(one, user) for one in _said(measure.plan).get(measure.number, [])]


def indicators_of(number: str, user: User) -> list[tuple[registry.Definition, str]]:
    """Indicators that serve a row, each with the address of its figures."""
    return [(one, figure_url(one.code, user)) for one in registry.every() if number in one.measures]


def figure_url(code: str, user: User) -> str:
    """Where an indicator's figures are opened; '' for who may not."""
    return reverse("reporting_figures:live", args=[code]) if user.has_permission(Permission.READ_COUNTS) else ""
