"""Courses of officials as their pages show them."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.documents.models import IssuedDocument
from outreach.enums import EnrolmentState
from outreach.models import Course, Enrolment
from outreach.refreshers import expires_on

E = EnrolmentState
TAGS = {E.INVITED: "waits", E.ATTENDED: "progress", E.PASSED: "ok", E.FAILED: "wrong", E.ABSENT: "none"}
_MOST = 50  # of one person, on one card


def row(enrolment: Enrolment) -> dict[str, Any]:
    """One enrolment with its tag and until when it holds."""
    until = expires_on(enrolment)
    return {
        "one": enrolment,
        "name": enrolment.user.name if enrolment.user else enrolment.name,
        "tag": TAGS[E(enrolment.state)],
        "until": until,
        "over": bool(until and until < timezone.localdate()),
    }


def own(user: User) -> list[dict[str, Any]]:
    """What one person was in, the newest first."""
    rows = Enrolment.objects.filter(user=user).select_related("course", "activity", "user")
    return [row(one) for one in rows.order_by("-activity__starts_at", "id")[:_MOST]]


def certified(document: IssuedDocument) -> dict[str, Any] | None:
    """The course behind a certificate."""
    which = Q(certificate_km=document) | Q(certificate_en=document)
    found = Enrolment.objects.filter(which).select_related("course", "activity", "user").first()
    return row(found) if found else None


def courses(kind: str) -> QuerySet[Course]:
    """Courses with how many sessions, participants and passes each has."""
    rows = Course.objects.filter(kind=kind) if kind else Course.objects.all()
    counted = rows.annotate(
        times=Count("sessions", distinct=True),
        people=Count("enrolments", distinct=True),
        passed=Count("enrolments", filter=Q(enrolments__state=E.PASSED), distinct=True),
    )
    return counted.order_by("retired_on", "kind", "code")
