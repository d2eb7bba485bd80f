"""What waits in incentives and for whom, and what came of the programmes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.now import Task, soonest_first
from incentives.enums import AnswerKind, AwardState, CycleState, InterventionState, ReliefState, RequestState
from incentives.models import (
    Award,
    AwardCycle,
    IncentiveRequest,
    Intervention,
    PartnerAnswer,
    Programme,
    ReliefRequest,
)
from incentives.models.scope import of_officers
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission

CAP = 1_000
S = RequestState
P = Permission
Say = Callable[[int], str]


def page_of(name: str, *args: object) -> str:
    """A page of another room; empty while that room is closed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for this person or for somebody this person should ask, soonest first."""
    makers = (_to_send, _late, _relief, _emergencies, _cycles, _awards)
    return soonest_first([task for make in makers for task in make(user)])


def _task(count: int, say: Say, text: str, url: str, due: date | None = None) -> list[Task]:
    if not count or not url:
        return []
    title = say(count) % {"n": f"{CAP}+" if count >= CAP else count}
    late = "late" if due and due < timezone.localdate() else ""
    return [Task(title, text, url, _("See"), due, late)]


def _to_send(user: User) -> list[Task]:
    rows = IncentiveRequest.objects.looked_after_by(user).filter(state=S.PROPOSED)

    def say(n: int) -> str:
        return ngettext("%(n)s request waits to be sent", "%(n)s requests wait to be sent", n)

    mine = _("You are the second person: look at it and send it, or refuse it with a reason.")
    others = _("A chief of incentives sends it. You may refuse it with a reason.")
    text = mine if user.has_permission(P.DECIDE_INCENTIVES) else others
    return _task(rows.order_by()[:CAP].count(), say, text, reverse("requests:list") + "?show=waiting")


def _late(user: User) -> list[Task]:
    answers = PartnerAnswer.objects.filter(request=OuterRef("pk"))
    rows = IncentiveRequest.objects.looked_after_by(user).filter(state=S.GRANTED, answer_by__lt=timezone.localdate())
    found = rows.filter(~Exists(answers)).order_by().aggregate(n=Count("pk"), due=Min("answer_by"))

    def say(n: int) -> str:
        return ngettext("%(n)s answer of an institution is late", "%(n)s answers of institutions are late", n)

    text = _("The institution was reminded. Ask it, or wait: the request is over by itself in the end.")
    return _task(found["n"], say, text, reverse("requests:list") + "?show=late", found["due"])


def _relief(user: User) -> list[Task]:
    rows = ReliefRequest.objects.filter(of_officers(user, P.READ_INCENTIVES)).order_by()
    asked = rows.filter(state=ReliefState.ASKED)[:CAP].count()
    proposed = rows.filter(state=ReliefState.PROPOSED).exclude(proposed_by=user)[:CAP].count()

    def say_asked(n: int) -> str:
        return ngettext("%(n)s employer asks for relief", "%(n)s employers ask for relief", n)

    def say_proposed(n: int) -> str:
        return ngettext("%(n)s relief waits for the second person", "%(n)s reliefs wait for the second person", n)

    url = page_of("relief:requests")
    look = _("Look at the facts and propose relief, or refuse it with a reason.")
    second = _("Another person than who proposed it grants or refuses it.")
    found = _task(asked, say_asked, look, url) if user.has_permission(P.WORK_INCENTIVES) else []
    return found + (_task(proposed, say_proposed, second, url) if user.has_permission(P.GRANT_RELIEF) else [])


def _emergencies(user: User) -> list[Task]:
    return [*_to_review(user), *_to_grant(user)]


def _to_review(user: User) -> list[Task]:
    """Lists that the rule made and nobody proposed yet."""
    if not user.has_permission(P.WORK_INCENTIVES):
        return []
    rows = Intervention.objects.visible_to(user).filter(state=InterventionState.SELECTED)

    def say(n: int) -> str:
        return ngettext(
            "The list of %(n)s emergency relief is to be reviewed",
            "The lists of %(n)s emergency reliefs are to be reviewed",
            n,
        )

    text = _("Take off who should not be on it, then propose it: another person grants.")
    return _task(rows.order_by()[:CAP].count(), say, text, page_of("relief:emergencies"))


def _to_grant(user: User) -> list[Task]:
    if not user.has_permission(P.DECIDE_INCENTIVES):
        return []
    rows = Intervention.objects.visible_to(user).filter(state=InterventionState.PROPOSED).exclude(proposed_by=user)

    def say(n: int) -> str:
        return ngettext(
            "%(n)s emergency relief waits for the second person",
            "%(n)s emergency reliefs wait for the second person",
            n,
        )

    text = _("Look at the list and what it costs, then grant or refuse it.")
    return _task(rows.order_by()[:CAP].count(), say, text, page_of("relief:emergencies"))


def _cycles(user: User) -> list[Task]:
    """The next step of each award cycle that is under way."""
    if not user.has_permission(P.WORK_AWARDS):
        return []
    steps: dict[str, tuple[Any, Any]] = {
        CycleState.DRAFTED: (_("Finish preparing %(name)s"), "nominations_from"),
        CycleState.OPEN: (_("%(name)s: nominations and scores come in"), "scoring_until"),
        CycleState.SCORED: (_("%(name)s: the committee decides"), "week_from"),
        CycleState.DELIBERATED: (_("%(name)s: announce the winners"), "week_from"),
    }
    found = []
    for cycle in AwardCycle.objects.visible_to(user).filter(state__in=steps).order_by("year"):
        title, day = steps[cycle.state]
        due = getattr(cycle, day)
        late = "late" if due and due < timezone.localdate() else ""
        if url := page_of("awards:cycle", cycle.pk):
            found.append(Task(title % {"name": cycle.name}, "", url, _("See"), due, late))
    return found


def _awards(user: User) -> list[Task]:
    if not user.has_permission(P.WORK_AWARDS):
        return []
    rows = Award.objects.filter(of_officers(user, P.READ_AWARDS), state=AwardState.WITHDRAWAL_PROPOSED)
    waiting = list(rows.exclude(withdrawal_proposed_by=user).order_by().values_list("pk", flat=True)[:CAP])

    def say(n: int) -> str:
        return ngettext(
            "%(n)s withdrawal of an award waits for the second person",
            "%(n)s withdrawals of awards wait for the second person",
            n,
        )

    text = _("Another person than who proposed it decides.")
    return _task(len(waiting), say, text, page_of("award_lists:award", waiting[0]) if waiting else "")


def figures_of(user: User) -> dict[str, int]:
    """The four numbers at the head, in one question."""
    rows = IncentiveRequest.objects.looked_after_by(user).order_by()
    return rows.aggregate(
        waiting=Count("pk", filter=Q(state=S.PROPOSED)),
        sent=Count("pk", filter=Q(state=S.GRANTED)),
        taken_up=Count("pk", filter=Q(state=S.TAKEN_UP)),
        declined=Count("pk", filter=Q(state=S.DECLINED)),
    )


@dataclass(frozen=True)
class OutcomeRow:
    """What came of one programme, all its versions together."""

    code: str
    name: str
    asked: int
    sent: int
    accepted: int
    refused: int
    taken_up: int
    amount_asked: int | None
    amount_taken_up: int | None
    budget: int | None
    untold: int = 0  # taken up, and nobody said how much

    @property
    def used(self) -> int | None:
        """Of 100; None when no budget is stated, or an amount that was taken up is not known."""
        if not self.budget or self.untold:
            return None
        return round(100 * (self.amount_taken_up or 0) / self.budget)


def outcomes_of(user: User) -> list[OutcomeRow]:
    """Each programme that can be asked for: asked, sent, answered, taken up, and how much, in two questions."""
    counted = {row["programme__code"]: row for row in _counted(user)}
    return [_outcome(programme, counted.get(programme.code, {})) for programme in _newest()]


def _counted(user: User) -> Iterable[Mapping[str, Any]]:
    yes = PartnerAnswer.objects.filter(
        request=OuterRef("pk"), kind__in=(AnswerKind.ACCEPTED, AnswerKind.TERMS, AnswerKind.TAKEN_UP)
    )
    rows = IncentiveRequest.objects.looked_after_by(user).annotate(said_yes=Exists(yes)).order_by()
    return rows.values("programme__code").annotate(
        asked=Count("pk"),
        sent=Count("pk", filter=Q(granted_at__isnull=False)),
        accepted=Count("pk", filter=Q(said_yes=True)),
        refused=Count("pk", filter=Q(state=S.DECLINED)),
        taken_up=Count("pk", filter=Q(state=S.TAKEN_UP)),
        amount_asked=Sum("amount"),
        amount_taken_up=Sum("taken_up_amount", filter=Q(state=S.TAKEN_UP)),
        untold=Count("pk", filter=Q(state=S.TAKEN_UP, taken_up_amount__isnull=True)),
    )


def _newest() -> list[Programme]:
    """One version of each programme that can be asked for: the one in force, else the newest."""
    found: dict[str, Programme] = {}
    today = timezone.localdate()
    for row in Programme.objects.filter(takes_requests=True).order_by("order", "code", "-valid_from"):
        held = found.get(row.code)
        if held is None or (held.valid_from > today >= row.valid_from):
            found[row.code] = row
    return list(found.values())


def _outcome(programme: Programme, row: Mapping[str, Any]) -> OutcomeRow:
    numbers = {name: row.get(name, 0) for name in ("asked", "sent", "accepted", "refused", "taken_up", "untold")}
    sums = {name: row.get(name) for name in ("amount_asked", "amount_taken_up")}
    return OutcomeRow(programme.code, programme.name, **numbers, **sums, budget=programme.budget)


def rooms_of(user: User) -> list[tuple[str, str, str]]:
    """Where to go from here: words, what is there, address; closed rooms are left out."""
    rooms = (
        (_("Awards"), _("Cycles, candidates, jury, announcement"), "awards:home", P.READ_AWARDS),
        (_("Programmes"), _("Conditions, terms and budgets"), "programmes:list", P.READ_INCENTIVES),
        (_("Requests"), _("What enterprises ask for, and the answers"), "requests:list", P.READ_INCENTIVES),
        (_("Relief"), _("What single employers ask for"), "relief:requests", P.READ_INCENTIVES),
        (_("Emergencies"), _("Relief for sectors and places"), "relief:emergencies", P.READ_INCENTIVES),
        (_("Studies"), _("Questions, figures and simulations"), "incentive_studies:home", P.STUDY),
        (_("Effect"), _("What programmes and awards changed"), "effect:home", P.READ_INCENTIVES),
    )
    found = [(label, text, page_of(name)) for label, text, name, needs in rooms if user.has_permission(needs)]
    return [room for room in found if room[2]]
