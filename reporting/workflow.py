"""How the nouns of reporting go on; the database's guards are made from these tables (design, states)."""

from nssf_portal.workflow import Workflow
from reporting.enums import CoordinationState, EntryState, EvaluationState, ReportState

E = EntryState
ENTRY = Workflow(
    {
        "draft": ((E.CALLED, E.RETURNED), E.DRAFTED),
        "submit": ((E.CALLED, E.DRAFTED, E.RETURNED), E.SUBMITTED),
        "take_back": ((E.SUBMITTED,), E.DRAFTED),
        "return": ((E.SUBMITTED, E.APPROVED), E.RETURNED),
        "approve": ((E.SUBMITTED,), E.APPROVED),
    }
)

C = CoordinationState
COORDINATION = Workflow(
    {
        "decide": ((C.OPEN,), C.DECIDED),
        "finish": ((C.OPEN, C.DECIDED), C.DONE),
        "drop": ((C.OPEN, C.DECIDED), C.DROPPED),
        "reopen": ((C.DONE, C.DROPPED), C.OPEN),
    }
)

R = ReportState
REPORT = Workflow(
    {
        "compute": ((R.REQUESTED, R.FAILED, R.DRAFT), R.COMPUTING),
        "fail": ((R.REQUESTED, R.COMPUTING), R.FAILED),
        "draft": ((R.COMPUTING,), R.DRAFT),
        "review": ((R.DRAFT,), R.REVIEWED),
        "send_back": ((R.REVIEWED,), R.DRAFT),
        "publish": ((R.REVIEWED,), R.PUBLISHED),
        "supersede": ((R.PUBLISHED,), R.SUPERSEDED),
        "discard": ((R.REQUESTED, R.FAILED, R.DRAFT), R.DISCARDED),
    }
)

V = EvaluationState
EVALUATION = Workflow({"approve": ((V.DRAFTED,), V.APPROVED), "reopen": ((V.APPROVED,), V.DRAFTED)})
