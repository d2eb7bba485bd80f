"""How much is asked of a person on each way, on paper before and here now: measure 1.2 and 4.1 of the plan.

Before: the law book's list for paper, and `burden.paper_fields.<way>` once somebody has counted the form's fields.
After: what the pages really asked."""

from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet, Sum
from django.utils import timezone

from nssf_portal.law.book import value_or
from nssf_portal.law.enums import Procedure, Requirement
from nssf_portal.law.models import ChecklistItem
from registration.documents_asked import applicant_of
from registration.enums import ApplicantPath, ApplicationKind
from registration.models import Application, ApplicationStep

_LONGEST = 30 * 60
"""Seconds after which a page was left, not thought about."""


@dataclass(frozen=True)
class Burden:
    """One way. None where nothing was counted: never 0 for "not known"."""

    path: str
    applications: int
    fields_before: int | None
    fields_after: float | None
    documents_before: int
    documents_after: int
    documents_abolished: int
    seconds_per_page: float | None


def burden_by_path() -> list[Burden]:
    """For the reporting app: one row a way, corrections left out."""
    return [_of(path) for path in ApplicantPath]


def _of(path: str) -> Burden:
    asked = list(_applications(path).annotate(asked=Sum("steps__fields_asked")).values_list("asked", flat=True))
    counted = [fields for fields in asked if fields]
    return Burden(
        path=str(path),
        applications=len(asked),
        fields_before=value_or(f"burden.paper_fields.{path}", None),
        fields_after=median(counted) if counted else None,
        documents_before=_papers(Procedure.PAPER, path, Requirement.MANDATORY),
        documents_after=_papers(Procedure.PORTAL, path, Requirement.MANDATORY),
        documents_abolished=_papers(Procedure.PORTAL, path, Requirement.ABOLISHED),
        seconds_per_page=_seconds(path),
    )


def _applications(path: str) -> QuerySet[Application]:
    return Application.objects.filter(path=path).exclude(kind=ApplicationKind.CORRECTION)


def _papers(procedure: str, path: str, requirement: str) -> int:
    items = ChecklistItem.objects.in_force(timezone.localdate())
    return items.filter(procedure=procedure, applicant=applicant_of(path), requirement=requirement).count()


def _seconds(path: str) -> float | None:
    """The median time from one answered page to the next; who went for a walk in between does not count."""
    steps = ApplicationStep.objects.filter(application__path=path).order_by("application_id", "answered_at")
    rows = list(steps.values_list("application_id", "answered_at"))
    gaps = [
        (later - earlier).total_seconds()
        for (one, earlier), (other, later) in zip(rows, rows[1:], strict=False)
        if one == other
    ]
    usual = [gap for gap in gaps if gap <= _LONGEST]
    return median(usual) if usual else None
