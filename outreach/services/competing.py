"""A knowledge competition as an officer leads it: prepared, opened for teams, one timed question after the other."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.audit.tracking import acting
from outreach import quiz_codes
from outreach.enums import ActivityState, CompetitionState, RoundState
from outreach.models import Activity, Competition, CompetitionQuestion, QuizQuestion, Team
from outreach.scope import require
from outreach.workflow import COMPETITION, ROUND

S, R = CompetitionState, RoundState
WORK = Permission.WORK_OUTREACH
GRACE = timedelta(seconds=2)  # the database takes an answer that was on its way for so long (models.quiz._IN_TIME)
PREPARED = (S.DRAFTED, S.OPEN)
_POSSIBLE = (ActivityState.PLANNED, ActivityState.ANNOUNCED, ActivityState.HELD)


@transaction.atomic
def create(activity: Activity, *, seconds: int, prizes: str = "", by: User) -> Competition:
    """An activity has one competition; again is the same. Effects: the competition."""
    require(by, WORK, activity.place_code)
    if activity.state not in _POSSIBLE:
        raise Refused(_("This activity is over or does not take place."), activity, "create")
    given = {"seconds": seconds, "prizes": prizes, "made_by": by}
    with acting(by=by, action="competition.create"):
        return Competition.objects.get_or_create(activity=activity, defaults=given)[0]


@transaction.atomic
def write(competition: Competition, *, seconds: int, prizes: str, by: User) -> Competition:
    """Seconds and prizes, until it begins. Effects: those."""
    locked = _lock(competition, by)
    _while_prepared(locked)
    locked.seconds, locked.prizes = seconds, prizes
    with acting(by=by, action="competition.write"):
        locked.save(update_fields=["seconds", "prizes"])
    return locked


@transaction.atomic
def add_questions(
    competition: Competition,
    questions: Sequence[QuizQuestion],
    *,
    in_round: int,
    points: int,
    by: User,
) -> int:
    """Put questions into a round; one that is asked already stays where it is. Effects: questions."""
    locked = _lock(competition, by)
    _while_prepared(locked)
    there = set(locked.questions.values_list("question", flat=True))
    last = locked.questions.filter(round=in_round).aggregate(last=Max("order"))["last"] or 0
    new = [one for one in questions if one.pk not in there]
    CompetitionQuestion.objects.bulk_create(
        CompetitionQuestion(competition=locked, question=one, round=in_round, order=order, points=points)
        for order, one in enumerate(new, last + 1)
    )
    return len(new)


@transaction.atomic
def remove_question(asked: CompetitionQuestion, *, by: User) -> None:
    """Takes a question out before the competition begins. Effects: it is not there any more."""
    _while_prepared(_lock(asked.competition, by))
    asked.delete()


@transaction.atomic
def open_for_teams(competition: Competition, *, by: User) -> Competition:
    """Teams join by the code from now on. Effects: state, the digest of the code."""
    locked = _lock(competition, by)
    if not locked.questions.exists():
        raise Refused(_("Choose its questions first."), locked, "open")
    digest = quiz_codes.join_digest(quiz_codes.join_code(locked))
    with acting(by=by, action="competition.open"):
        return COMPETITION.move(locked, "open", join_digest=digest)


@transaction.atomic
def start(competition: Competition, *, by: User) -> Competition:
    """The questions begin; teams may still join. Effects: state."""
    locked = _lock(competition, by)
    if not locked.teams.exists():
        raise Refused(_("No team has joined yet."), locked, "start")
    with acting(by=by, action="competition.start"):
        return COMPETITION.move(locked, "start")


@transaction.atomic
def ask(asked: CompetitionQuestion, *, by: User) -> CompetitionQuestion:
    """Everybody sees the question and its time runs; the one before is closed. Effects: its state and times."""
    locked = _lock(asked.competition, by)
    if locked.state != S.RUNNING:
        raise Refused(_("The competition is not running."), locked, "ask")
    now = timezone.now()
    current = locked.questions.filter(state=R.ASKED).first()
    if current and current.pk != asked.pk:
        if not is_over(current):
            raise Refused(_("The question before is still being answered."), locked, "ask")
        ROUND.transition(current, "close")
    return ROUND.transition(asked, "ask", asked_at=now, closes_at=now + timedelta(seconds=locked.seconds))


@transaction.atomic
def close_question(asked: CompetitionQuestion, *, by: User) -> CompetitionQuestion:
    """No more answers to this one, now. Effects: state, and its time when it was not over."""
    _lock(asked.competition, by)
    held = CompetitionQuestion.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    ends = min(held.closes_at or timezone.now(), timezone.now())
    return ROUND.move(held, "close", closes_at=ends)


@transaction.atomic
def close(competition: Competition, *, by: User) -> Competition:
    """The result stands. Effects: state and time; the last question is closed."""
    locked = _lock(competition, by)
    current = locked.questions.filter(state=R.ASKED).first()
    if current:
        close_question(current, by=by)
    with acting(by=by, action="competition.close"):
        return COMPETITION.move(locked, "close", closed_at=timezone.now())


@transaction.atomic
def cancel(competition: Competition, *, by: User) -> Competition:
    """It does not take place. Effects: state; its code leads nowhere."""
    locked = _lock(competition, by)
    with acting(by=by, action="competition.cancel"):
        return COMPETITION.move(locked, "cancel")


@transaction.atomic
def hide(team: Team, *, by: User) -> Team:
    """An improper name is not shown; the team plays on under a number. Effects: by whom and when."""
    _lock(team.competition, by)
    if team.hidden_at is None:
        team.hidden_at, team.hidden_by = timezone.now(), by
        team.save(update_fields=["hidden_at", "hidden_by"])
    return team


@transaction.atomic
def show(team: Team, *, by: User) -> Team:
    """The name is shown again."""
    _lock(team.competition, by)
    team.hidden_at = team.hidden_by = None
    team.save(update_fields=["hidden_at", "hidden_by"])
    return team


def is_over(asked: CompetitionQuestion) -> bool:
    """No answer can come any more: the right one may be shown, and points count."""
    if asked.state == R.CLOSED:
        return True
    return asked.state == R.ASKED and asked.closes_at is not None and timezone.now() > asked.closes_at + GRACE


def _lock(competition: Competition, by: User) -> Competition:
    rows = Competition.objects.select_for_update(of=("self",)).select_related("activity")
    locked = rows.get(pk=competition.pk)
    require(by, WORK, locked.activity.place_code)
    return locked


def _while_prepared(competition: Competition) -> None:
    if competition.state not in PREPARED:
        raise Refused(_("It has begun: nothing of it is changed any more."), competition, "change")
