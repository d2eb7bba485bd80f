"""What would put each item right, and on which page."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compliance.enums import Result, StandingItem
from nssf_portal.ui.templatetags.ui import long_date

if TYPE_CHECKING:
    from compliance.standing.words import Told

NOTHING = ("", "")
STAFF, DETAILS = "registration:staff", "enterprises:details"
DECLARATIONS, NOTICES = "employer_declarations:months", "employer_notices:home"


def of(item: StandingItem, result: Result, told: "Told") -> tuple[str, str]:
    """A sentence and the name of a page; both empty when there is nothing to do."""
    if result in (Result.PASS, Result.NONE):
        return NOTHING
    if item == StandingItem.REGISTERED:
        return _registered(told, result)
    return {
        StandingItem.STAFF: _staff,
        StandingItem.DECLARATIONS: _declarations,
        StandingItem.PAYMENTS: _payments,
        StandingItem.HEADCOUNT: _headcount,
        StandingItem.FINDINGS: _findings,
    }[item](told, result)


def _registered(told: "Told", result: Result) -> tuple[str, str]:
    if result == Result.UNAVAILABLE:
        return _("Tell us the day on which it opened."), DETAILS
    if result == Result.WARN:
        return _("Nothing more to do: it is registered now."), ""
    closed = told.facts.closed_on
    if closed and closed <= told.rules.on:
        return NOTHING
    return _("Register the enterprise."), "enterprises:enterprise"


def _staff(told: "Told", result: Result) -> tuple[str, str]:
    until = told.facts.newest_late
    if result == Result.WARN or until is None:
        return _("Nothing more to do: they are registered now. Register each new worker as soon as work begins."), STAFF
    text = _(
        "Register each new worker as soon as work begins. Each one registered in time makes the share smaller; "
        "the last late one, hired on %(day)s, counts for %(months)s months."
    )
    return text % {"day": long_date(until), "months": told.rules.lookback}, STAFF


def _declarations(told: "Told", result: Result) -> tuple[str, str]:
    if result == Result.WARN:
        return _("Nothing more to do: all months are declared now."), DECLARATIONS
    return _("Declare the missing months. “No change” and “no staff” are one tap."), DECLARATIONS


def _payments(told: "Told", result: Result) -> tuple[str, str]:
    if result == Result.UNAVAILABLE and told.totals.missing:
        return _("Declare the missing months; then we know what is due."), DECLARATIONS
    if result == Result.UNAVAILABLE:
        return _("We could not work out the contributions. Ask your NSSF office; the enterprise need not wait."), ""
    if result == Result.WARN:
        return _("Nothing more to do: everything is paid now."), DECLARATIONS
    return _("Pay what is open. It counts from the day the payment reaches us."), DECLARATIONS


def _headcount(told: "Told", result: Result) -> tuple[str, str]:
    return _(
        "Register the workers who are missing. If the other number is wrong, have it corrected where it stands."
    ), STAFF


def _findings(told: "Told", result: Result) -> tuple[str, str]:
    return _("Put right what the inspectors found, pay what is decided, and answer our notices."), NOTICES
