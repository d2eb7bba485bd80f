"""Lines of a target list as a page shows them: reasons in words, visits, and what one may do; a few queries a page."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance.complying import with_cured
from compliance.enums import ChosenBy, LineState, NoticeState, Treatment, VisitState
from compliance.models import CaseFile, Notice, TargetLine, TargetReason, Visit
from compliance.targeting.sentences import sentence
from enterprises.enums import EnterpriseState
from nssf_portal.accounts.models import Office, User
from nssf_portal.khmer.dates import format_date
from nssf_portal.places.names import name_of

GONE = (LineState.REFUSED, LineState.COMPLIED, LineState.LAPSED)
SHOWN = ("chosen", "next", "aside", "complied")
STATE_TAGS = {
    LineState.PROPOSED: "unknown",
    LineState.ACCEPTED: "progress",
    LineState.REFUSED: "none",
    LineState.NUDGED: "progress",
    LineState.DUE: "waits",
    LineState.COMPLIED: "ok",
    LineState.OPENED: "progress",
    LineState.LAPSED: "none",
}


@dataclass(frozen=True)
class Why:
    """One reason: its sentence, and how strong it is from 0 to 1."""

    sentence: str
    strength: float
    reason: TargetReason


@dataclass
class Row:
    line: TargetLine
    state: str
    tag: str
    word: str
    place: str
    score: int
    reasons: list[Why] = field(default_factory=list)
    visit_tag: str = "none"
    visit_word: str = ""
    labour_on: date | None = None
    case_id: uuid.UUID | None = None
    submission_id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def second_name(self) -> str:
        """The name in the other script."""
        unit = self.line.enterprise
        return next((name for name in (unit.name_km, unit.name_latin) if name and name != unit.name), "")

    @property
    def may_open(self) -> bool:
        """A case is opened for what was accepted, or whose time to register is over."""
        return self.state in (LineState.ACCEPTED, LineState.DUE) and not self.case_id


def with_facts(lines: QuerySet[TargetLine]) -> QuerySet[TargetLine]:
    """Each line with what the figures and tabs count by."""
    visits = Visit.objects.filter(enterprise=OuterRef("enterprise"))
    labour = visits.filter(state=VisitState.PLANNED, office__tree=Office.Tree.MLVT)
    return with_cured(lines).annotate(
        was_visited=Exists(visits.filter(state=VisitState.HELD)), labour_plans=Exists(labour)
    )


def tab(lines: QuerySet[TargetLine], shown: str) -> QuerySet[TargetLine]:
    """The lines of one tab; `lines` come from `with_facts`."""
    return lines.filter(_TABS[shown])


_OPEN = Q(is_cured=False) & ~Q(state__in=GONE)
_NEXT = Q(chosen_by=ChosenBy.NEXT, state=LineState.PROPOSED)
_TABS = {
    "chosen": _OPEN & ~_NEXT,
    "next": _OPEN & _NEXT,
    "aside": Q(state=LineState.REFUSED),
    "complied": Q(is_cured=True) | Q(state=LineState.COMPLIED),
}


def figures(lines: QuerySet[TargetLine]) -> dict[str, int]:
    """What the head of a list says, in one query."""
    counted = {shown: Count("pk", filter=condition) for shown, condition in _TABS.items()}
    chosen = _TABS["chosen"]
    return (
        with_facts(lines)
        .order_by()
        .aggregate(
            **counted,
            missing=Sum("missing", filter=chosen, default=0),
            never=Count("pk", filter=chosen & Q(was_visited=False)),
            letters=Count("pk", filter=chosen & Q(treatment=Treatment.NUDGE)),
            labour=Count("pk", filter=chosen & Q(labour_plans=True)),
            proposed=Count("pk", filter=chosen & Q(state=LineState.PROPOSED)),
            to_nudge=Count("pk", filter=chosen & Q(state=LineState.ACCEPTED, treatment=Treatment.NUDGE)),
        )
    )


def rows_of(lines: Sequence[TargetLine], user: User) -> list[Row]:
    """Rows for a page of lines (with their enterprises and reasons fetched)."""
    rows = [_row(line) for line in lines]
    _add_visits(rows, user)
    _add_cases(rows)
    return rows


def _row(line: TargetLine) -> Row:
    state = LineState(line.state)
    if getattr(line, "is_cured", False):
        state = LineState.COMPLIED
    made = Row(
        line=line,
        state=state,
        tag=STATE_TAGS[state],
        word=str(state.label),
        place=_place(line),
        score=round(line.score * 100),
    )
    made.reasons = [Why(sentence(reason), float(reason.strength), reason) for reason in line.reasons.all()]
    return made


def _place(line: TargetLine) -> str:
    """The district, after the Fund's number or the words that there is none."""
    enterprise = line.enterprise
    known = _("Known only") if enterprise.state == EnterpriseState.KNOWN else enterprise.nssf_number or ""
    return " · ".join(part for part in (known, name_of(line.commune_code[:4]) if line.commune_code else "") if part)


def _add_visits(rows: list[Row], user: User) -> None:
    """The visit that matters most: an open reminder, one that is planned, or the last one held."""
    units = {row.line.enterprise_id for row in rows}
    visits = Visit.objects.visible_to(user).standing().filter(enterprise__in=units).select_related("office")
    held: dict[uuid.UUID, Visit] = {}
    planned: dict[uuid.UUID, Visit] = {}
    for visit in visits.order_by("planned_on", "pk"):
        if visit.state == VisitState.HELD:
            held[visit.enterprise_id] = visit
        elif visit.planned_on >= timezone.localdate():
            planned.setdefault(visit.enterprise_id, visit)
    open_notices = Notice.objects.visible_to(user).filter(state=NoticeState.SERVED, case__enterprise__in=units)
    reminded = set(open_notices.values_list("case__enterprise", flat=True))
    for row in rows:
        unit = row.line.enterprise_id
        row.visit_tag, row.visit_word = _visit_words(planned.get(unit), held.get(unit), unit in reminded)
        if (visit := planned.get(unit)) and visit.office.tree == Office.Tree.MLVT:
            row.labour_on = visit.planned_on


def _visit_words(planned: Visit | None, held: Visit | None, reminded: bool) -> tuple[str, str]:
    if planned:
        by_labour = planned.office.tree == Office.Tree.MLVT
        said = _("MLVT visits %(day)s") if by_labour else _("Visit on %(day)s")
        return "progress", said % {"day": short_day(planned.planned_on)}
    if reminded:
        return "waits", _("Reminder open")
    if held:
        return "none", month_words(held.planned_on)
    return "none", _("Never visited")


def _add_cases(rows: list[Row]) -> None:
    cases = CaseFile.objects.filter(line__in=[row.line.pk for row in rows]).values_list("line", "pk")
    found = dict(cases)
    for row in rows:
        row.case_id = found.get(row.line.pk)


def month_words(day: date) -> str:
    """December 2026, in the reader's language."""
    return format_date(day.replace(day=1), get_language() or "km", precision="month")


def short_day(day: date) -> str:
    """A day with its month in words."""
    return format_date(day, get_language() or "km")
