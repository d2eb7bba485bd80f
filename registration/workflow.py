from nssf_portal.workflow import Workflow
from registration.enums import (
    ApplicationState,
    BookingState,
    ConfirmationState,
    ExportState,
    LeaverState,
    MemberState,
    PairState,
    RosterState,
    RowState,
    StopState,
)

M, R, W, P, L, E = MemberState, RosterState, RowState, PairState, LeaverState, ExportState

MEMBER = Workflow(
    {
        "activate": ((M.PENDING,), M.ACTIVE),
        "suspend": ((M.ACTIVE,), M.SUSPENDED),
        "resume": ((M.SUSPENDED,), M.ACTIVE),
        "end": ((M.PENDING, M.ACTIVE, M.SUSPENDED), M.ENDED),
        "reopen": ((M.ENDED,), M.ACTIVE),
    }
)

ROSTER = Workflow(
    {
        "map": ((R.RECEIVED,), R.MAPPING),
        "check": ((R.RECEIVED, R.MAPPING), R.CHECKING),
        "give_up": ((R.RECEIVED, R.CHECKING), R.UNREADABLE),
        "checked": ((R.CHECKING,), R.READY),
        "register": ((R.READY,), R.REGISTERING),
        "registered": ((R.REGISTERING,), R.READY),
        "wait_for_numbers": ((R.REGISTERING,), R.READY),
        "close": ((R.READY, R.REGISTERING), R.DONE),
        "reopen": ((R.DONE,), R.READY),
        "cancel": ((R.RECEIVED, R.MAPPING, R.CHECKING, R.READY), R.CANCELLED),
    }
)

ROW = Workflow(
    {
        "recheck": ((W.REPAIR, W.REVIEW, W.ACCEPTED, W.DROPPED), W.CHECKED),
        "repair": ((W.CHECKED, W.ACCEPTED, W.REVIEW), W.REPAIR),
        "review": ((W.CHECKED, W.ACCEPTED, W.REPAIR), W.REVIEW),
        "accept": ((W.CHECKED, W.REPAIR, W.REVIEW), W.ACCEPTED),
        "already": ((W.CHECKED, W.ACCEPTED, W.REVIEW, W.REPAIR), W.ALREADY),
        "register": ((W.ACCEPTED, W.REVIEW), W.REGISTERED),
        "drop": ((W.REPAIR, W.REVIEW, W.ACCEPTED), W.DROPPED),
    }
)

PAIR = Workflow(
    {
        "ask": ((P.OPEN,), P.ASKED),
        "answer": ((P.ASKED,), P.OPEN),
        "same": ((P.OPEN, P.ASKED), P.SAME),
        "different": ((P.OPEN, P.ASKED), P.DIFFERENT),
        "void": ((P.OPEN, P.ASKED), P.VOID),
    }
)

LEAVER = Workflow({"end": ((L.PROPOSED, L.KEPT), L.ENDED), "keep": ((L.PROPOSED,), L.KEPT)})

EXPORT = Workflow({"confirm": ((E.WAITING,), E.READY), "take": ((E.READY, E.TAKEN), E.TAKEN)})

A, C = ApplicationState, ConfirmationState

APPLICATION = Workflow(
    {
        "submit": ((A.DRAFT, A.RETURNED), A.SUBMITTED),
        "approve_by_rule": ((A.SUBMITTED,), A.APPROVED),
        "review": ((A.SUBMITTED,), A.IN_REVIEW),
        "return": ((A.SUBMITTED, A.IN_REVIEW), A.RETURNED),
        "approve": ((A.SUBMITTED, A.IN_REVIEW), A.APPROVED),
        "propose_refusal": ((A.SUBMITTED, A.IN_REVIEW), A.REFUSAL_PROPOSED),
        "reject_refusal": ((A.REFUSAL_PROPOSED,), A.IN_REVIEW),
        "refuse": ((A.REFUSAL_PROPOSED,), A.REFUSED),
        "withdraw": ((A.DRAFT, A.SUBMITTED, A.IN_REVIEW, A.RETURNED), A.WITHDRAWN),
        "reopen": ((A.REFUSED, A.WITHDRAWN), A.IN_REVIEW),
    }
)

CONFIRMATION = Workflow(
    {
        "confirm": ((C.ASKED, C.SILENT), C.CONFIRMED),
        "deny": ((C.ASKED, C.SILENT), C.DENIED),
        "give_up": ((C.ASKED,), C.SILENT),
        "void": ((C.ASKED, C.SILENT), C.VOID),
    }
)

STOP = Workflow(
    {
        "announce": ((StopState.PLANNED,), StopState.ANNOUNCED),
        "open": ((StopState.PLANNED, StopState.ANNOUNCED), StopState.OPEN),
        "close": ((StopState.OPEN,), StopState.CLOSED),
        "reopen": ((StopState.CLOSED,), StopState.OPEN),  # on the same day: somebody came late
        "cancel": ((StopState.PLANNED, StopState.ANNOUNCED), StopState.CANCELLED),
    }
)

BOOKING = Workflow(
    {
        "come": ((BookingState.BOOKED, BookingState.MISSED), BookingState.CAME),
        "miss": ((BookingState.BOOKED,), BookingState.MISSED),
        "cancel": ((BookingState.BOOKED,), BookingState.CANCELLED),
    }
)
