"""What a roster's page says first: the finding, the figures, how far the work is."""

import uuid
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nssf_portal.jobs.models import Job
from registration.enums import RosterState
from registration.models import Roster
from registration.presenting.words import bound, plural_of

_TAGS = {
    RosterState.RECEIVED: ("progress", gettext_lazy("Waiting to be checked")),
    RosterState.CHECKING: ("progress", gettext_lazy("Being checked")),
    RosterState.REGISTERING: ("progress", gettext_lazy("Being registered")),
    RosterState.MAPPING: ("waits", gettext_lazy("Columns to name")),
    RosterState.UNREADABLE: ("wrong", gettext_lazy("Could not be read")),
    RosterState.CANCELLED: ("none", gettext_lazy("Put aside")),
    RosterState.DONE: ("ok", gettext_lazy("Done")),
}
_WORKING = (RosterState.RECEIVED, RosterState.CHECKING, RosterState.REGISTERING)
PASTED = "pasted.tsv"


class Progress(NamedTuple):
    """How far a job is, in a hundred; `dead` when it gave up."""

    done: int
    total: int
    dead: bool


def latest_job(roster_id: uuid.UUID) -> Job | None:
    return Job.objects.filter(subject_id=roster_id).order_by("-id").first()


def progress(roster: Roster, job: Job | None) -> Progress | None:
    """The work under way, None when the roster waits for somebody or is over."""
    under_way = roster.state in _WORKING or (roster.state == RosterState.MAPPING and job is not None and job.is_open)
    if not under_way:
        return None
    return Progress(job.done if job else 0, (job.total if job else 0) or 0, bool(job and job.state == Job.State.DEAD))


def state_tag(roster: Roster) -> tuple[str, str]:
    """Meaning and word of a roster's tag in the list."""
    if roster.state in _TAGS:
        return _TAGS[roster.state]
    if roster.repair or roster.accepted:
        return "waits", _("Waits for you")
    return ("progress", _("An officer compares")) if roster.review else ("waits", _("Answers wanted"))


def file_label(roster: Roster) -> str:
    """What was sent, in words when it had no name of its own."""
    if roster.upload_id is None:
        return _("Typed in a form")
    return _("Pasted table") if roster.file_name == PASTED else roster.file_name


def finding(roster: Roster) -> str:
    """The page's title: what was found, not what the page is about."""
    fixed = {
        RosterState.RECEIVED: _("We are checking your list"),
        RosterState.CHECKING: _("We are checking your list"),
        RosterState.MAPPING: _("Tell us what these columns are"),
        RosterState.UNREADABLE: _("We could not read this file"),
        RosterState.CANCELLED: _("This list was put aside"),
    }
    if roster.state in fixed:
        return fixed[roster.state]
    if roster.state == RosterState.REGISTERING:
        return plural_of(
            ngettext("We are registering %(n)s person", "We are registering %(n)s people", roster.accepted),
            roster.accepted,
        )
    return _ready_finding(roster) if roster.state == RosterState.READY else _done_finding(roster)


def _ready_finding(roster: Roster) -> str:
    if roster.registered and not roster.accepted:
        first = plural_of(
            ngettext("%(n)s person is registered", "%(n)s people are registered", roster.registered), roster.registered
        )
    else:
        first = plural_of(
            ngettext("%(n)s person in your list", "%(n)s people in your list", roster.rows_total), roster.rows_total
        )
    return _("%(first)s, %(second)s") % {"first": first, "second": _second(roster)}


def _second(roster: Roster) -> str:
    if roster.accepted:
        return plural_of(ngettext("%(n)s is ready", "%(n)s are ready", roster.accepted), roster.accepted)
    if roster.repair:
        return plural_of(ngettext("%(n)s waits for you", "%(n)s wait for you", roster.repair), roster.repair)
    if roster.review:
        return plural_of(
            ngettext("an officer compares %(n)s", "an officer compares %(n)s", roster.review), roster.review
        )
    return _("some answers are wanted")


def _done_finding(roster: Roster) -> str:
    if roster.registered:
        return plural_of(
            ngettext("%(n)s person is registered", "%(n)s people are registered", roster.registered), roster.registered
        )
    return _("Nobody new was in this list")


def figures(roster: Roster) -> list[dict[str, Any]]:
    """Two to five figures with their colour; the bar has the same, in the same order."""
    found = [
        (roster.registered, _("registered"), "teal"),
        (roster.accepted, _("ready to register"), "teal"),
        (roster.repair, _("for you to repair"), "gold"),
        (roster.review, _("an officer will compare"), "indigo"),
        (roster.already, _("already on your staff, nothing to do"), "grey"),
    ]
    needless = 1 if roster.accepted or not roster.registered else 0  # the two teal ones: show zero for one at most
    return [
        {"value": value, "word": word, "edge": edge}
        for at, (value, word, edge) in enumerate(found)
        if value or at > 1 or at == needless
    ]


def bar_label(shown: list[dict[str, Any]]) -> str:
    return bound(", ".join(f"{one['value']:,} {one['word']}" for one in shown))


def bar_parts(shown: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(one["value"], one["edge"]) for one in shown]
