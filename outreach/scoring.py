"""Who leads a competition. The rule, in this one place:

A question brings a team its points times the share of its telephones that answered right, rounded to whole points
(half goes up): a large team is worth no more than a small one. Telephones that joined before the question's end count.
Only questions whose time is over count. Teams with equal points share a place."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count

from outreach.models import Competition, CompetitionQuestion, Team, TeamAnswer, TeamPhone
from outreach.services.competing import is_over


@dataclass
class Score:
    """One team on the board; an improper name gives way to a number."""

    team: Team
    number: int
    phones: int = 0
    rounds: dict[int, int] = field(default_factory=dict)
    place: int = 0

    @property
    def points(self) -> int:
        return sum(self.rounds.values())

    @property
    def is_hidden(self) -> bool:
        return self.team.hidden_at is not None


def points(worth: int, right: int, phones: int) -> int:
    """Whole points, half goes up; a team without telephones has none."""
    return (2 * worth * right + phones) // (2 * phones) if phones else 0


def board(competition: Competition) -> list[Score]:
    """All teams, the first one first."""
    over = [one for one in competition.questions.all() if is_over(one)]
    right, joined = _right(over), _joined(competition)
    scores = []
    for number, team in enumerate(competition.teams.order_by("pk"), 1):
        score = Score(team, number, len(joined[team.pk]))
        for one in over:
            phones = sum(at <= one.closes_at for at in joined[team.pk])
            gained = points(one.points, right.get((one.pk, team.pk), 0), phones)
            score.rounds[one.round] = score.rounds.get(one.round, 0) + gained
        scores.append(score)
    return _placed(scores)


def _right(over: list[CompetitionQuestion]) -> dict[tuple[UUID, UUID], int]:
    rows = TeamAnswer.objects.filter(asked__in=over, choice__is_right=True).order_by()
    return {(asked, team): n for asked, team, n in rows.values_list("asked", "team").annotate(n=Count("pk"))}


def _joined(competition: Competition) -> dict[UUID, list]:
    found: dict[UUID, list] = defaultdict(list)
    for team, at in TeamPhone.objects.filter(competition=competition).values_list("team", "joined_at"):
        found[team].append(at)
    return found


def _placed(scores: list[Score]) -> list[Score]:
    scores.sort(key=lambda score: (-score.points, score.number))
    for at, score in enumerate(scores):
        before = scores[at - 1] if at else None
        score.place = before.place if before and before.points == score.points else at + 1
    return scores
