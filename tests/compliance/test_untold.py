"""What the employer was not told yet cannot be learned from anything it can open or send."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.models import CaseFile, Declaration, Minutes
from compliance.services import finding as finding_service
from compliance.services.refusing import Refused
from tests.factories import compliance as made
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
SPECIAL = {"kind": "special", "ground": "information", "ground_text": "x"}


def sent_by(client, enterprise) -> tuple[int, str]:
    """What an employer sees who sends its self-declaration."""
    address = reverse("employer_cases:self_declaration", args=[enterprise.pk])
    fields = client.get(address).context["form"].fields
    form = {name: "yes" for name in fields if name.startswith("q_") and "note" not in name}
    status = client.post(address, form | {"submission_id": str(uuid.uuid4())}).status_code
    return status, client.get(address).context["sent"].reference


def test_a_self_declaration_does_not_tell_of_a_visit_that_is_not_announced(client):
    watched, other = EnterpriseFactory(), EnterpriseFactory()
    case = made.case_file(watched, **SPECIAL)
    for enterprise in (watched, other):
        client.force_login(representative_of(enterprise))
        status, reference = sent_by(client, enterprise)
        assert status == 302 and reference.startswith("CASE-")
    own = CaseFile.objects.get(enterprise=other)
    assert case.answers.count() == own.answers.count() == own.checklist.questions.count()
    assert list(case.entries.values_list("act", flat=True)) == ["answered"]


def test_who_was_told_of_a_case_answers_there(client):
    case = made.case_file(notified_at=timezone.now(), state="notified")
    client.force_login(representative_of(case.enterprise))
    address = reverse("employer_cases:self_declaration", args=[case.enterprise_id])
    fields = client.get(address).context["form"].fields
    form = {name: "yes" for name in fields if name.startswith("q_") and "note" not in name}
    answer = client.post(address, form | {"submission_id": str(uuid.uuid4())})
    assert answer.status_code == 422 and not case.answers.exists()


def test_nothing_is_found_before_a_visit_without_announcement():
    case = made.case_file(**SPECIAL)
    given = {"violation": made.finding().violation, "text": "x", "workers": 1, "by": case.opened_by}
    with pytest.raises(Refused, match="held first"):
        finding_service.record(case, submission_id=uuid.uuid4(), **given)


def test_draft_minutes_are_the_inspectors_own(client):
    drafted = made.minutes()
    Minutes.objects.filter(pk=drafted.pk).update(is_draft=True)
    owner = representative_of(drafted.case.enterprise)
    assert not Minutes.objects.visible_to(owner).exists()
    assert Minutes.objects.visible_to(drafted.made_by).exists()
    client.force_login(owner)
    page = client.get(reverse("enterprises:enterprise", args=[drafted.case.enterprise_id])).content.decode()
    assert drafted.number not in page


def test_the_tied_read_no_declarations():
    told, by = made.declaration(), made.inspector()
    assert Declaration.objects.visible_to(by).filter(pk=told.pk).exists()
    made.conflict(by, told.enterprise)
    assert not Declaration.objects.visible_to(by).exists()
