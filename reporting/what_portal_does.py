"""What this portal does for each row of the action table, and where to see it: every link leads to a page that works.

`permission` None: a page for everybody. A page of an app that is not part of this installation has no link."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Way:
    """A page where the row can be seen at work."""

    words: Any
    name: str
    permission: P | None = None


@dataclass(frozen=True)
class Does:
    sentence: Any
    ways: tuple[Way, ...]


DOES: dict[str, Does] = {
    "1.1": Does(
        _(
            "People and enterprises register online with one question a page. What the Fund or a ministry knows is "
            "not asked again, no employment letter is wanted, and simple cases are decided by rule at once."
        ),
        (
            Way(_("Register"), "register:start"),
            Way(_("Where an application stands"), "register:status"),
            Way(_("Register an enterprise"), "enterprises:start"),
            Way(_("Work of the offices"), "desk:queue", P.READ_WORK),
        ),
    ),
    "1.2": Does(
        _(
            "Mobile units and visits to malls and workplaces are planned, announced and booked here; the team "
            "registers on the spot and gives cards, and every counter is on a list of places."
        ),
        (
            Way(_("Mobile units near you"), "stops:public"),
            Way(_("Places to register"), "points"),
            Way(_("Stops of mobile units"), "outreach_stops:list", P.WORK_STOPS),
        ),
    ),
    "1.3": Does(
        _("Family packages are tried on the register of today: whom they would reach and what they would cost."),
        (Way(_("Family packages"), "studies:packages", P.STUDY),),
    ),
    "1.4": Does(
        _(
            "Registries of ministries, also from before CamDX, are taken over as files or by exchange, matched with "
            "the Fund's register and held against it every night; who shares what is shown source by source."
        ),
        (
            Way(_("Units by source and province"), "units:map", P.READ_COUNTS),
            Way(_("State of the sources"), "units:sources", P.READ_REGISTRY),
            Way(_("Pairs to be decided"), "matching:queue", P.READ_REGISTRY),
            Way(_("Send a list"), "registry:home", P.SEND_REGISTRY),
        ),
    ),
    "1.5": Does(
        _("The fifteen priority groups are compared by figures and weights that anybody can follow, step by step."),
        (Way(_("Priority groups"), "studies:groups", P.STUDY),),
    ),
    "2.1": Does(
        _(
            "Each year's award runs here: rules, eligibility from the registers, nominations, a jury without ties, "
            "votes, letters and certificates, and a public roll."
        ),
        (
            Way(_("Roll of honour"), "honour:roll"),
            Way(_("Awards"), "awards:home", P.READ_AWARDS),
            Way(_("Jury"), "jury:home", P.JUDGE_AWARDS),
        ),
    ),
    "2.2": Does(
        _(
            "Programmes with their conditions, requests of enterprises, relief in emergencies, studies of schemes on "
            "the register and what they changed."
        ),
        (
            Way(_("Programmes"), "programmes:list", P.READ_INCENTIVES),
            Way(_("Emergencies"), "relief:emergencies", P.READ_INCENTIVES),
            Way(_("Studies of incentives"), "incentive_studies:home", P.STUDY),
            Way(_("What programmes changed"), "effect:home", P.STUDY),
        ),
    ),
    "3.1": Does(
        _(
            "Inspectors of both trees and local authorities share target lists, a calendar of visits, referrals and "
            "questions about units; each case goes from finding to settling in one file."
        ),
        (
            Way(_("Target lists"), "targets:home", P.READ_TARGETS),
            Way(_("Cases"), "cases:list", P.READ_CASES),
            Way(_("Working together"), "cooperation:board", P.READ_SHARED),
            Way(_("Powers and legal texts"), "powers:home", P.PLAN_VISITS),
        ),
    ),
    "4.1": Does(
        _(
            "Visits to workplaces are planned, reported with evidence and verified by a second person; who came is "
            "counted, and who registered afterwards too."
        ),
        (Way(_("Activities"), "outreach_activities:list", P.READ_OUTREACH),),
    ),
    "4.2": Does(
        _("Forums and competitions have a public calendar, signing up, attendance and rounds of questions."),
        (
            Way(_("Events"), "events:list"),
            Way(_("Competitions"), "outreach_competitions:list", P.READ_OUTREACH),
            Way(_("Activities"), "outreach_activities:list", P.READ_OUTREACH),
        ),
    ),
    "4.3": Does(
        _("Courses for inspectors, clerks and local officials: who came, who passed, certificates, refreshers due."),
        (Way(_("Courses of officials"), "outreach_trainings:courses", P.TEACH),),
    ),
    "4.4": Does(
        _("Regular information sessions are made as series; plain-words pages, read aloud, are open to everybody."),
        (
            Way(_("Events"), "events:list"),
            Way(_("Social security in plain words"), "learn:list"),
            Way(_("Series"), "outreach_activities:series", P.READ_OUTREACH),
        ),
    ),
    "4.5": Does(
        _("Lessons and schools are planned and counted, and the ministry of education reports on curricula itself."),
        (
            Way(_("Schools"), "outreach_schools:list", P.REPORT_SCHOOLS),
            Way(_("Activities"), "outreach_activities:list", P.READ_OUTREACH),
        ),
    ),
}


def sentence(number: str) -> str:
    """What the portal does for the row of this number; '' for a row that no part was built for."""
    return str(DOES[number].sentence) if number in DOES else ""


def ways(number: str, user: User) -> list[tuple[str, str]]:
    """Words and address of each page of the row that this person may open."""
    return list(_open(DOES[number].ways, user)) if number in DOES else []


def _open(all_ways: tuple[Way, ...], user: User) -> Iterator[tuple[str, str]]:
    for way in all_ways:
        if way.permission and not user.has_permission(way.permission):
            continue
        try:
            yield str(way.words), reverse(way.name)
        except NoReverseMatch:
            continue
