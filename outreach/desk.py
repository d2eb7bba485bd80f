"""What waits in outreach and for whom, what comes next, and what was verified of each row of the action table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.now import Task, soonest_first
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or
from outreach.enums import ActivityState
from outreach.models import Activity, ActivityType
from registration.models import UnitStop
from registration.models.unit import ASKED

CAP = 1_000
S = ActivityState
P = Permission
Say = Callable[[int], str]
OPEN = (S.PLANNED, S.ANNOUNCED)


def page_of(name: str, *args: object) -> str:
    """A page of another room; empty while that room is closed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _show(key: str) -> str:
    return f"{reverse('outreach_activities:list')}?show={key}"


def report_days() -> int:
    """Within how many days what was held is to be reported (law book)."""
    return int(value_or("outreach.report_days", 7))


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for this person, soonest first."""
    makers = (_asked_days, _proposed, _to_announce, _to_hold, _to_report, _to_verify)
    return soonest_first([task for make in makers for task in make(user)])


def _task(found: dict[str, Any], say: Say, text: str, url: str, days: int | None = None) -> list[Task]:
    count = found["n"]
    if not count:
        return []
    due = timezone.localdate(found["first"]) + timedelta(days=days) if days is not None and found["first"] else None
    late = "late" if due and due < timezone.localdate() else ""
    return [Task(say(count) % {"n": f"{CAP}+" if count >= CAP else count}, text, url, _("See"), due, late)]


def _count(rows: Any) -> dict[str, Any]:
    return rows.order_by().aggregate(n=Count("pk", distinct=True), first=Min("starts_at"))


def _mine(user: User) -> Any:
    return Activity.objects.visible_to(user)


def _proposed(user: User) -> list[Task]:
    def say(n: int) -> str:
        return ngettext("%(n)s proposal of a partner waits", "%(n)s proposals of partners wait", n)

    text = _("Take it up, or say why not.")
    return _task(_count(_mine(user).filter(state=S.PROPOSED)), say, text, _show("proposed"))


def _asked_days(user: User) -> list[Task]:
    """Registration days that employers asked for, by the law book's days for an answer."""
    if not user.has_permission(P.PLAN_STOPS):
        return []
    rows = UnitStop.objects.visible_to(user).filter(ASKED)
    found = rows.order_by().aggregate(n=Count("pk", distinct=True), first=Min("planned_at"))

    def say(n: int) -> str:
        return ngettext("%(n)s employer asks for a registration day", "%(n)s employers ask for a registration day", n)

    text = _("Agree to the day, or say why not. The employer reads the answer.")
    url = f"{reverse('outreach_stops:list')}?show=asked"
    return _task(found, say, text, url, int(value_or("stop.answer_days", 5)))


def _to_announce(user: User) -> list[Task]:
    """Planned within the coming fortnight and not announced yet."""
    now = timezone.now()
    soon = now + timedelta(days=int(value_or("outreach.announce_days", 14)))
    rows = _mine(user).filter(state=S.PLANNED, is_public=True, starts_at__gt=now, starts_at__lte=soon)

    def say(n: int) -> str:
        return ngettext("%(n)s activity is not announced yet", "%(n)s activities are not announced yet", n)

    return _task(_count(rows), say, _("People cannot sign up before it is announced."), _show("next"), 0)


def _to_hold(user: User) -> list[Task]:
    def say(n: int) -> str:
        return ngettext("%(n)s activity is over: was it held?", "%(n)s activities are over: were they held?", n)

    rows = _mine(user).filter(state__in=OPEN, ends_at__lt=timezone.now())
    return _task(_count(rows), say, _("Say that it was held, or cancel it with the reason."), _show("next"), 1)


def _to_report(user: User) -> list[Task]:
    def say(n: int) -> str:
        return ngettext("%(n)s activity waits for its report", "%(n)s activities wait for their report", n)

    text = _("With a photo or the sign-in sheet, who came, and what was spent.")
    return _task(_count(_mine(user).filter(state=S.HELD)), say, text, _show("held"), report_days())


def _to_verify(user: User) -> list[Task]:
    rows = _mine(user).filter(state=S.REPORTED)
    verifies = user.has_permission(P.VERIFY_OUTREACH)
    if verifies:
        rows = rows.exclude(reported_by=user)

    def say(n: int) -> str:
        return ngettext("%(n)s report waits for the second person", "%(n)s reports wait for the second person", n)

    mine = _("Look at the report and its evidence, then verify it or send it back.")
    others = _("A chief of outreach verifies it. Until then it does not count.")
    return _task(_count(rows), say, mine if verifies else others, _show("reported"))


def figures_of(user: User) -> dict[str, int]:
    """The four numbers at the head, in one question."""
    now = timezone.now()
    return (
        _mine(user)
        .order_by()
        .aggregate(
            coming=Count("pk", filter=Q(state__in=OPEN, ends_at__gte=now), distinct=True),
            to_report=Count("pk", filter=Q(state=S.HELD), distinct=True),
            to_verify=Count("pk", filter=Q(state=S.REPORTED), distinct=True),
            verified=Count("pk", filter=Q(state=S.VERIFIED, starts_at__year=timezone.localdate().year), distinct=True),
        )
    )


def coming_of(user: User, most: int = 6) -> list[Activity]:
    """The next ones."""
    rows = _mine(user).filter(state__in=OPEN, ends_at__gte=timezone.now()).select_related("type")
    return list(rows.order_by("starts_at", "pk")[:most])


@dataclass(frozen=True)
class ActionRow:
    """One type of a row of the action table in a year."""

    action: str
    type: str
    coming: int
    unverified: int
    verified: int


def actions_of(user: User, year: int) -> list[ActionRow]:
    """Of each type: to come, held and not verified, verified. Only the last counts."""
    counted = {
        row["type"]: row
        for row in _mine(user)
        .filter(starts_at__gte=_first(year), starts_at__lt=_first(year + 1))
        .order_by()
        .values("type")
        .annotate(
            coming=Count("pk", filter=Q(state__in=OPEN), distinct=True),
            unverified=Count("pk", filter=Q(state__in=(S.HELD, S.REPORTED)), distinct=True),
            verified=Count("pk", filter=Q(state=S.VERIFIED), distinct=True),
        )
    }
    none = {"coming": 0, "unverified": 0, "verified": 0}
    found = []
    for one in ActivityType.objects.order_by("action", "order", "code"):
        row = counted.get(one.pk, none)
        if one.pk in counted or one.valid_to is None or one.valid_to > timezone.localdate():
            found.append(ActionRow(one.action, one.name, row["coming"], row["unverified"], row["verified"]))
    return found


def _first(year: int) -> datetime:
    return timezone.make_aware(datetime(year, 1, 1))


def rooms_of(user: User) -> list[tuple[str, str, str]]:
    """Where to go from here: words, what is there, address; closed rooms are left out."""
    read = P.READ_OUTREACH
    rooms = (
        (_("Activities"), _("Planned, held, reported, verified"), "outreach_activities:list", read),
        (_("Series"), _("What comes back every week, month or year"), "outreach_activities:series", read),
        (_("Types of activity"), _("And the questions of each sheet"), "outreach_activities:types", read),
        (_("Materials"), _("Leaflets, films and slides with their versions"), "outreach_activities:materials", read),
        (_("What people said"), _("And what changed because of it"), "outreach_activities:consultations", read),
        (_("Attendance"), _("The desk list, the door code, heads counted"), "outreach_attendance:list", read),
        (_("Lists of partners"), _("People to be called, with their consent"), "outreach_partners:lists", read),
        (_("Mobile units and stops"), _("Routes, teams, slots and bookings"), "outreach_stops:list", P.PLAN_STOPS),
        (_("From the chair to the card"), _("Who registered after an activity"), "outreach_effect:funnel", read),
        (_("Where to go next"), _("Communes with many missing workers"), "outreach_effect:next", read),
        (_("Questions"), _("The bank of questions in both languages"), "outreach_quiz:questions", read),
        (_("Awareness"), _("What people knew before and after"), "outreach_quiz:awareness", read),
        (_("Competitions"), _("Rounds, teams and the live board"), "outreach_competitions:list", read),
        (_("Trainings of officials"), _("Courses, certificates, refreshers"), "outreach_trainings:courses", P.TEACH),
        (_("Schools"), _("Visits and pupils reached"), "outreach_schools:list", read),
        (_("Curriculum"), _("Lessons from proposal to taught"), "outreach_schools:curriculum", read),
        (_("Library"), _("Pages in plain words, with their review day"), "outreach_library:list", P.EDIT_LIBRARY),
        (_("Events as people see them"), _("The public calendar"), "events:list", read),
    )
    found = [(label, text, page_of(name)) for label, text, name, needs in rooms if user.has_permission(needs)]
    return [room for room in found if room[2]]


def year_of(given: str | None, today: date) -> int:
    """The year of the table: as asked for, within the register's time."""
    try:
        year = int(given or "")
    except ValueError:
        return today.year
    return year if 2024 <= year <= today.year + 1 else today.year
