"""Legal texts on their way: steps, dates, files, who is late (plan 4.3)."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.enums import TextState
from compliance.models import LegalText
from compliance.services import texts
from nssf_portal.workflow import NotPossible
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
LIST = "/en/inspect/powers/texts/"


@pytest.fixture
def chief(client):
    user = make.chief("HQ")
    client.force_login(user)
    return user


def needed(**fields) -> LegalText:
    return make.legal_text(**({"state": "needed", "in_force_on": None} | fields))


def test_a_text_goes_from_a_gap_to_force_step_by_step(client, chief):
    text = needed()
    there = f"{LIST}{text.pk}/step/"
    for move in ("draft", "consult", "redraft", "sign"):
        client.post(there, {"move": move, "note": f"{move} done"})
    page = client.post(there, {"move": "put_in_force"}, follow=True).content.decode()
    assert "without its date" in page
    client.post(there, {"move": "put_in_force", "on": "01/12/2026"})
    text.refresh_from_db()
    assert text.state == TextState.IN_FORCE and text.in_force_on == date(2026, 12, 1)
    assert [step.state for step in text.steps.all()] == ["in_force", "signed", "drafting", "consulted", "drafting"]
    assert all(step.by == chief for step in text.steps.all())


def test_moves_outside_the_table_are_refused_by_service_and_database(chief):
    text = needed()
    with pytest.raises(NotPossible):
        texts.step(text, "repeal", note="", by=chief, on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalText.objects.filter(pk=text.pk).update(
            state="repealed", repealed_on="2026-01-01", in_force_on="2025-01-01"
        )


def test_no_text_is_in_force_without_its_day(chief):
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalText.objects.filter(pk=needed().pk).update(state="in_force")


def test_overdue_is_said_in_words(client, chief):
    late = needed(title_en="Late text", due_on=timezone.localdate() - timedelta(days=1))
    assert texts.is_overdue(late)
    assert "overdue" in client.get(LIST).content.decode()
    assert "is not in force" in client.get(f"{LIST}{late.pk}/").content.decode()
    assert not texts.is_overdue(make.legal_text(due_on=date(2020, 1, 1)))


def test_a_missing_text_is_entered_with_who_is_in_charge_and_its_file(client, chief):
    given = {"title_km": "ប្រកាសថ្មី", "title_en": "New prakas", "due_on": "31/12/2026", "institution": ""}
    pdf = SimpleUploadedFile("draft.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    answer = client.post(f"{LIST}new/", given | {"file": pdf})
    text = LegalText.objects.get(title_en="New prakas")
    assert answer.url.endswith(f"/texts/{text.pk}/")
    assert text.state == "needed" and text.due_on == date(2026, 12, 31) and text.steps.count() == 1
    served = client.get(f"{LIST}{text.pk}/file/")
    assert served.status_code == 200 and "attachment" in served["Content-Disposition"]


def test_a_file_that_is_no_paper_is_refused_and_nothing_is_kept(client, chief):
    given = {"title_km": "ក", "title_en": "Odd", "file": SimpleUploadedFile("a.exe", b"MZ\x00\x00")}
    assert client.post(f"{LIST}new/", given).status_code == 422
    assert not LegalText.objects.filter(title_en="Odd").exists()


def test_inspectors_read_and_edit_nothing(client):
    client.force_login(make.inspector())
    text = needed()
    assert client.get(LIST).status_code == 200 and client.get(f"{LIST}{text.pk}/").status_code == 200
    assert client.get(f"{LIST}{text.pk}/file/").status_code == 404
    for path in (f"{LIST}new/", f"{LIST}{text.pk}/edit/", f"{LIST}{text.pk}/step/"):
        assert client.post(path, {"move": "draft"}).status_code == 403
    assert client.get(f"{LIST}{text.pk}/step/").status_code == 405


def test_the_list_costs_the_same_for_many_texts(client, costs_the_same):
    client.force_login(make.inspector())
    costs_the_same(LIST, lambda: [needed(institution=make.institution()) for _n in range(9)])
