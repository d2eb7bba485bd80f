"""Papers we issue: a code, a QR, and a public answer with nothing more than what is on the paper."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse

from nssf_portal.documents import services
from nssf_portal.documents.enums import IssuedKind
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import paper_context

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def certificate(person):
    return services.issue(
        kind=IssuedKind.ENTERPRISE_CERTIFICATE,
        subject_km="ក្រុមហ៊ុន សុខ",
        subject_latin="Sok Garment",
        subject_number="100002",
        language="km",
        by=person,
        prefix="CER",
        render=lambda document: b"%PDF- " + document.verify_url().encode(),
    )


def test_the_paper_holds_the_address_that_answers_for_it(certificate):
    response = services.respond_issued(certificate, "certificate.pdf")
    assert certificate.verify_url().encode() in response.content
    assert certificate.code.startswith("CER-")


def test_the_letterhead_gets_number_qr_and_address(certificate):
    context = paper_context(certificate)
    assert context["number"] == certificate.code
    assert context["verify_url"].endswith(f"/verify/{certificate.code}")
    assert context["qr_src"].startswith("data:image/png")


def test_a_valid_paper_is_said_valid_in_the_readers_language(client, certificate):
    page = client.get(reverse("verify", args=[certificate.code]), {"lang": "en"}).content.decode()
    assert "This document is valid" in page
    assert "Sok Garment" in page
    assert "sok@example.org" not in page


def test_a_code_typed_carelessly_is_found(client, certificate):
    answer = client.get(reverse("verify-start"), {"code": certificate.code.lower().replace("-", " ")})
    assert answer.headers["Location"] == reverse("verify", args=[certificate.code])


def test_a_revoked_paper_is_said_revoked(client, certificate, person):
    assert services.revoke(certificate, by=person, reason="Issued twice")
    assert not services.revoke(certificate, by=person, reason="Again")
    page = client.get(reverse("verify", args=[certificate.code]), {"lang": "en"}).content.decode()
    assert "no longer valid" in page
    assert "Issued twice" not in page


def test_a_paper_is_not_revoked_without_a_reason(certificate, person):
    with pytest.raises(IntegrityError, match="revoked_for_a_reason"), transaction.atomic():
        IssuedDocument.objects.filter(pk=certificate.pk).update(revoked_at=certificate.issued_at, revoked_by=person)


@pytest.mark.parametrize("code", ["CER-26-0000000-0", "nonsense", "<script>"])
def test_an_unknown_code_is_not_found(client, code):
    assert client.get(reverse("verify", args=[code])).status_code == 404


def test_nobody_can_try_codes_without_end(client, certificate, monkeypatch):
    monkeypatch.setattr("nssf_portal.law.limits.value_or", lambda code, default: 2)
    url = reverse("verify", args=[certificate.code])
    assert [client.get(url).status_code for _turn in range(3)] == [200, 200, 429]


def test_the_address_only_answers_get(client, certificate):
    assert client.post(reverse("verify", args=[certificate.code])).status_code == 405
