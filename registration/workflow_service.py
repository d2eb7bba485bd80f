"""How call-backs, tips, complaints and reviews go on; the database's guards are made from these tables."""

from nssf_portal.workflow import Workflow
from registration.enums_service import CallBackState as C
from registration.enums_service import ComplaintState as P
from registration.enums_service import ReviewState as R
from registration.enums_service import TipState as T

CALL_BACK = Workflow(
    {
        "done": ((C.WAITING,), C.DONE),
        "give_up": ((C.WAITING,), C.NOT_REACHED),
        "cancel": ((C.WAITING,), C.CANCELLED),
    }
)
TIP = Workflow({"look": ((T.RECEIVED,), T.LOOKING), "close": ((T.RECEIVED, T.LOOKING), T.CLOSED)})
COMPLAINT = Workflow(
    {
        "look": ((P.RECEIVED,), P.LOOKING),
        "answer": ((P.RECEIVED, P.LOOKING), P.ANSWERED),
        "close": ((P.ANSWERED,), P.CLOSED),
        "look_again": ((P.ANSWERED,), P.LOOKING),
    }
)
REVIEW = Workflow({"uphold": ((R.ASKED,), R.UPHELD), "change": ((R.ASKED,), R.CHANGED)})
