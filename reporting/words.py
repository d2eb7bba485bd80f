"""What dimensions, their values and units are called on pages, in reports and in files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from compliance.enums import CaseKind, CaseOutcome, ChosenBy
from enterprises.enums import BatchChannel, EnterpriseKind, Sector
from enterprises.models import Source
from incentives.enums import CandidateSource, ProgrammeKind, Size
from nssf_portal.khmer.dates import ENGLISH_MONTHS, KHMER_MONTHS
from nssf_portal.places.names import province_names
from nssf_portal.work import kinds
from outreach.enums import CourseKind, QuestionKind, Rule, SchoolLevel, Subject, TargetGroup
from outreach.models import ActivityType
from registration.enums import (
    ApplicantPath,
    ApplicationState,
    Channel,
    MemberGroup,
    PlanGroup,
    Sex,
    StopKind,
    SurveyOccasion,
)

_CHOICES: dict[str, Any] = {
    "sex": Sex, "group": MemberGroup, "plan_group": PlanGroup, "channel": Channel, "sector": Sector,
    "kind": EnterpriseKind, "size": Size, "path": ApplicantPath, "decision": ApplicationState, "stop": StopKind,
    "delivery": BatchChannel, "occasion": SurveyOccasion, "chosen": ChosenBy, "outcome": CaseOutcome, "case": CaseKind,
    "nominated": CandidateSource, "programme": ProgrammeKind, "target_group": TargetGroup, "knowledge": QuestionKind,
    "brought": Subject, "rule": Rule, "course": CourseKind, "level": SchoolLevel,
}  # fmt: skip
_NAMED: dict[str, Any] = {"type": ActivityType, "source": Source}
_DIMENSIONS = {
    "month": _lazy("Month"), "province": _lazy("Province"), "sex": _lazy("Sex"), "group": _lazy("Group"),
    "plan_group": _lazy("Group of the plan"), "channel": _lazy("How they came"), "sector": _lazy("Sector"),
    "kind": _lazy("Kind"), "size": _lazy("Size"), "path": _lazy("Way"), "decision": _lazy("Decision"),
    "stop": _lazy("Kind"), "delivery": _lazy("How it came"), "source": _lazy("Registry"), "work": _lazy("Work"),
    "occasion": _lazy("After"), "chosen": _lazy("How it was chosen"), "outcome": _lazy("Outcome"),
    "case": _lazy("Kind"), "nominated": _lazy("Nominated by"), "programme": _lazy("Programme"),
    "target_group": _lazy("For whom"), "knowledge": _lazy("About"), "brought": _lazy("Who"), "rule": _lazy("Rule"),
    "course": _lazy("Course"), "level": _lazy("Level"), "type": _lazy("Type"), "action": _lazy("Row of the plan"),
}  # fmt: skip
_UNITS = {
    "people": _lazy("people"), "units": _lazy("enterprises"), "percent": "%", "days": _lazy("days"), "riel": "៛",
    "activities": _lazy("activities"), "documents": _lazy("documents"), "fields": _lazy("fields"),
    "applications": _lazy("applications"), "cases": _lazy("cases"), "registrations": _lazy("registrations"),
    "registries": _lazy("registries"), "lessons": _lazy("lessons"), "schools": _lazy("schools"),
    "texts": _lazy("legal texts"),
}  # fmt: skip


def month(value: date) -> str:
    """November 2026."""
    names = ENGLISH_MONTHS if (get_language() or "").startswith("en") else KHMER_MONTHS
    return f"{names[value.month - 1]}\u00a0{value.year}"


def short_month(value: date) -> str:
    """11/2026, for the head of a column."""
    return f"{value.month}/{value.year}"


def dimension(name: str) -> str:
    """What a table is cut by: "Province"; one without a word is its own."""
    return str(_DIMENSIONS.get(name, name))


def order(dimension: str) -> list[str]:
    """The values of a dimension as they are listed; empty where they have no order of their own."""
    choices = _CHOICES.get(dimension)
    return [str(value) for value in choices.values] if choices else []


def unit(name: str) -> str:
    """What an indicator counts: "people"."""
    return str(_UNITS.get(name, name))


def word(dimension: str, value: object) -> str:
    """The value in the page's language; an unknown place is said to be unknown."""
    return teller(dimension)(value)


def teller(dimension: str) -> Callable[[object], str]:
    """Many values of one dimension: names that stand in a table are read once."""
    if dimension in _NAMED:
        names = {one.code: one.name for one in _NAMED[dimension].objects.all()}
        return lambda value: names.get(str(value)) or _said(value)
    return lambda value: _word(dimension, value)


def _word(dimension: str, value: object) -> str:
    if dimension == "month":
        return month(value) if isinstance(value, date) else str(value)
    if dimension == "province":
        return province_names().get(str(value)) or _("Province not known")
    if dimension == "work":
        kind = kinds.find(str(value))
        return str(kind.name) if kind else str(value)
    choices = _CHOICES.get(dimension)
    return str(choices(value).label) if choices and value in choices.values else _said(value)


def _said(value: object) -> str:
    """A value without a word is its own; none is said to be none."""
    return str(value) or _("not said")
