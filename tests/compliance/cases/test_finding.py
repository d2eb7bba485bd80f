"""Findings, evidence, facts, checklists and minutes, by their services."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from compliance import facts
from compliance.models import CaseFile, Checklist, Minutes, ViolationType
from compliance.seeds import checklists
from compliance.services import cases, finding, minutes, visits
from compliance.services import checklists as checklists_service
from compliance.services.refusing import Refused
from compliance.services.self_declaring import half_year
from enterprises.models import Enterprise
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as make
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


def opened(by, kind: str = "joint", **fields) -> CaseFile:
    given = {"enterprise": EnterpriseFactory()} | fields
    return cases.open_case(by=by, kind=kind, submission_id=uuid.uuid4(), **given)


def planned(case, by):
    return visits.plan_visit(case, on=visits.earliest(case), by=by, submission_id=uuid.uuid4())


def test_a_finding_is_put_right_or_withdrawn_once():
    by = make.inspector()
    case = opened(by)
    given = {"violation": ViolationType.objects.get(code="not_paid"), "text": "Two months", "workers": 4, "by": by}
    one = finding.record(case, submission_id=uuid.uuid4(), **given)
    two = finding.record(case, submission_id=uuid.uuid4(), **given)
    finding.cure(one, text="Paid on Monday", by=by)
    finding.withdraw(two, text="It was paid before", by=by)

    with pytest.raises(NotPossible):
        finding.cure(one, text="Again", by=by)
    with pytest.raises(NotPossible):
        finding.withdraw(two, text="Again", by=by)
    with pytest.raises(Refused):
        finding.cure(make.finding(case), text=" ", by=by)


def test_a_finding_that_a_fine_rests_on_stays():
    by = make.inspector()
    case = opened(by)
    one = make.finding(case)
    make.fine(case, finding=one)
    with pytest.raises(Refused):
        finding.withdraw(one, text="no", by=by)
    with pytest.raises(Refused):
        cases.close(case, outcome="not_found", text="", by=by)


def test_nobody_writes_in_a_closed_case_or_from_another_province():
    by = make.inspector()
    case = opened(by)
    given = {"violation": ViolationType.objects.get(code="not_paid"), "text": "x", "workers": 1}
    with pytest.raises(PermissionDenied):
        finding.record(case, by=make.inspector("17"), submission_id=uuid.uuid4(), **given)
    cases.close(case, outcome="withdrawn", text="Wrong unit", by=by)
    with pytest.raises(Refused):
        finding.record(case, by=by, submission_id=uuid.uuid4(), **given)
    with pytest.raises(Refused):
        planned(case, by)


def test_a_visit_is_planned_once_and_a_held_one_neither_moves_nor_is_cancelled():
    by = make.inspector()
    case, key = opened(by), uuid.uuid4()
    day = visits.earliest(case)
    visit = visits.plan_visit(case, on=day, by=by, submission_id=key)
    assert visits.plan_visit(case, on=day, by=by, submission_id=key) == visit
    visits.hold(visit, visits.Sheet(held_at=timezone.now()), by=by)
    with pytest.raises(NotPossible):
        visits.hold(visit, visits.Sheet(held_at=timezone.now()), by=by)
    with pytest.raises(NotPossible):
        visits.cancel(visit, reason="late", by=by)
    with pytest.raises(NotPossible):
        visits.move(visit, to=day + timedelta(days=9), reason="late", by=by)


def test_a_visit_lies_neither_in_the_future_nor_before_the_case():
    by = make.inspector()
    visit = planned(opened(by), by)
    for moment in (timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=30)):
        with pytest.raises(Refused):
            visits.hold(visit, visits.Sheet(held_at=moment), by=by)


def test_the_announcement_is_a_draft_until_the_days_of_notice_are_confirmed():
    assert visits.notice_is_draft()
    LawValue.objects.filter(code="inspection.prior_notice").update(confirmed=True)
    book.forget()
    assert not visits.notice_is_draft()


def test_minutes_need_a_visit_and_a_signature_or_why_not():
    by = make.inspector()
    make.power("make_minutes")
    case = opened(by)
    with pytest.raises(Refused):
        minutes.make(case, signature="signed", signer="Sok", by=by, submission_id=uuid.uuid4())
    visits.hold(planned(case, by), visits.Sheet(held_at=timezone.now(), statement="We will"), by=by)
    with pytest.raises(Refused):
        minutes.make(case, signature="refused", by=by, submission_id=uuid.uuid4())
    made = minutes.make(case, signature="signed", signer="Sok", by=by, submission_id=uuid.uuid4())

    assert made.statement == "We will"
    for language, name in (("km", case.enterprise.name_km), ("en", case.enterprise.name_latin)):
        told = minutes.context_of(made, language)
        assert name in (told["enterprise"].name_km, told["enterprise"].name_latin)
        assert told["answers"] and told["answers"][0]["answer"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Minutes.objects.filter(pk=made.pk).update(signer="")


def test_the_employer_reads_its_minutes_and_a_stranger_does_not(client):
    by = make.inspector()
    make.power("make_minutes")
    case = opened(by)
    visits.hold(planned(case, by), visits.Sheet(held_at=timezone.now()), by=by)
    made = minutes.make(case, signature="signed", signer="Sok", by=by, submission_id=uuid.uuid4())
    with translation.override("en"):
        paper = reverse("cases:minutes_en", args=[made.pk])
        page = reverse("enterprises:enterprise", args=[case.enterprise_id])
    client.force_login(representative_of(case.enterprise))
    assert made.number in client.get(page).content.decode()
    assert client.get(paper).status_code == (200 if made.paper_en_id else 404)
    client.force_login(representative_of(EnterpriseFactory()))
    assert client.get(paper).status_code == 404


def test_every_kind_of_inspection_has_a_published_checklist_that_is_made_once():
    before = Checklist.objects.count()
    checklists.seed()
    assert Checklist.objects.count() == before
    for kind in checklists.LISTS:
        one = checklists_service.published(kind)
        assert 8 <= one.questions.count() <= 14
        assert {question.proven_by for question in one.questions.all()} - {""} <= set(facts.CODES)
        assert "to be confirmed" in one.source


def test_what_no_register_proves_is_asked():
    unknown = EnterpriseFactory(state="known", nssf_number=None, registered_on=None)
    questions = list(checklists_service.published("ordinary").questions.all())
    assert facts.proven(unknown, questions, "en") == {}
    known = Enterprise.objects.get(pk=EnterpriseFactory().pk)
    assert facts.proven(known, questions, "en")["registered"].words.startswith("Registered since")


def test_a_self_declaration_is_due_by_the_end_of_june_and_december():
    assert half_year(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 6, 30))
    assert half_year(date(2026, 7, 1)) == (date(2026, 7, 1), date(2026, 12, 31))


def test_minutes_without_papers_get_them_later(monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(minutes, "is_available", lambda: True)
    monkeypatch.setattr(minutes, "typeset", lambda template, context, language: b"%PDF-1.4")
    made = make.minutes()
    assert (minutes.catch_up(), minutes.catch_up()) == (1, 0)
    made.refresh_from_db()
    assert made.paper_km and made.paper_en


def test_draft_minutes_have_no_paper_that_answers_for_itself(client, monkeypatch):
    monkeypatch.setattr(minutes, "is_available", lambda: True)
    monkeypatch.setattr(minutes, "typeset", lambda template, context, language: b"%PDF draft" * context["draft"])
    made = make.minutes()
    Minutes.objects.filter(pk=made.pk).update(is_draft=True)
    assert minutes.catch_up() == 0
    client.force_login(made.made_by)
    answer = client.get(reverse("cases:minutes_en", args=[made.pk]))
    assert answer.content == b"%PDF draft" and "draft-" in answer["Content-Disposition"]
