"""The pages about the core system: the day, its differences, deltas to carry over, blocks of numbers."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from nssf_portal.accounts.models import User
from nssf_portal.audit.models import ReadLog
from nssf_portal.documents import vault
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.ids import uuid7
from nssf_portal.jobs.models import Job
from registration import tasks
from registration.core import blocks, delivering, numbering, packing, wiring
from registration.core.reconciling import awaited_day, reconcile
from registration.models import CoreDelta, MemberTally, ReconciliationDifference
from tests.factories.accounts import UserFactory
from tests.factories.members import MemberFactory
from tests.factories.registration import number_block
from tests.registration.core.waiting import over

pytestmark = pytest.mark.django_db
HOME = "/en/desk/core/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def chief() -> Client:
    return signed_in(UserFactory(grant=("senior_clerk", "HQ")))


def row(member, **changes) -> dict:
    facts = {"kind": "member", "number": member.member_number, "state": member.state, "sex": member.sex}
    return facts | {"date_of_birth": member.born_on.isoformat()} | changes


def one_difference(**fields) -> ReconciliationDifference:
    return reconcile(awaited_day(), [row(MemberFactory(**fields), sex="M")]).differences.get()


def test_without_a_file_the_day_is_late_and_never_zero(chief):
    page = chief.get(HOME).content.decode()
    assert "has not arrived" in page
    assert "no control file" in page
    assert "the same in both" not in page


def test_the_day_and_its_differences(chief):
    found = one_difference()
    page = chief.get(HOME).content.decode()
    assert "has not arrived" not in page
    assert "the same in both" in page
    listed = chief.get(HOME + "differences/?state=open&kind=differs").content.decode()
    assert found.number in listed
    assert "No difference here" in chief.get(HOME + "differences/?kind=only_core").content.decode()


def test_a_province_sees_its_own_differences_and_no_files():
    found = one_difference(commune_code="120101")
    here, elsewhere = (signed_in(UserFactory(grant=("senior_clerk", place))) for place in ("12", "17"))
    address = f"{HOME}differences/{found.pk}/"
    assert here.get(address).status_code == 200
    assert elsewhere.get(address).status_code == 404
    assert found.number not in elsewhere.get(HOME + "differences/").content.decode()
    assert here.get(HOME).status_code == 200
    assert here.get(HOME + "deltas/").status_code == 403


@pytest.mark.parametrize("role", ["clerk", "analyst", "administrator", "inspector", "hotline_agent"])
def test_who_does_not_reconcile_is_not_let_in(role):
    client = signed_in(UserFactory(grant=(role, "HQ")))
    for path in ("", "differences/", "deltas/"):
        assert client.get(HOME + path).status_code == 403
    assert client.get(HOME + "blocks/").status_code == (200 if role == "administrator" else 403)


def test_a_clerk_opens_the_pair_that_is_their_work():
    member = MemberFactory(channel="web", commune_code="120101")
    found = numbering.two_numbers(member, "2000000009", delta=None)
    here, elsewhere = (signed_in(UserFactory(grant=("clerk", place))) for place in ("12", "17"))
    address = f"{HOME}differences/{found.pk}/"
    assert elsewhere.get(address).status_code == 404
    assert "2000000009" in here.get(address).content.decode()
    assert here.post(address, {"why": "Seen both cards", "move": "settle"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.work_item.is_open) == ("settled", False)


def test_explaining_needs_a_reason_and_happens_once(chief):
    found = one_difference()
    address = f"{HOME}differences/{found.pk}/"
    assert chief.post(address, {"move": "explain", "why": " "}).status_code == 422
    assert chief.post(address, {"move": "explain", "why": "Paper on its way"}).status_code == 302
    again = chief.post(address, {"move": "explain", "why": "again"}, follow=True)
    assert "already decided" in again.content.decode()
    found.refresh_from_db()
    assert (found.state, found.why) == ("explained", "Paper on its way")
    assert ReadLog.objects.filter(subject_id=found.pk, screen="core.difference").exists()


def test_the_table_needs_a_reason_and_holds_no_names(chief):
    found = one_difference(given_name_latin="UNIQUENAME")
    assert chief.get(HOME + "differences/file/").status_code == 405
    assert chief.post(HOME + "differences/file/", {"reason": ""}).status_code == 302
    file = chief.post(HOME + "differences/file/", {"reason": "for the weekly meeting", "state": "open"})
    text = file.content.decode("utf-8-sig")
    assert found.number in text
    assert "UNIQUENAME" not in text
    assert ReadLog.objects.get(screen="core.differences_file").reason == "for the weekly meeting"


def made_delta() -> CoreDelta:
    key = uuid7()
    rows = [{"kind": "member", "member_number": "1"}]
    return CoreDelta.objects.create(
        id=key, direction="out", sequence=1, rows=1, digest=packing.digest_of(rows), state="made",
        stored=vault.put("core", key, packing.pack(rows, sequence=1)),
    )  # fmt: skip


def test_a_file_is_fetched_with_a_reason_and_acknowledged_once(chief):
    delta = made_delta()
    address = f"{HOME}deltas/{delta.pk}/"
    assert chief.get(address).status_code == 200
    assert chief.get(address + "file/").status_code == 405
    assert chief.post(address + "file/", {"reason": ""}).status_code == 422
    file = chief.post(address + "file/", {"reason": "carried over by hand"})
    assert b'"sequence":1' in file.content
    assert "no-store" in file["Cache-Control"]
    assert ReadLog.objects.get(screen="core.delta", subject_id=delta.pk).revealed
    assert "taken over" in chief.post(address + "acknowledged/", follow=True).content.decode()
    assert "already decided" in chief.post(address + "acknowledged/", follow=True).content.decode()
    assert chief.post(address + "file/", {"reason": "again"}).status_code == 302
    delta.refresh_from_db()
    assert delta.state == "acknowledged"


def test_what_is_kept_is_encrypted():
    delta = made_delta()
    with vault.default_storage.open(delta.stored) as file:
        assert b"member_number" not in file.read()


@pytest.mark.django_db(transaction=True)
def test_deltas_follow_each_other(tmp_path):
    first = delivering.make_deltas()[-1]
    member = MemberFactory()
    over()
    second, third = (delivering.make_deltas()[-1] for _time in range(2))
    assert (second.sequence, second.from_cursor) == (first.sequence + 1, first.to_cursor)
    assert member.member_number.encode() in delivering.content_of(second)
    assert third.rows == 0
    path = tmp_path / "delta"
    path.write_bytes(delivering.content_of(second))
    assert packing.unpack(path).digest == second.digest


@pytest.mark.django_db(transaction=True)
def test_the_command_writes_for_its_owner_alone(tmp_path):
    answer = json.loads(call_command("export_core", out=tmp_path, format="json"))
    file = tmp_path / answer["files"][-1]
    assert file.stat().st_mode & 0o777 == 0o600
    assert packing.unpack(file).sequence == answer["last"]


def test_the_button_makes_a_job(chief):
    chief.post(HOME + "deltas/make/")
    chief.post(HOME + "deltas/make/")
    assert 1 <= Job.objects.filter(kind=wiring.EXPORT).count() <= 2


def test_blocks_are_shown_and_asked_for(chief):
    block = number_block()
    page = chief.get(HOME + "blocks/").content.decode()
    assert str(block.first) in page
    letter = chief.get(HOME + "blocks/request/?kind=member").content.decode()
    assert "10,000 consecutive numbers" in letter
    line = chief.get(HOME + "blocks/request/?kind=member&as=csv").content.decode("utf-8-sig")
    assert line.splitlines()[1].split(",")[1:3] == ["member", "10000"]
    assert chief.get(HOME + "blocks/request/?kind=planets").status_code == 404


def test_a_warning_when_numbers_last_for_few_days(chief, caplog):
    block = number_block()
    NumberBlock.objects.filter(pk=block.pk).update(next=block.last - 5)
    MemberTally.objects.create(
        month=date.today().replace(day=1), province_code="12", sex="F", group="employee", channel="web", people=400
    )
    member = next(supply for supply in blocks.supplies() if supply.kind == "member")
    assert (member.left, member.warn, member.days) == (6, True, 0)
    assert "Numbers run out" in chief.get(HOME).content.decode()
    tasks.core_watch()
    assert "numbers run out" in caplog.text
    assert "has not arrived" in caplog.text


def test_the_list_costs_the_same_however_long(chief, django_assert_max_num_queries):
    reconcile(awaited_day(), [row(MemberFactory(), sex="M") for _n in range(60)])
    with django_assert_max_num_queries(20):
        first = chief.get(HOME + "differences/")
    assert first.content.decode().count("/desk/core/differences/0") == 50
    following = chief.get(HOME + "differences/" + first.context["next_url"])
    assert len(following.context["rows"]) == 10
    with django_assert_max_num_queries(30):
        chief.get(HOME)


def test_the_trend_says_where_no_file_came(chief):
    reconcile(awaited_day() - timedelta(days=3), [row(MemberFactory(), sex="M")])
    lines = chief.get(HOME).context["trend"]
    assert [line.day for line in lines if line.result] == [awaited_day() - timedelta(days=3)]
    assert len(lines) == 4  # before the first comparison there is nothing to miss


def test_the_pages_have_addresses():
    assert reverse("core:home").endswith("/desk/core/")
