"""What the case page shows of cooperation."""

from typing import Any

from django.utils import timezone

from compliance import perms
from compliance.enums import CaseKind, CaseState, QuestionState, ReferralState, VisitState
from compliance.models import CaseFile, Referral, UnitQuestion
from compliance.services import asking
from compliance.views.cooperation_questions import TAGS
from compliance.views.cooperation_referrals import TAGS as REFERRAL_TAGS
from nssf_portal.accounts.models import User


def case_context(user: User, case: CaseFile) -> dict[str, Any]:
    """Only what this person may see elsewhere too: a guest of a joint visit sees no questions to the commune."""
    questions = UnitQuestion.objects.visible_to(user).filter(case=case).order_by("-asked_at", "id")
    referrals = Referral.objects.visible_to(user).filter(case=case).select_related("to_institution", "to_office")
    works = perms.may_work(user, case) and case.state != CaseState.CLOSED
    return {
        "case": case,
        "questions": [(row, TAGS[QuestionState(row.state)]) for row in questions],
        "referrals": [(row, REFERRAL_TAGS[ReferralState(row.state)]) for row in referrals.order_by("due_on", "id")],
        "may_ask": works and not questions.asked().exists() and asking.may_ask(user, case.enterprise),
        "may_refer": works,
        "joint_visits": _could_be_joint(case) if perms.may_decide(user, case) else [],
    }


def _could_be_joint(case: CaseFile) -> list:
    if case.kind not in (CaseKind.ORDINARY, CaseKind.JOINT) or case.state == CaseState.CLOSED:
        return []
    ahead = case.visits.filter(state=VisitState.PLANNED, joint_with__isnull=True, announced=True)
    return list(ahead.filter(planned_on__gte=timezone.localdate()).order_by("planned_on", "id"))
