"""Calls, call-backs, tips, complaints, reviews: made through the same doors as the pages'."""

import uuid
from typing import Any

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from registration.models import Application, Call, CallBack, Complaint, Review, Tip
from registration.services import application_deciding as deciding
from registration.services import call_backs, calls, complaints, reviews, tips
from tests.factories.accounts import UserFactory
from tests.factories.applications import at_the_desk
from tests.factories.members import MemberFactory, identifier


def call_back(**values: Any) -> CallBack:
    fields = {"phone": "+85512345678", "topic": "register", "best_time": "any", "language": "km"}
    return call_backs.ask(submission_id=uuid.uuid4(), **fields | values)


def tip(enterprise: Enterprise | None = None, *, contact: str = "", **values: Any) -> Tip:
    named: dict[str, Any] = {"enterprise": enterprise} if enterprise else {"enterprise_typed": "Bright Bricks"}
    fields = {"about": "not_registered", "text": "Twelve people work there.", "place_code": "12"}
    return tips.give(submission_id=uuid.uuid4(), contact=contact, **named | fields | values)


def complaint(**values: Any) -> Complaint:
    fields = {"about": "delay", "text": "I have waited for five weeks."}
    return complaints.complain(submission_id=uuid.uuid4(), **fields | values)


def caller(agent: User, **values: Any) -> Call:
    """A call about a member of Phnom Penh with an ID card and a phone."""
    member = MemberFactory(**values)
    identifier(member, "010203041")
    identifier(member, "+85512345678", "phone")
    return calls.start(member, by=agent, submission_id=uuid.uuid4())


def refused(first: User | None = None, second: User | None = None, **values: Any) -> Application:
    """Refused by two people."""
    made = at_the_desk(**values)
    deciding.propose_refusal(made, reason="No such house", by=first or UserFactory(grant=("clerk", "12")))
    deciding.confirm_refusal(made, by=second or UserFactory(grant=("senior_clerk", "12")))
    return Application.objects.get(pk=made.pk)


def review(application: Application | None = None, **values: Any) -> Review:
    decision = reviews.of_application(application or refused())
    assert decision is not None
    return reviews.ask(decision, statement="The house is there.", submission_id=uuid.uuid4(), **values)
