"""What each inspectorate sees of the other's visits in the one calendar.

MLVT sees name, place, day and office of the Fund's announced visits, never the case. A visit without announcement that
is still ahead shows as a busy day of the office, without the enterprise: whoever knew it could warn it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, DurationField, Exists, ExpressionWrapper, OuterRef, QuerySet, Value
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from compliance import perms
from compliance.calendar import gap
from compliance.enums import CaseKind, VisitState
from compliance.models import CaseFile, CaseInspector, Visit
from compliance.owing import LABOUR_ROLE
from nssf_portal.accounts.models import Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.places.names import place_name

_TAGS = {VisitState.PLANNED: "progress", VisitState.HELD: "ok", VisitState.CANCELLED: "none"}


@dataclass
class Entry:
    """One line of the calendar, already cut to what the reader may know."""

    visit: Visit
    office: str
    tag: str
    name: str = ""
    place: str = ""
    url: str = ""
    busy: bool = False
    again: bool = False
    joint: bool = False
    taken: bool = False
    reason: str = ""
    acts: tuple[str, ...] = ()


def month_visits(user: User, first: date) -> QuerySet[Visit]:
    """Both trees' standing visits of the month, by day."""
    _before, after = months_around(first)
    span = gap(first)
    near = Visit.objects.standing().filter(
        enterprise=OuterRef("enterprise"),
        planned_on__gte=_shifted(-span),
        planned_on__lte=_shifted(span),
    )
    guests = CaseInspector.objects.active().filter(case=OuterRef("case"), user__grants__role=LABOUR_ROLE)
    rows = Visit.objects.visible_to(user).standing().filter(planned_on__gte=first, planned_on__lt=after)
    rows = rows.annotate(again=Exists(near.exclude(pk=OuterRef("pk"))), taken=Exists(guests))
    return rows.select_related("enterprise", "office", "case", "joint_with").order_by("planned_on", "id")


def entries(user: User, visits: list[Visit]) -> list[Entry]:
    """The lines of one page: two questions for all of them, whatever their number."""
    if user.has_permission(Permission.READ_CASES):
        return [_of_fund(user, visit) for visit in visits]
    mine = set(CaseFile.objects.visible_to(user).filter(visits__in=visits).values_list("pk", flat=True))
    return [_of_labour(user, visit, visit.case_id in mine) for visit in visits]


def months_around(first: date) -> tuple[date, date]:
    """The first days of the month before and after."""
    before = (first - timedelta(days=1)).replace(day=1)
    return before, (first + timedelta(days=32)).replace(day=1)


def _of_fund(user: User, visit: Visit) -> Entry:
    shown = _full(visit)
    shown.again, shown.reason = visit.again, visit.repeat_reason
    shown.url = _case_url(visit)
    if visit.case and _could_be_joint(visit) and perms.serves(user, Permission.DECIDE_CASES, visit.commune_code):
        shown.acts = ("propose",)
    return shown


def _of_labour(user: User, visit: Visit, mine: bool) -> Entry:
    theirs = visit.office.tree == Office.Tree.MLVT
    ahead = visit.state == VisitState.PLANNED
    if not (theirs or mine or visit.announced or visit.joint_with_id) and ahead:
        return Entry(visit, visit.office.name, "none", busy=True)
    shown = _full(visit)
    if theirs:
        shown.reason, shown.acts = visit.repeat_reason, _own_acts(visit)
    if mine:
        shown.url = _case_url(visit)
    elif visit.joint_with_id and ahead and visit.case_id:
        shown.acts = ("accept",) if visit.taken else ("accept", "decline")
    return shown


def _full(visit: Visit) -> Entry:
    return Entry(
        visit,
        visit.office.name,
        _TAGS[VisitState(visit.state)],
        name=visit.enterprise.name,
        place=place_name(visit.enterprise.commune_code),
        joint=visit.joint_with_id is not None,
        taken=visit.taken,
    )


def _own_acts(visit: Visit) -> tuple[str, ...]:
    if visit.state != VisitState.PLANNED:
        return ()
    return ("held", "cancel") if visit.planned_on <= timezone.localdate() else ("cancel",)


def _could_be_joint(visit: Visit) -> bool:
    ordinary = visit.case is not None and visit.case.kind in (CaseKind.ORDINARY, CaseKind.JOINT) and visit.announced
    ahead = visit.state == VisitState.PLANNED and visit.planned_on >= timezone.localdate()
    return ordinary and ahead and visit.joint_with_id is None


def _case_url(visit: Visit) -> str:
    if visit.case_id is None:
        return ""
    try:
        return reverse("cases:case", args=[visit.case_id])
    except NoReverseMatch:
        return ""


def _shifted(span: timedelta) -> ExpressionWrapper:
    moved = OuterRef("planned_on") + Value(span, output_field=DurationField())
    return ExpressionWrapper(moved, output_field=DateField())
