"""What went wrong, in an operator's words, and what they can do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nssf_portal.exchange.faults import normalise


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure: its words, and what to do."""

    code: str
    words: Promise
    advice: Promise


_WAIT = _("Nothing to do now: we try again by ourselves. If it lasts longer than an hour, call the partner.")
_RIGHTS = _("Ask the partner to give our subsystem the right to this service, or look whether its name is right.")
_CALL = _("Call the partner: their service is up, but what it says cannot be used.")
KINDS = {
    kind.code: kind
    for kind in (
        Kind("slow", _("Too slow to answer"), _WAIT),
        Kind("broken", _("The line broke before the answer"), _WAIT),
        Kind(
            "server_away",
            _("Our own security server could not be reached"),
            _("Look whether our security server runs and whether its certificate and ours are still valid."),
        ),
        Kind("garbage", _("An answer that cannot be read"), _CALL),
        Kind("resting", _("Not asked, because it failed shortly before"), _WAIT),
        Kind("no_time", _("Not asked: the page had waited for others long enough"), _WAIT),
        Kind("rights", _("We may not call it, or it is not known"), _RIGHTS),
        Kind("switched_off", _("Switched off by the partner"), _WAIT),
        Kind(
            "server_trouble",
            _("Trouble of a security server"),
            _("If it lasts longer than an hour, call the operator of CamDX and give the number of a message."),
        ),
        Kind("partner_away", _("The partner's server does not reach its own service"), _WAIT),
        Kind("request", _("Our message was not understood"), _("Tell the developers; give the number of a message.")),
        Kind(
            "refused_by_us", _("Refused by us"), _("Look at the message: the partner or its right is not on our list.")
        ),
        Kind("failed_here", _("We could not answer"), _("Look at our own log at that time, and tell the developers.")),
        Kind("other", _("Something else"), _("Give the number of a message to the operator of CamDX.")),
    )
}
_BY_REASON = {
    "timeout": "slow",
    "broken": "broken",
    "no-connection": "server_away",
    "sslauthenticationfailed": "server_away",
    "not-json": "garbage",
    "too-big": "garbage",
    "unknown-shape": "garbage",
    "no-answer": "garbage",
    "resting": "resting",
    "no-time": "no_time",
    "accessdenied": "rights",
    "unknownmember": "rights",
    "unknownservice": "rights",
    "servicedisabled": "switched_off",
    "maintenancemode": "switched_off",
    "networkerror": "partner_away",
    "ioerror": "partner_away",
    "badrequest": "request",
    "invalidclientidentifier": "request",
    "invalidrequest": "request",
    "servicetype": "request",
    "outdatedglobalconf": "server_trouble",
    "globalconfoutdated": "server_trouble",
    "internalerror": "server_trouble",
    "databaseerror": "server_trouble",
    "loggingfailed": "server_trouble",
    "timestampingfailed": "server_trouble",
}


def kind_of(fault_type: str, outcome: str = "") -> Kind:
    """Name a failure by its fault, in either dialect, or by a word of ours."""
    if outcome in ("refused", "failed"):
        return KINDS["refused_by_us" if outcome == "refused" else "failed_here"]
    return KINDS[_BY_REASON.get(normalise(fault_type).rsplit(".", 1)[-1], "other")]
