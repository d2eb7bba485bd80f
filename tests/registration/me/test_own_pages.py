"""One's own record, and nothing of anybody else."""

import io
import json
import uuid
import zipfile
from datetime import date

import pytest
from django.utils import timezone

from nssf_portal.audit.reading import note_reading
from registration.models import Card, Consent, Dependency, OwnAccess
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment, identifier
from tests.registration.me.conftest import PHONE, text_of

pytestmark = pytest.mark.django_db


def test_numbers_are_masked_until_asked_for_and_the_asking_is_kept(mine, member):
    assert "010203041" not in text_of(mine.get("/en/me/record/"))
    shown = text_of(mine.post("/en/me/record/numbers/"))
    assert "010203041" in shown and PHONE in shown
    assert OwnAccess.objects.get().act == "numbers"


def test_work_dependants_and_their_day_of_age(mine, member, child):
    employment(member, EnterpriseFactory(name_latin="Blue Boats", name_km=""), date(2022, 1, 3))
    employment(MemberFactory(), EnterpriseFactory(name_latin="Red Bricks", name_km=""), date(2022, 1, 3))
    shown = text_of(mine.get("/en/me/work/"))
    assert "Blue Boats" in shown and "Red Bricks" not in shown and "This is wrong" in shown
    shown = text_of(mine.get("/en/me/dependants/"))
    assert child.dependant.member_number in shown and "5 March 2034" in shown


def test_a_disabled_child_has_no_age_limit(mine, child):
    Dependency.objects.filter(pk=child.pk).update(is_disabled=True)
    assert "no age limit" in text_of(mine.get("/en/me/dependants/"))


def test_readers_are_named_by_office_and_role_not_by_name(mine, member, user):
    clerk = UserFactory(name="Meas Dara", grant=("clerk", "12"))
    note_reading(member, by=clerk, screen="desk.member", reason="A neighbour asked about SOK", revealed=True)
    note_reading(MemberFactory(), by=clerk, screen="desk.member")
    shown = text_of(mine.get("/en/me/readings/"))
    assert "Office 12, Clerk" in shown and "with the whole numbers" in shown
    assert "Meas Dara" not in shown and "SOK" not in shown
    assert shown.count("Office 12") == 1


def test_all_data_in_one_file_and_nothing_of_others(mine, member, child):
    other = MemberFactory(khmer_id="999888777", family_name_latin="STRANGER")
    employment(other, EnterpriseFactory(), date(2022, 1, 3))
    response = mine.post("/en/me/take-out/file/")
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    data = json.loads(archive.read("my-data.json"))
    assert data["record"][0]["member_number"] == member.member_number
    assert {row["number"] for row in data["numbers"]} == {"010203041", PHONE}
    assert "010203041" in archive.read("my-data.html").decode()
    assert archive.read("numbers.csv").decode().startswith("\ufeff")
    assert "STRANGER" not in json.dumps(data) and "999888777" not in json.dumps(data)
    assert OwnAccess.objects.get().act == "taken"


def test_taking_along_is_counted(mine, member):
    for _time in range(5):
        assert mine.post("/en/me/take-out/file/").status_code == 200
    assert mine.post("/en/me/take-out/file/").url == "/en/me/take-out/"


def test_a_consent_is_taken_back_by_a_new_answer(mine, member):
    Consent.objects.create(
        member=member, purpose="health_equity", version="1", given=True, language="km", channel="web"
    )
    assert "note my equity card" in text_of(mine.get("/en/me/consents/"))
    for _twice in range(2):
        mine.post("/en/me/consents/take-back/", {"purpose": "health_equity"})
    assert list(Consent.objects.order_by("id").values_list("given", flat=True)) == [True, False]


def test_the_language_is_the_records_and_the_sign_ins(mine, member, user):
    assert mine.post("/en/me/language/", {"language": "km"}).url == "/me/record/"
    member.refresh_from_db()
    user.refresh_from_db()
    assert (member.language, user.language) == ("km", "km")
    mine.post("/en/me/language/", {"language": "xx"})
    member.refresh_from_db()
    assert member.language == "km"


def test_a_card_is_made_shown_and_replaced_once_when_lost(mine, member):
    assert "Make my card" in text_of(mine.get("/en/me/card/"))
    mine.post("/en/me/card/make/", {"submission_id": str(uuid.uuid4())})
    assert member.member_number[-3:] in text_of(mine.get("/en/me/card/"))
    mine.post("/en/me/card/lost/", {"submission_id": str(uuid.uuid4())})
    assert list(Card.objects.order_by("version").values_list("state", flat=True)) == ["revoked", "issued"]
    mine.post("/en/me/card/lost/", {"submission_id": str(uuid.uuid4())})
    assert Card.objects.count() == 2


def test_a_card_without_a_submission_id_is_refused(mine, member):
    assert mine.post("/en/me/card/make/").status_code == 404


def test_a_pending_member_is_told_what_to_do(client):
    user = UserFactory(language="en")
    MemberFactory(state="pending", user=user)
    client.force_login(user)
    shown = text_of(client.get("/en/me/"))
    assert "Prove who you are" in shown and "Complete your name" in shown
    assert "Only an active member has a card." in text_of(client.get("/en/me/card/"))


def test_pages_ask_the_database_the_same_however_long_the_lists(mine, member, django_assert_max_num_queries):
    for year in range(2000, 2020):
        employment(member, EnterpriseFactory(), date(year, 1, 3), date(year, 2, 3))
        kid = MemberFactory(group="dependant", born_on=date(2015, 1, 1))
        Dependency.objects.create(dependant=kid, sponsor=member, relation="child")
        note_reading(member, by=UserFactory(grant=("clerk", "12")), screen="desk.member")
        identifier(member, f"5{year:08d}", superseded_at=timezone.now())
    for page, most in (("", 24), ("work/", 12), ("dependants/", 13), ("readings/", 16), ("record/", 12)):
        mine.get(f"/en/me/{page}")
        with django_assert_max_num_queries(most):
            assert mine.get(f"/en/me/{page}").status_code == 200
