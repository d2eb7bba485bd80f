"""What people knew before and after, in shares of right answers: anonymous, small groups kept back.

Only activities that a second person verified count. The plan's own figure comes from a survey of members: it is shown
with its source beside ours and never mixed with it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, TruncMonth

from nssf_portal.law.book import value_or
from outreach.enums import QuizMoment
from outreach.models import Activity, QuizAnswer, QuizQuestion
from outreach.small_counts import parts

MONTH = TruncMonth("activity__starts_at")
PROVINCE = Left("activity__place_code", 2)
GROUP = F("activity__target_group")
_RIGHT = Count("pk", filter=Q(choice__is_right=True))


@dataclass(frozen=True)
class Share:
    """Right answers among all answers of so many telephones. `kept_back`: too few of them to be shown."""

    phones: int = 0
    answers: int = 0
    right: int = 0
    kept_back: bool = False

    @property
    def percent(self) -> int | None:
        return None if self.kept_back or not self.answers else round(100 * self.right / self.answers)


@dataclass(frozen=True)
class Measured:
    """One month, province, group or activity: before and after."""

    key: Any
    before: Share = Share()
    after: Share = Share()

    @property
    def change(self) -> int | None:
        """In points of 100, when both can be shown."""
        if self.before.percent is None or self.after.percent is None:
            return None
        return self.after.percent - self.before.percent


def smallest() -> int:
    return max(1, int(value_or("quiz.smallest_group", 5)))


def answers_at(activities: QuerySet[Activity] | Iterable[Activity]) -> QuerySet[QuizAnswer]:
    within = activities.order_by().values("pk") if isinstance(activities, QuerySet) else list(activities)
    return QuizAnswer.objects.filter(activity__in=within).order_by()


def whole(activities: QuerySet[Activity] | Iterable[Activity]) -> Measured:
    """All of them together."""
    found = answers_at(activities).values_list("moment").annotate(
        phones=Count("device", distinct=True), answers=Count("pk"), right=_RIGHT
    )  # fmt: skip
    shares = {moment: Share(*numbers) for moment, *numbers in found}
    return _kept_back([_pair("", shares)])[0]


def by(activities: QuerySet[Activity], key: Combinable) -> list[Measured]:
    """By month, province or group, in the order of the key; a telephone is another one at each activity."""
    found: dict[Any, dict[str, Share]] = defaultdict(dict)
    rows = answers_at(activities).annotate(key=key).values_list("key", "moment")
    numbers = {"phones": Count("device", distinct=True), "answers": Count("pk"), "right": _RIGHT}
    for value, moment, *counted in rows.annotate(**numbers):
        found[value][moment] = Share(*counted)
    return _kept_back([_pair(value, found[value]) for value in sorted(found)])


def by_question(activities: QuerySet[Activity]) -> list[Measured]:
    """Each question, the least known first; questions too few answered are left out."""
    measured = {one.key: one for one in by(activities, F("question"))}
    known = [one for one in measured.values() if one.before.percent is not None]
    known.sort(key=lambda one: (one.before.percent, one.key))
    texts = QuizQuestion.objects.in_bulk([one.key for one in known])
    return [replace(one, key=texts[one.key]) for one in known]


def both_times(activity: Activity) -> int:
    """Telephones that answered before and after."""
    rows = QuizAnswer.objects.filter(activity=activity).order_by().values("device")
    return rows.annotate(n=Count("moment", distinct=True)).filter(n=2).count()


def right_before(questions: Iterable[uuid.UUID]) -> dict[uuid.UUID, Share]:
    """How many knew each of these questions before an activity."""
    rows = QuizAnswer.objects.filter(question__in=list(questions), moment=QuizMoment.BEFORE).order_by()
    counted = {"phones": Count("device", distinct=True), "answers": Count("pk"), "right": _RIGHT}
    least = smallest()
    found: dict[uuid.UUID, Share] = {}
    for key, *numbers in rows.values_list("question").annotate(**counted):
        found[key] = Share(*numbers)
    return {key: replace(share, kept_back=share.phones < least) for key, share in found.items()}


def last_months(rows: list[Measured], count: int = 24) -> list[Measured]:
    """The trend, with its months as dates."""
    return [replace(one, key=_day(one.key)) for one in rows[-count:]]


def _day(moment: Any) -> date:
    return date(moment.year, moment.month, 1)


def _pair(key: Any, shares: dict[str, Share]) -> Measured:
    return Measured(key, shares.get(QuizMoment.BEFORE, Share()), shares.get(QuizMoment.AFTER, Share()))


def _kept_back(rows: list[Measured]) -> list[Measured]:
    """Small groups, and beside a single small one the next smallest: the difference would tell it."""
    before = parts([one.before.phones for one in rows], smallest())
    after = parts([one.after.phones for one in rows], smallest())
    return [
        replace(
            one,
            before=replace(one.before, kept_back=first is None),
            after=replace(one.after, kept_back=second is None),
        )
        for one, first, second in zip(rows, before, after, strict=True)
    ]
