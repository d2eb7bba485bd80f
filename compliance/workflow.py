"""How compliance's nouns go on; the database's guards are made from these tables (design, states)."""

from compliance.enums import (
    AdjustmentState,
    CaseState,
    FindingState,
    FineState,
    LineState,
    ListState,
    NoticeState,
    QuestionState,
    RecommendationState,
    ReferralState,
    TextState,
    VisitState,
)
from nssf_portal.workflow import Workflow

LIST = Workflow(
    {
        "settle": ((ListState.DRAFT,), ListState.SETTLED),
        "close": ((ListState.DRAFT, ListState.SETTLED), ListState.CLOSED),
    }
)

L = LineState
LINE = Workflow(
    {
        "accept": ((L.PROPOSED,), L.ACCEPTED),
        "change": ((L.PROPOSED, L.ACCEPTED), L.ACCEPTED),
        "refuse": ((L.PROPOSED, L.ACCEPTED), L.REFUSED),
        "take_back": ((L.REFUSED,), L.PROPOSED),
        "nudge": ((L.ACCEPTED,), L.NUDGED),
        "chance_over": ((L.NUDGED,), L.DUE),
        "comply": ((L.PROPOSED, L.ACCEPTED, L.NUDGED, L.DUE), L.COMPLIED),
        "open": ((L.ACCEPTED, L.DUE), L.OPENED),
        "lapse": ((L.PROPOSED, L.ACCEPTED, L.DUE), L.LAPSED),
    }
)

C = CaseState
CASE = Workflow(
    {
        "notify": ((C.OPENED,), C.NOTIFIED),
        "visit": ((C.OPENED, C.NOTIFIED), C.VISITED),
        "minute": ((C.OPENED, C.VISITED), C.MINUTED),  # from opened: a self-declaration has no visit
        "close": ((C.OPENED, C.NOTIFIED, C.VISITED, C.MINUTED), C.CLOSED),
        "reopen": ((C.CLOSED,), C.OPENED),
    }
)

VISIT = Workflow(
    {
        "hold": ((VisitState.PLANNED,), VisitState.HELD),
        "cancel": ((VisitState.PLANNED,), VisitState.CANCELLED),
    }
)

FINDING = Workflow(
    {
        "cure": ((FindingState.OPEN,), FindingState.CURED),
        "withdraw": ((FindingState.OPEN,), FindingState.WITHDRAWN),
        "reopen": ((FindingState.CURED,), FindingState.OPEN),
    }
)

N = NoticeState
NOTICE = Workflow(
    {
        "serve": ((N.ISSUED,), N.SERVED),
        "answer": ((N.SERVED, N.EXPIRED), N.ANSWERED),  # a late answer is an answer
        "expire": ((N.SERVED,), N.EXPIRED),
    }
)

F = FineState
FINE = Workflow(
    {
        "confirm": ((F.PROPOSED,), F.CONFIRMED),
        "decline": ((F.PROPOSED,), F.DECLINED),
        "pay_part": ((F.CONFIRMED, F.PART_PAID, F.REFERRED, F.PAID), F.PART_PAID),  # from paid: a payment was reversed
        "unpay": ((F.PART_PAID, F.PAID), F.CONFIRMED),  # all payments were reversed
        "pay": ((F.CONFIRMED, F.PART_PAID, F.REFERRED), F.PAID),
        "relieve": ((F.CONFIRMED, F.PART_PAID), F.RELIEVED),
        "reinstate": ((F.RELIEVED,), F.CONFIRMED),  # the relief was revoked
        "refer": ((F.CONFIRMED, F.PART_PAID), F.REFERRED),
    }
)

A = AdjustmentState
ADJUSTMENT = Workflow(
    {
        "grant": ((A.PROPOSED,), A.GRANTED),
        "refuse": ((A.PROPOSED,), A.REFUSED),
        "revoke": ((A.GRANTED,), A.REVOKED),
    }
)

Q = QuestionState
QUESTION = Workflow(
    {
        "answer": ((Q.ASKED, Q.EXPIRED), Q.ANSWERED),
        "expire": ((Q.ASKED,), Q.EXPIRED),
        "void": ((Q.ASKED, Q.EXPIRED), Q.VOID),
    }
)

R = ReferralState
REFERRAL = Workflow(
    {
        "accept": ((R.SENT,), R.ACCEPTED),
        "answer": ((R.SENT, R.ACCEPTED), R.ANSWERED),
        "decline": ((R.SENT,), R.DECLINED),
        "withdraw": ((R.SENT, R.ACCEPTED), R.WITHDRAWN),
    }
)

T = TextState
LEGAL_TEXT = Workflow(
    {
        "draft": ((T.NEEDED,), T.DRAFTING),
        "consult": ((T.DRAFTING,), T.CONSULTED),
        "redraft": ((T.CONSULTED,), T.DRAFTING),
        "sign": ((T.DRAFTING, T.CONSULTED), T.SIGNED),
        "put_in_force": ((T.NEEDED, T.SIGNED), T.IN_FORCE),  # from needed: a text found to exist already
        "repeal": ((T.IN_FORCE,), T.REPEALED),
        "drop": ((T.NEEDED, T.DRAFTING, T.CONSULTED), T.DROPPED),
    }
)

RECOMMENDATION = Workflow(
    {
        "follow": ((RecommendationState.OPEN,), RecommendationState.FOLLOWED),
        "dismiss": ((RecommendationState.OPEN,), RecommendationState.DISMISSED),
    }
)
