from enterprises.enums import EnterpriseState as E
from enterprises.enums import InvitationState as V
from nssf_portal.workflow import Workflow

ENTERPRISE = Workflow(
    {
        "register": ((E.KNOWN,), E.REGISTERED),
        "suspend": ((E.REGISTERED,), E.SUSPENDED),
        "resume": ((E.SUSPENDED,), E.REGISTERED),
        "close": ((E.KNOWN, E.REGISTERED, E.SUSPENDED), E.CLOSED),
        "reopen": ((E.CLOSED,), E.REGISTERED),
    }
)

CLAIM = Workflow(
    {
        "submit": (("draft", "returned"), "submitted"),
        "approve_by_rule": (("draft", "submitted"), "approved"),
        "review": (("submitted",), "in_review"),
        "return": (("submitted", "in_review"), "returned"),
        "approve": (("submitted", "in_review"), "approved"),
        "propose_refusal": (("submitted", "in_review"), "refusal_proposed"),
        "reject_refusal": (("refusal_proposed",), "in_review"),
        "refuse": (("refusal_proposed",), "refused"),
        "withdraw": (("draft", "submitted", "in_review", "returned"), "withdrawn"),
        "reopen": (("refused", "withdrawn"), "in_review"),
    }
)

INVITATION = Workflow({"accept": ((V.PENDING,), V.ACCEPTED), "withdraw": ((V.PENDING,), V.WITHDRAWN)})

BATCH = Workflow(
    {
        "name_columns": (("received",), "mapping"),
        "check": (("received", "mapping", "ready"), "ready"),
        "refuse": (("received", "mapping"), "unreadable"),
        "load": (("ready",), "loading"),
        "finish": (("loading",), "done"),
        "cancel": (("received", "mapping", "ready"), "cancelled"),
        "undo": (("done",), "undoing"),
        "finish_undo": (("undoing",), "undone"),
    }
)

CONFIRMATION_REQUEST = Workflow(
    {
        "send": (("ready",), "sent"),
        "open": (("sent",), "opened"),
        "confirm": (("sent", "opened"), "confirmed"),
        "say_wrong": (("sent", "opened"), "wrong"),
        "expire": (("sent", "opened"), "expired"),
        "cancel": (("ready", "sent", "opened"), "cancelled"),
    }
)
