"""What waits for an inspector or a chief: own cases for the one, all of the places for the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, DateField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.complying import with_cured
from compliance.enums import (
    ChosenBy,
    Entry,
    FineState,
    LineState,
    NoticeState,
    QuestionState,
    RecommendationState,
    VisitState,
)
from compliance.models import (
    CaseEntry,
    CaseFile,
    CaseInspector,
    Fine,
    Notice,
    Recommendation,
    TargetLine,
    UnitQuestion,
    Visit,
)
from enterprises.now import Task, soonest_first
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or

_VISITS_SHOWN = 5
CAP = 1_000


@dataclass(frozen=True)
class Mine:
    """Whose day this is, and which cases are theirs to look after."""

    user: User
    cases: QuerySet[CaseFile]
    today: date

    @property
    def week_ends(self) -> date:
        """The coming Sunday."""
        return self.today + timedelta(days=6 - self.today.weekday())

    @property
    def soon(self) -> date:
        return self.today + timedelta(days=int(value_or("target.soon_days", 7)))


def of(user: User) -> Mine:
    """A chief looks after every case of the places, an inspector after those assigned."""
    cases = CaseFile.objects.visible_to(user).open()
    if not user.has_permission(Permission.DECIDE_CASES):
        assigned = CaseInspector.objects.active().filter(user=user)
        cases = cases.filter(pk__in=assigned.values("case"))
    return Mine(user, cases, timezone.localdate())


def tasks_of(user: User) -> list[Task]:
    """Everything that waits, soonest first; what has no day comes last."""
    mine = of(user)
    makers: tuple[Callable[[Mine], list[Task]], ...] = (
        _visits, _notices, _replies, _fines, _due_lines, _lines, _questions, _recommendations,
    )  # fmt: skip
    return soonest_first([task for make in makers for task in make(mine)])


def figures_of(user: User) -> dict[str, int]:
    """The four numbers at the head, in two queries."""
    mine = of(user)
    week = Q(visits__state=VisitState.PLANNED, visits__planned_on__range=(mine.today, mine.week_ends))
    counted = mine.cases.order_by().aggregate(
        cases=Count("pk", distinct=True), visits=Count("visits", filter=week, distinct=True)
    )
    return counted | _targets(user)


def _targets(user: User) -> dict[str, int]:
    lines = TargetLine.objects.visible_to(user).filter(list__state__in=("draft", "settled"))
    lines = lines.exclude(chosen_by=ChosenBy.NEXT, state=LineState.PROPOSED)
    return lines.order_by().aggregate(
        to_open=Count("pk", filter=Q(state__in=(LineState.ACCEPTED, LineState.DUE))),
        by_themselves=Count("pk", filter=Q(state=LineState.COMPLIED)),
    )


def _visits(mine: Mine) -> list[Task]:
    """This week's, and those whose day is past and that nobody wrote down."""
    found = Visit.objects.filter(case__in=mine.cases, state=VisitState.PLANNED, planned_on__lte=mine.week_ends)
    found = found.select_related("enterprise").order_by("planned_on", "pk")
    return [_visit(visit, mine.today) for visit in found[:_VISITS_SHOWN]]


def _visit(visit: Visit, today: date) -> Task:
    late = visit.planned_on < today
    title = _("Write down the visit at %(name)s") if late else _("Visit %(name)s")
    return Task(
        title % {"name": visit.enterprise.name},
        _("The day has passed. Say what was found, or move the visit.") if late else "",
        _url("cases:case", visit.case_id),
        _("Open the case"),
        visit.planned_on,
        "late" if late else "soon" if visit.planned_on == today else "",
    )


def _notices(mine: Mine) -> list[Task]:
    """Notices whose time to answer ends soon, and nobody has answered."""
    found = Notice.objects.unanswered().filter(case__in=mine.cases, due_on__lte=mine.soon)
    rows = found.order_by("due_on", "pk").values_list("case", "due_on")

    def say(n: int) -> str:
        return ngettext("%(n)s notice must be answered soon", "%(n)s notices must be answered soon", n)

    text = _("When the time is over, the case goes on without an answer.")
    return _counted(rows, say, text, _("See"), "papers:home", mine)


def _replies(mine: Mine) -> list[Task]:
    """Answers after which nobody of the Fund has done anything in the case."""
    acted = CaseEntry.objects.filter(case=OuterRef("case"), at__gt=OuterRef("answered_at"))
    found = Notice.objects.filter(case__in=mine.cases, state=NoticeState.ANSWERED)
    found = found.filter(~Exists(acted.exclude(act=Entry.ANSWERED)))

    def say(n: int) -> str:
        return ngettext("Read %(n)s answer of an employer", "Read %(n)s answers of employers", n)

    text = _("Who has answered is reminded no more. Read it before the next step.")
    return _counted(_undated(found), say, text, _("Read"), "papers:home", mine)


def _fines(mine: Mine) -> list[Task]:
    """For who may confirm: proposed by somebody else, and resting on confirmed law."""
    if not mine.user.has_permission(Permission.DECIDE_CASES):
        return []
    found = Fine.objects.filter(case__in=mine.cases, state=FineState.PROPOSED, is_draft=False)

    def say(n: int) -> str:
        return ngettext("%(n)s fine waits for your confirmation", "%(n)s fines wait for your confirmation", n)

    text = _("A second person looks at what was found, the law of that day and the sum.")
    return _counted(_undated(found.exclude(proposed_by=mine.user)), say, text, _("See"), "papers:home", mine)


def _due_lines(mine: Mine) -> list[Task]:
    """Whose time to register by themselves is over."""

    def say(n: int) -> str:
        return ngettext(
            "The time to register is over for %(n)s enterprise", "The time to register is over for %(n)s enterprises", n
        )

    text = _("They got a letter and did not register. A case can be opened now.")
    return _of_lines(mine, LineState.DUE, say, text)


def _lines(mine: Mine) -> list[Task]:
    """Accepted for a visit, and no case yet."""

    def say(n: int) -> str:
        return ngettext("%(n)s chosen enterprise has no case yet", "%(n)s chosen enterprises have no case yet", n)

    return _of_lines(mine, LineState.ACCEPTED, say, _("Open a case and plan the visit before the month ends."))


def _of_lines(mine: Mine, state: str, say: Callable[[int], str], text: str) -> list[Task]:
    lines = with_cured(TargetLine.objects.visible_to(mine.user).filter(state=state)).filter(is_cured=False)
    lists = list(lines.order_by("list", "pk").values_list("list", flat=True)[:CAP])
    if not lists:
        return []
    url = reverse("targets:list", args=[lists[0]]) if len(set(lists)) == 1 else reverse("targets:home")
    return [Task(_number(say, len(lists)), text, url, _("See the list"))]


def _questions(mine: Mine) -> list[Task]:
    """Asked of a local authority, and not answered in time; this proves nothing."""
    late = Q(state=QuestionState.ASKED, due_on__lt=mine.today) | Q(state=QuestionState.EXPIRED)
    found = UnitQuestion.objects.visible_to(mine.user).filter(late, case__in=mine.cases)

    def say(n: int) -> str:
        return ngettext(
            "%(n)s question to an authority has no answer", "%(n)s questions to authorities have no answer", n
        )

    text = _("Silence proves nothing. Go on without the answer, or ask again.")
    return _counted(_undated(found), say, text, _("See"), "cooperation:board", mine)


def _recommendations(mine: Mine) -> list[Task]:
    """What inspectors recommend where no text gives them the act; the chief answers."""
    if not mine.user.has_permission(Permission.DECIDE_CASES):
        return []
    found = Recommendation.objects.filter(case__in=mine.cases, state=RecommendationState.OPEN)

    def say(n: int) -> str:
        return ngettext("%(n)s recommendation waits for you", "%(n)s recommendations wait for you", n)

    return _counted(_undated(found.exclude(made_by=mine.user)), say, "", _("See"), "powers:recommendations", mine)


def _undated(found: QuerySet) -> QuerySet:
    """Things of cases that have no last day."""
    return found.order_by("pk").values_list("case", Value(None, output_field=DateField()))


def _counted(found: QuerySet, say: Callable[[int], str], text: str, action: str, page: str, mine: Mine) -> list[Task]:
    """One task for all of a kind: of a single case that case is opened, of several the page that lists them."""
    rows = list(found[:CAP])
    if not rows:
        return []
    cases, due = {case for case, _due in rows}, rows[0][1]
    url = _url("cases:case", rows[0][0]) if len(cases) == 1 else _url(page)
    return [Task(_number(say, len(rows)), text, url, action, due, _urgency(due, mine.today))]


def _number(say: Callable[[int], str], n: int) -> str:
    return say(n) % {"n": f"{CAP}+" if n >= CAP else n}


def _urgency(due: date | None, today: date) -> str:
    if due is None:
        return ""
    return "late" if due < today else "soon"


def _url(name: str, *args: object) -> str:
    """A page of another room, or the lists while that room is closed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return reverse("targets:home")
