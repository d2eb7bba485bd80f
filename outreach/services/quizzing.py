"""The quiz of an activity: the same few questions before and after, on people's own telephones, without a name."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.law.book import value_or
from outreach.enums import ActivityState, QuestionKind, QuizMoment, TargetGroup
from outreach.models import Activity, ActivityQuestion, QuizAnswer, QuizChoice, QuizQuestion
from outreach.scope import require

S = ActivityState
WORK = Permission.WORK_OUTREACH
ASKED = (S.PLANNED, S.ANNOUNCED, S.HELD)  # telephones may answer; once it is reported, the figures stand


class QuizClosed(Refused):
    """This quiz takes no answer now."""


def in_use() -> QuerySet[QuizQuestion]:
    """Questions that are not retired."""
    return QuizQuestion.objects.filter(retired_on__isnull=True)


def questions_of(activity: Activity) -> list[QuizQuestion]:
    """What is asked at this activity, in its order, with the possible answers."""
    rows = ActivityQuestion.objects.filter(activity=activity).select_related("question")
    return [row.question for row in rows.prefetch_related("question__choices").order_by("order", "pk")]


def proposed(activity: Activity) -> list[QuizQuestion]:
    """A few for its group: confirmed ones first, and of each kind in turn; where everybody is invited, of any group."""
    rows = in_use()
    if activity.target_group != TargetGroup.PUBLIC:
        rows = rows.filter(target_group__in=(activity.target_group, TargetGroup.PUBLIC))
    ranked = sorted(rows, key=lambda one: (one.target_group != activity.target_group, not one.confirmed, one.pk))
    by_kind = [[one for one in ranked if one.kind == kind] for kind in QuestionKind.values]
    deepest = max((len(rows) for rows in by_kind), default=0)
    in_turn = [rows[at] for at in range(deepest) for rows in by_kind if at < len(rows)]
    return in_turn[: int(value_or("quiz.questions_each", 5))]


def has_answers(activity: Activity) -> bool:
    return QuizAnswer.objects.filter(activity=activity).exists()


@transaction.atomic
def choose(activity: Activity, questions: Sequence[QuizQuestion], *, by: User) -> None:
    """Which questions are asked, until the first answer came. Effects: the activity's questions."""
    locked = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    require(by, WORK, locked.place_code)
    _may_choose(locked, len(questions))
    ActivityQuestion.objects.filter(activity=locked).delete()
    ActivityQuestion.objects.bulk_create(
        ActivityQuestion(activity=locked, question=one, order=order) for order, one in enumerate(questions, 1)
    )


def why_not_choose(activity: Activity) -> str:
    """Why the questions stay as they are; empty when they can be chosen."""
    if activity.state not in ASKED:
        return _("It is over, or does not take place: its questions stay as they are.")
    if has_answers(activity):
        return _("People have answered: before and after are only compared when the questions stay the same.")
    return ""


def _may_choose(activity: Activity, count: int) -> None:
    if why := why_not_choose(activity):
        raise Refused(why, activity, "choose")
    most = int(value_or("quiz.questions_most", 10))
    if count > most:
        raise Refused(
            _("At most %(n)s questions: nobody answers more on a telephone.") % {"n": most}, activity, "choose"
        )


def opens_at(activity: Activity) -> datetime:
    return activity.starts_at - timedelta(hours=int(value_or("quiz.hours_before", 24)))


def closes_at(activity: Activity) -> datetime:
    return activity.ends_at + timedelta(days=int(value_or("quiz.days_after", 3)))


def is_open(activity: Activity, moment: str, now: datetime | None = None) -> bool:
    """Before: until it is over. After: from its beginning until some days later."""
    now = now or timezone.now()
    first, last = (
        (opens_at(activity), activity.ends_at)
        if moment == QuizMoment.BEFORE
        else (activity.starts_at, closes_at(activity))
    )
    return activity.state in ASKED and first <= now <= last


def is_early(activity: Activity, moment: str, now: datetime | None = None) -> bool:
    """It will open, and has not yet."""
    opens = opens_at(activity) if moment == QuizMoment.BEFORE else activity.starts_at
    return activity.state in ASKED and (now or timezone.now()) < opens


def moment_by_clock(activity: Activity, now: datetime | None = None) -> QuizMoment:
    """For a code that does not say which: before until half of it is over, then after."""
    half = activity.starts_at + (activity.ends_at - activity.starts_at) / 2
    return QuizMoment.BEFORE if (now or timezone.now()) < half else QuizMoment.AFTER


def answered_by(activity: Activity, moment: str, device: str) -> set:
    """Keys of the questions that this telephone answered."""
    rows = QuizAnswer.objects.filter(activity=activity, moment=moment, device=device)
    return set(rows.values_list("question", flat=True)) if device else set()


def too_late_for_before(activity: Activity, device: str) -> bool:
    """Who has begun with the questions after cannot say any more what was known before."""
    return bool(answered_by(activity, QuizMoment.AFTER, device))


@transaction.atomic
def answer(activity: Activity, *, question: QuizQuestion, choice: QuizChoice | None, moment: str, device: str) -> None:
    """One answer of one telephone; no choice means "I don't know". The first one counts. Effects: the answer."""
    if not device or not is_open(activity, moment):
        raise QuizClosed(_("This quiz is closed."), activity, "answer")
    if moment == QuizMoment.BEFORE and too_late_for_before(activity, device):
        raise QuizClosed(_("You have begun with the questions after the activity."), activity, "answer")
    one = QuizAnswer(activity=activity, question=question, choice=choice, moment=moment, device=device)
    QuizAnswer.objects.bulk_create([one], ignore_conflicts=True)


def mixed(choices: Iterable[QuizChoice], salt: object) -> list[QuizChoice]:
    """The possible answers in an order that gives nothing away, and is the same whenever the page is shown."""
    return sorted(choices, key=lambda one: hashlib.sha256(f"{salt}:{one.pk}".encode()).digest())
