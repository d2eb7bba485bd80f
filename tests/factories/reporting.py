"""Nouns of reporting, one maker each: what is not said belongs to the third quarter of 2026."""

import uuid
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nssf_portal.accounts.models import Institution, RoleGrant, User
from nssf_portal.documents.services import take_in
from nssf_portal.references import new_reference
from reporting.models import (
    Baseline,
    ContactInvitation,
    CoordinationItem,
    EntryEvidence,
    Evaluation,
    Finding,
    Indicator,
    Measure,
    MeasurePart,
    MeasureVersion,
    Plan,
    PlanDecision,
    ProgressCall,
    ProgressEntry,
    Report,
    ReportFigure,
    TallyAlarm,
    Target,
)
from tests.factories.accounts import UserFactory

PERIOD = "2026Q3"


def analyst() -> User:
    return UserFactory(grant=("analyst", "HQ"))


def approver() -> User:
    return UserFactory(grant=("approver", "HQ"))


def council() -> User:
    return UserFactory(grant=("council", "HQ"))


def institution(code: str = "MISTI") -> Institution:
    return Institution.objects.get_or_create(code=code, defaults={"name_km": code, "name_en": code})[0]


def contact(code: str = "MISTI") -> User:
    user = UserFactory()
    RoleGrant.objects.create(user=user, role="institution_contact", institution=institution(code))
    return user


def plan(**fields) -> Plan:
    """The plan that comes with the portal, or another one."""
    if not fields and (found := Plan.objects.first()):
        return found
    given = {
        "code": f"plan-{uuid.uuid4().hex[:6]}",
        "name_km": "ផែនការ",
        "name_en": "Plan",
        "starts_on": date(2024, 10, 30),
        "ends_on": date(2026, 12, 31),
        "counted_from": date(2024, 11, 1),
        "source": "test",
    }
    return Plan.objects.create(**given | fields)


def measure(number: str = "1.1", *, lead: str = "MISTI", of: Plan | None = None) -> Measure:
    of = of or plan()
    found, made = Measure.objects.get_or_create(plan=of, number=number, defaults={"theme": number[0]})
    if made:
        version(found, lead=lead)
    return found


def version(of: Measure, *, number: int = 1, lead: str = "MISTI", confirmed: bool = True, **fields) -> MeasureVersion:
    given = {
        "valid_from": date(2024, 10, 30),
        "title_km": "វិធានការ",
        "title_en": "Measure",
        "indicator_km": "សូចនាករ",
        "indicator_en": "Indicator",
        "first_year": 2024,
        "last_year": 2026,
        "confirmed_at": timezone.now() if confirmed else None,
    }
    row = MeasureVersion.objects.create(submission_id=uuid.uuid4(), measure=of, version=number, **given | fields)
    MeasurePart.objects.create(version=row, institution=institution(lead), part="lead")
    return row


def decision(of: Plan | None = None, **fields) -> PlanDecision:
    given = {"kind": "adjusted", "body": "council", "decided_on": date(2026, 1, 9), "reference": "12 SSR"}
    given |= {"text_km": "សម្រេច", "text_en": "Decided", "entered_by": fields.pop("entered_by", None) or analyst()}
    return PlanDecision.objects.create(submission_id=uuid.uuid4(), plan=of or plan(), **given | fields)


def contact_invitation(code: str = "MISTI", **fields) -> ContactInvitation:
    given = {"invited_by": None, "reference": new_reference("INV")} | fields
    given["invited_by"] = given["invited_by"] or analyst()
    return ContactInvitation.objects.create(
        submission_id=uuid.uuid4(), plan=plan(), institution=institution(code), **given
    )


def evaluation(**fields) -> Evaluation:
    given = {"criterion": "effectiveness", "question": "Was it reached?", "written_by": None}
    given |= fields
    given["written_by"] = given["written_by"] or analyst()
    return Evaluation.objects.create(submission_id=uuid.uuid4(), plan=plan(), **given)


def indicator(code: str = "test_indicator", **fields) -> Indicator:
    return Indicator.objects.get_or_create(code=code, defaults=fields)[0]


def target(of: Indicator | None = None, value: int = 100, **fields) -> Target:
    given = {"plan": plan(), "period": PERIOD, "source": "test", "value": Decimal(value)}
    return Target.objects.create(submission_id=uuid.uuid4(), indicator=of or indicator(), **given | fields)


def baseline(of: Indicator | None = None, value: int = 10, **fields) -> Baseline:
    given = {"plan": plan(), "as_of": date(2024, 6, 30), "source": "test", "value": Decimal(value)}
    return Baseline.objects.create(indicator=of or indicator(), **given | fields)


def call(period: str = PERIOD, **fields) -> ProgressCall:
    given = {"due_on": date(2026, 10, 15)}
    return ProgressCall.objects.get_or_create(plan=plan(), period=period, defaults=given | fields)[0]


def entry(of: Measure | None = None, *, code: str = "MISTI", **fields) -> ProgressEntry:
    """Asked for and not begun."""
    given = {"call": fields.pop("call", None) or call(), "measure": of or measure(), "institution": institution(code)}
    return ProgressEntry.objects.get_or_create(**given, defaults=fields)[0]


def submitted(of: Measure | None = None, *, by: User | None = None, **fields) -> ProgressEntry:
    by = by or contact()
    sent = {"state": "submitted", "status": "on_track", "submitted_at": timezone.now(), "submitted_by": by}
    return entry(of, **sent | fields)


def evidence(of: ProgressEntry | None = None) -> EntryEvidence:
    """A paper that can be opened."""
    of, by = of or entry(), contact()
    file = SimpleUploadedFile("study.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    return EntryEvidence.objects.create(entry=of, upload=take_in(file, kind="progress", by=by), added_by=by)


def finding(**fields) -> Finding:
    given = {"institution": institution(), "inquiry": "focus_group", "held_on": date(2026, 8, 3), "women": 7}
    given |= {
        "question": "Why not yet?",
        "learnt": "Too far",
        "entered_by": fields.pop("entered_by", None) or contact(),
    }
    return Finding.objects.create(submission_id=uuid.uuid4(), **given | fields)


def coordination(**fields) -> CoordinationItem:
    given = {"plan": plan(), "period": PERIOD, "problem": "No exchange yet", "institution": institution()}
    given |= {"raised_by": fields.pop("raised_by", None) or analyst(), "reference": new_reference("COO")}
    return CoordinationItem.objects.create(submission_id=uuid.uuid4(), **given | fields)


def report(period: str = PERIOD, state: str = "draft", **fields) -> Report:
    """A report in a state, with nothing in it."""
    now = timezone.now()
    given = {"plan": plan(), "kind": "quarterly" if "Q" in period else "annual", "reference": new_reference("REP")}
    given |= {"requested_by": fields.pop("requested_by", None) or analyst(), "state": state}
    if state in ("draft", "reviewed", "published", "superseded"):
        given["figures_at"] = now
    if state in ("reviewed", "published", "superseded"):
        given |= {"reviewed_at": now, "reviewed_by": approver()}
    if state in ("published", "superseded"):
        given |= {"published_at": now, "published_by": given["reviewed_by"]}
    return Report.objects.create(submission_id=uuid.uuid4(), period=period, **given | fields)


def figure(of: Report | None = None, code: str = "new_members", value: int | None = 7, **fields) -> ReportFigure:
    """Only of a report that is not published yet."""
    missing = "" if value is not None else "no_data"
    return ReportFigure.objects.create(
        report=of or report(), indicator_code=code, value=value, **{"missing": missing} | fields
    )


def alarm(**fields) -> TallyAlarm:
    return TallyAlarm.objects.create(**{"tally": "members", "cells": 2, "example": "12 F: 5 / 4"} | fields)
