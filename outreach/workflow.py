"""How the nouns of outreach go on; the database's guards are made from these tables (design, states)."""

from nssf_portal.workflow import Workflow
from outreach.enums import (
    ActivityState,
    CompetitionState,
    CurriculumState,
    EnrolmentState,
    PageState,
    PersonListState,
    RoundState,
)

A = ActivityState
ACTIVITY = Workflow(
    {
        "take_up": ((A.PROPOSED,), A.PLANNED),
        "decline": ((A.PROPOSED,), A.DECLINED),
        "announce": ((A.PLANNED,), A.ANNOUNCED),
        "hold": ((A.PLANNED, A.ANNOUNCED), A.HELD),
        "report": ((A.HELD,), A.REPORTED),
        "send_back": ((A.REPORTED,), A.HELD),
        "verify": ((A.REPORTED,), A.VERIFIED),
        "cancel": ((A.PLANNED, A.ANNOUNCED), A.CANCELLED),
    }
)

P = PersonListState
PERSON_LIST = Workflow({"use": ((P.RECEIVED,), P.USED), "purge": ((P.RECEIVED, P.USED), P.PURGED)})

C = CompetitionState
COMPETITION = Workflow(
    {
        "open": ((C.DRAFTED,), C.OPEN),
        "start": ((C.OPEN,), C.RUNNING),
        "close": ((C.RUNNING,), C.CLOSED),
        "cancel": ((C.DRAFTED, C.OPEN, C.RUNNING), C.CANCELLED),
    }
)

R = RoundState
ROUND = Workflow({"ask": ((R.WAITING,), R.ASKED), "close": ((R.ASKED,), R.CLOSED)})

E = EnrolmentState
ENROLMENT = Workflow(
    {
        "attend": ((E.INVITED, E.ABSENT), E.ATTENDED),
        "miss": ((E.INVITED, E.ATTENDED), E.ABSENT),
        "pass": ((E.ATTENDED, E.FAILED), E.PASSED),
        "fail": ((E.ATTENDED,), E.FAILED),
    }
)

U = CurriculumState
CURRICULUM = Workflow(
    {
        "draft": ((U.PROPOSED,), U.DRAFTED),
        "approve": ((U.DRAFTED,), U.APPROVED),
        "redraft": ((U.APPROVED,), U.DRAFTED),
        "print": ((U.APPROVED,), U.PRINTED),
        "teach": ((U.APPROVED, U.PRINTED), U.TAUGHT),
        "drop": ((U.PROPOSED, U.DRAFTED, U.APPROVED), U.DROPPED),
    }
)

G = PageState
PAGE = Workflow(
    {
        "publish": ((G.DRAFTED,), G.PUBLISHED),
        "replace": ((G.PUBLISHED,), G.REPLACED),
        "withdraw": ((G.PUBLISHED,), G.WITHDRAWN),
    }
)
