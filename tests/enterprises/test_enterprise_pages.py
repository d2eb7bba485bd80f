"""The employer's home and the enterprise's page: data, places of work, people, certificate, strangers."""

import uuid

import pytest

from enterprises.models import Enterprise, Establishment, Invitation, Representative
from nssf_portal.documents.models import IssuedDocument
from nssf_portal.documents.pdf import is_available
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.tokens import link_token
from tests.enterprises.conftest import signed_in
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
DATA = {"name_km": "រោងចក្រឈូក", "name_latin": "Lotus", "commune_code": "120101", "phone": "012345678", "workers": "៤២"}


@pytest.fixture
def enterprise():
    return EnterpriseFactory()


@pytest.fixture
def owner(enterprise):
    return signed_in(representative_of(enterprise))


def addresses(enterprise):
    place, person = enterprise.establishments.get().pk, enterprise.representatives.first()
    parts = ["", "details/", "places/add/", f"places/{place}/", f"places/{place}/close/", "people/"]
    posts = [f"people/{person.pk if person else uuid.uuid4()}/end/", "certificate/km/", "certificate/en/"]
    return [f"/en/employer/{enterprise.pk}/{part}" for part in parts], [
        f"/en/employer/{enterprise.pk}/{part}" for part in posts
    ]


def test_a_stranger_finds_nothing_at_any_address(enterprise):
    representative_of(enterprise)
    stranger = signed_in(representative_of(EnterpriseFactory()))
    gets, posts = addresses(enterprise)
    assert {stranger.get(url).status_code for url in gets} == {404}
    assert {stranger.post(url).status_code for url in (*gets[1:], *posts)} == {404}


def test_nobody_signed_out_gets_in(enterprise, client):
    gets, _posts = addresses(enterprise)
    assert {client.get(url).status_code for url in gets} == {302}


def test_a_staff_clerk_reads_but_does_not_change(enterprise):
    staff = signed_in(representative_of(enterprise, "staff_clerk"))
    gets, posts = addresses(enterprise)
    assert staff.get(gets[0]).status_code == 200
    assert {staff.get(url).status_code for url in gets[1:]} == {403}
    assert staff.post(posts[1]).status_code == 403


def test_a_manager_changes_data_but_does_not_invite(enterprise):
    manager = signed_in(representative_of(enterprise, "manager"))
    assert manager.get(f"/en/employer/{enterprise.pk}/details/").status_code == 200
    assert manager.get(f"/en/employer/{enterprise.pk}/people/").status_code == 403


def test_home_shows_each_enterprise_one_represents(owner, enterprise):
    second = EnterpriseFactory(name_latin="Second Firm")
    user = enterprise.representatives.get().user
    Representative.objects.create(enterprise=second, user=user, role="owner", basis="sample")
    page = owner.get(f"/en/employer/?enterprise={second.pk}").content.decode()
    assert "<h1>Second Firm" in page and enterprise.name_latin in page


def test_home_of_a_newcomer_says_how_to_start(signed):
    assert "/en/employer/register/" in signed.get("/en/employer/").content.decode()


def test_correcting_data_keeps_the_history_and_moves_the_head_office_along(owner, enterprise):
    owner.post(f"/en/employer/{enterprise.pk}/details/", DATA)
    enterprise.refresh_from_db()
    assert (enterprise.name_latin, enterprise.declared_workers, enterprise.key_latin) == ("Lotus", 42, "lotus")
    assert enterprise.establishments.get().name_latin == "Lotus"
    page = owner.get(f"/en/employer/{enterprise.pk}/").content.decode()
    assert "The enterprise itself" in page and "Data changed" in page


def test_places_of_work_are_added_changed_and_closed(owner, enterprise):
    url = f"/en/employer/{enterprise.pk}/places/"
    data = {"name_latin": "Branch", "commune_code": "120101", "submission_id": str(uuid.uuid4())}
    for _click in range(2):
        owner.post(f"{url}add/", data)
    branch = Establishment.objects.get(is_head_office=False)
    owner.post(f"{url}{branch.pk}/", data | {"name_latin": "Branch Two"})
    owner.post(f"{url}{branch.pk}/close/", {"closed_on": "01/11/2026"})
    branch.refresh_from_db()
    assert branch.name_latin == "Branch Two" and branch.closed_on.isoformat() == "2026-11-01"


def test_the_head_office_cannot_be_closed_alone(owner, enterprise):
    head = enterprise.establishments.get()
    assert owner.get(f"/en/employer/{enterprise.pk}/places/{head.pk}/close/").status_code == 404


def invite(owner, enterprise, **data):
    given = {"email": "new@example.test", "role": "manager", "submission_id": str(uuid.uuid4())}
    return owner.post(f"/en/employer/{enterprise.pk}/people/", given | data)


def link_of(invitation) -> str:
    message = Message.objects.get(address_ref=f"invitation:{invitation.pk}")
    return f"/en/employer/invitation/{link_token(message.pk)}/"


def test_an_invited_person_signs_in_and_accepts_once(owner, enterprise):
    invite(owner, enterprise)
    link, user = link_of(Invitation.objects.get()), UserFactory()
    guest = signed_in(user)
    assert "You are invited" in guest.get(link).content.decode()
    guest.post(link)
    assert enterprise.representatives.get(user=user).role == "manager"
    assert guest.get(link).status_code == 404


def test_a_link_somebody_made_up_or_took_back_leads_nowhere(owner, enterprise):
    invite(owner, enterprise)
    invitation = Invitation.objects.get()
    link = link_of(invitation)
    owner.post(f"/en/employer/{enterprise.pk}/invitations/{invitation.pk}/")
    guest = signed_in(UserFactory())
    assert guest.get(link).status_code == 404
    assert guest.get("/en/employer/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404


def test_an_old_invitation_has_run_out(owner, enterprise):
    from django.utils import timezone

    invite(owner, enterprise)
    Invitation.objects.update(expires_at=timezone.now())
    assert signed_in(UserFactory()).get(link_of(Invitation.objects.get())).status_code == 404


def test_the_last_owner_cannot_leave(owner, enterprise):
    only = enterprise.representatives.get()
    owner.post(f"/en/employer/{enterprise.pk}/people/{only.pk}/end/")
    assert enterprise.representatives.active().count() == 1


def test_an_ended_representative_sees_the_enterprise_no_more(owner, enterprise):
    user = representative_of(enterprise, "manager")
    owner.post(f"/en/employer/{enterprise.pk}/people/{enterprise.representatives.get(user=user).pk}/end/")
    assert signed_in(user).get(f"/en/employer/{enterprise.pk}/").status_code == 404


@pytest.mark.skipif(not is_available(), reason="the system libraries that set type are missing")
def test_the_certificate_is_issued_once_until_the_name_changes(owner, enterprise):
    url = f"/en/employer/{enterprise.pk}/certificate/en/"
    first, again = owner.post(url), owner.post(url)
    assert first["Content-Type"] == "application/pdf" and first.content == again.content
    assert IssuedDocument.objects.count() == 1
    owner.post(f"/en/employer/{enterprise.pk}/details/", DATA)
    assert IssuedDocument.objects.filter(revoked_at__isnull=False).count() == 1
    owner.post(url)
    assert IssuedDocument.objects.filter(revoked_at=None).get().subject_latin == "Lotus"


def test_the_paper_says_the_same_in_both_languages():
    from enterprises.services.certificates import context_of
    from nssf_portal.documents.pdf import typeset_html

    enterprise = Enterprise.objects.get(pk=EnterpriseFactory(nssf_number="100002").pk)
    document = IssuedDocument(code="REG-26-ABCDEFG-1")
    texts = {
        lang: typeset_html("pdf/certificate.html", context_of(enterprise, document, lang), lang)
        for lang in ("km", "en")
    }
    assert "100002" in texts["en"] and "១០០០០២" in texts["km"]
    assert all("verify/REG-26-ABCDEFG-1" in text for text in texts.values())
