import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from compliance.enums import StandingState
from compliance.standing.computing import Standing
from incentives.services import announcing, award_papers, candidates, deliberating, scoring
from nssf_portal.law import book as law_book
from tests.factories import incentives as made


@pytest.fixture(autouse=True)
def book_read_anew():
    law_book.forget()
    yield
    law_book.forget()


@pytest.fixture(autouse=True)
def unset_type(monkeypatch):
    """Papers are set in test_papers only: setting type takes a second a page."""
    monkeypatch.setattr(award_papers, "typeset", lambda template, context, language: f"{template} {language}".encode())


@pytest.fixture
def standings(monkeypatch):
    """What the standing of every enterprise is today, as the test says."""
    told = {}

    def standing_on(enterprise, on):
        return Standing(enterprise, on, told.get(enterprise.pk, StandingState.GOOD), [])

    monkeypatch.setattr(announcing, "standing_on", standing_on)
    return told


class Contest(SimpleNamespace):
    """A cycle with one category, one judged question, a frozen run, and short acts for tests."""

    def enter(self, points=5, state="short_list", **fields):
        """An eligible enterprise that is a candidate."""
        row = made.eligibility(self.run, category=self.category, points=points)
        return made.candidate(self.category, row.enterprise, state=state, **fields)

    def eligible(self, points=5, **fields):
        given = {"category": self.category, "points": points} | fields
        return made.eligibility(self.run, **given)

    def juror(self, **fields):
        return made.juror(self.cycle, **fields)

    def score(self, juror, candidate, points):
        marks = [scoring.Mark(self.question, points)]
        return scoring.score(juror=juror, candidate=candidate, marks=marks, by=juror.user)

    def close(self):
        type(self.cycle).objects.filter(pk=self.cycle.pk).update(
            state="scored", scored_at=timezone.now(), scored_by=self.officer
        )
        self.cycle.refresh_from_db()

    def propose(self, candidate, by=None, tie_reason="", submission_id=None):
        given = {"by": by or self.officer, "tie_reason": tie_reason, "submission_id": submission_id or uuid.uuid4()}
        return deliberating.propose(candidate=candidate, **given)

    def decided(self, candidate):
        """Proposed, voted by the quorum, decided."""
        award = self.propose(candidate, tie_reason="the committee prefers it")
        made.voted(award)
        return deliberating.decide(award, by=self.chief)

    def nominate(self, row, by=None, **fields):
        given = {
            "by": by or self.officer,
            "source": "office",
            "reason": "A good example",
            "submission_id": uuid.uuid4(),
        }
        return candidates.nominate(cycle=self.cycle, enterprise=row.enterprise, **(given | fields))


@pytest.fixture
def contest(db):
    officer = made.officer()
    cycle = made.cycle(created_by=officer, long_list_size=3, short_list_size=2)
    category = made.category(cycle)
    return Contest(
        cycle=cycle,
        category=category,
        question=made.judged(cycle),
        run=made.run(cycle, is_frozen=True),
        officer=officer,
        chief=made.chief(),
        now=timezone.now(),
    )
