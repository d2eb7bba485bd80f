"""A telephone in a competition: it joins a team and answers each question once. No person is known."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.services.refusing import Refused
from nssf_portal.law.book import value_or
from outreach.enums import CompetitionState, RoundState
from outreach.models import Competition, CompetitionQuestion, QuizChoice, Team, TeamAnswer, TeamPhone

JOINED = (CompetitionState.OPEN, CompetitionState.RUNNING)


class TooLate(Refused):
    """The time for this question is over."""


def phone_of(competition: Competition, device: str) -> TeamPhone | None:
    """This telephone in its team."""
    rows = TeamPhone.objects.select_related("team")
    return rows.filter(competition=competition, device=device).first() if device else None


@transaction.atomic
def join(competition: Competition, *, device: str, name: str) -> TeamPhone:
    """A telephone joins the team of this name, which begins with its first telephone; a second press changes nothing.

    Effects: the telephone, and the team when it is new."""
    locked = Competition.objects.select_for_update(of=("self",)).get(pk=competition.pk)
    if known := phone_of(locked, device):
        return known
    if locked.state not in JOINED:
        raise Refused(_("Nobody can join any more."), locked, "join")
    return TeamPhone.objects.create(competition=locked, team=_team(locked, name), device=device)


def _team(competition: Competition, name: str) -> Team:
    if known := competition.teams.filter(name__iexact=name).first():
        return known
    if competition.teams.count() >= int(value_or("competition.teams_most", 60)):
        raise Refused(_("There are as many teams as can play: join one of them."), competition, "join")
    return Team.objects.create(competition=competition, name=name)


@dataclass(frozen=True)
class Now:
    """What a telephone has before it: a question to answer, or its answer, or nothing yet."""

    asked: CompetitionQuestion | None = None
    answer: TeamAnswer | None = None

    @property
    def seconds_left(self) -> int:
        if self.asked is None or self.asked.closes_at is None or self.asked.state != RoundState.ASKED:
            return 0
        return max(0, round((self.asked.closes_at - timezone.now()).total_seconds()))

    @property
    def to_answer(self) -> bool:
        return self.answer is None and self.seconds_left > 0


def now_of(phone: TeamPhone) -> Now:
    """The question that is being asked, or the last one that was."""
    asked = latest(phone.competition_id)
    if asked is None:
        return Now()
    return Now(asked, TeamAnswer.objects.select_related("choice").filter(asked=asked, device=phone.device).first())


def latest(competition_id: object) -> CompetitionQuestion | None:
    rows = CompetitionQuestion.objects.filter(competition=competition_id, asked_at__isnull=False)
    return rows.select_related("question").prefetch_related("question__choices").order_by("-asked_at").first()


def answer(phone: TeamPhone, asked: CompetitionQuestion, choice: QuizChoice) -> TeamAnswer:
    """The telephone's first answer stands, however often it is sent; the database closes the time. Raises TooLate.

    Effects: the answer."""
    if known := TeamAnswer.objects.filter(asked=asked, device=phone.device).first():
        return known
    if asked.closes_at and phone.joined_at > asked.closes_at:  # not among the telephones its team's share is made of
        raise TooLate(_("The time for this question is over."), asked, "answer")
    one = TeamAnswer(asked=asked, team_id=phone.team_id, device=phone.device, choice=choice)
    try:
        with transaction.atomic():
            TeamAnswer.objects.bulk_create([one], ignore_conflicts=True)
    except IntegrityError as late:
        raise TooLate(_("The time for this question is over."), asked, "answer") from late
    return TeamAnswer.objects.get(asked=asked, device=phone.device)
