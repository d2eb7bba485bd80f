from nssf_portal.work.enums import OPEN_STATES
from nssf_portal.work.enums import WorkState as W
from nssf_portal.workflow import Workflow

WORK = Workflow(
    {
        "claim": ((W.WAITING,), W.CLAIMED),
        "release": ((W.CLAIMED,), W.WAITING),
        "reassign": ((W.WAITING, W.CLAIMED), W.CLAIMED),
        "ask": ((W.WAITING, W.CLAIMED), W.ASKED),
        "answer": ((W.ASKED,), W.WAITING),
        "propose": ((W.WAITING, W.CLAIMED), W.PROPOSED),
        "send_back": ((W.PROPOSED,), W.WAITING),
        "confirm": ((W.PROPOSED,), W.DONE),
        "finish": ((W.WAITING, W.CLAIMED, W.ASKED), W.DONE),
        "cancel": (OPEN_STATES, W.CANCELLED),
        "reopen": ((W.DONE,), W.WAITING),
    }
)
