"""How the nouns of incentives go on; the database's guards are made from these tables (design, states)."""

from incentives.enums import (
    AwardState,
    CandidateState,
    CycleState,
    InterventionState,
    LineState,
    ReliefState,
    RequestState,
    StudyState,
)
from nssf_portal.workflow import Workflow

C = CycleState
CYCLE = Workflow(
    {
        "open": ((C.DRAFTED,), C.OPEN),
        "score": ((C.OPEN,), C.SCORED),
        "reopen": ((C.SCORED,), C.OPEN),  # a juror's conflict found late: scored again
        "deliberate": ((C.SCORED,), C.DELIBERATED),
        "announce": ((C.DELIBERATED,), C.ANNOUNCED),
        "archive": ((C.ANNOUNCED,), C.ARCHIVED),
        "cancel": ((C.DRAFTED, C.OPEN, C.SCORED), C.CANCELLED),
    }
)

D = CandidateState
CANDIDATE = Workflow(
    {
        "long_list": ((D.NOMINATED,), D.LONG_LIST),
        "short_list": ((D.LONG_LIST,), D.SHORT_LIST),
        "set_aside": ((D.NOMINATED, D.LONG_LIST, D.SHORT_LIST), D.SET_ASIDE),
        "take_back": ((D.SET_ASIDE,), D.NOMINATED),
        "withdraw": ((D.NOMINATED, D.LONG_LIST, D.SHORT_LIST), D.WITHDRAWN),
    }
)

A = AwardState
AWARD = Workflow(
    {
        "decide": ((A.PROPOSED,), A.DECIDED),
        "reject": ((A.PROPOSED,), A.REJECTED),
        "give": ((A.DECIDED,), A.GIVEN),
        "propose_withdrawal": ((A.DECIDED, A.GIVEN), A.WITHDRAWAL_PROPOSED),
        "keep": ((A.WITHDRAWAL_PROPOSED,), A.GIVEN),
        "keep_decided": ((A.WITHDRAWAL_PROPOSED,), A.DECIDED),  # before the announcement
        "withdraw": ((A.WITHDRAWAL_PROPOSED,), A.WITHDRAWN),
    }
)

R = RequestState
REQUEST = Workflow(
    {
        "grant": ((R.PROPOSED,), R.GRANTED),
        "refuse": ((R.PROPOSED,), R.REFUSED),
        "withdraw": ((R.PROPOSED, R.GRANTED), R.WITHDRAWN),
        "decline": ((R.GRANTED,), R.DECLINED),
        "take_up": ((R.GRANTED,), R.TAKEN_UP),
        "lapse": ((R.GRANTED,), R.LAPSED),
        "revoke": ((R.GRANTED, R.TAKEN_UP), R.REVOKED),
    }
)

V = InterventionState
INTERVENTION = Workflow(
    {
        "select": ((V.DRAFTED, V.SELECTED), V.SELECTED),
        "redraft": ((V.SELECTED, V.PROPOSED), V.DRAFTED),
        "propose": ((V.SELECTED,), V.PROPOSED),
        "grant": ((V.PROPOSED,), V.GRANTED),
        "refuse": ((V.PROPOSED,), V.REFUSED),
        "end": ((V.GRANTED,), V.ENDED),
        "expire": ((V.GRANTED,), V.EXPIRED),
        "revoke": ((V.GRANTED, V.ENDED, V.EXPIRED), V.REVOKED),
    }
)

L = LineState
INTERVENTION_LINE = Workflow(
    {
        "exclude": ((L.SELECTED,), L.EXCLUDED),
        "put_back": ((L.EXCLUDED,), L.SELECTED),
        "apply": ((L.SELECTED,), L.APPLIED),
        "reverse": ((L.APPLIED,), L.REVERSED),
    }
)

F = ReliefState
RELIEF = Workflow(
    {
        "propose": ((F.ASKED,), F.PROPOSED),
        "grant": ((F.PROPOSED,), F.GRANTED),
        "refuse": ((F.ASKED, F.PROPOSED), F.REFUSED),
        "withdraw": ((F.ASKED,), F.WITHDRAWN),
        "revoke": ((F.GRANTED,), F.REVOKED),
    }
)

S = StudyState
STUDY = Workflow(
    {
        "find": ((S.OPEN, S.FOUND), S.FOUND),
        "reopen": ((S.FOUND, S.DECIDED, S.DROPPED), S.OPEN),
        "decide": ((S.FOUND,), S.DECIDED),
        "drop": ((S.OPEN, S.FOUND), S.DROPPED),
    }
)
