"""A staff list sent by a programme goes the way every staff list goes."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from enterprises.models import Establishment
from nssf_portal.api.models import IdempotentRequest
from nssf_portal.identifiers.models import NumberBlock
from registration.enums import Channel
from registration.models import Employment, Member, Roster
from tests.api.conftest import caller_for
from tests.factories.enterprises import EnterpriseFactory, representative_of
from tests.factories.registration import number_block, person, run_jobs, workbook

pytestmark = pytest.mark.django_db


def row(n: int = 1, **changes) -> dict:
    return {
        "family_name_latin": "SOK",
        "given_name_latin": ("DARA", "SOPHEA", "VANNA", "BOPHA")[n % 4],
        "sex": "F" if n % 2 else "M",
        "date_of_birth": f"19{70 + n % 29}-03-{10 + n % 18}",
        "identity_number": f"0{10_000_000 + n * 37}",
        "hired_on": "2024-06-15",
        "wage": 816000,
        "wage_currency": "KHR",
        "staff_number": f"E{n}",
    } | changes


def body(*rows: dict, mode: str = "new_only", **more) -> dict:
    return {"mode": mode, "rows": list(rows) or [row()], **more}


def sent(caller, *rows: dict, **more) -> Roster:
    number_block()
    answer = caller.post("rosters", body(*rows, **more))
    assert answer.status_code == 202, answer.content
    return run_jobs(Roster.objects.get(reference=answer.json()["reference"]))


def test_sent_checked_confirmed_registered(payroll, enterprise):
    roster = sent(payroll, row(1), row(2), row(3, sex="?"))
    assert roster.channel == Channel.API
    told = payroll.get(f"rosters/{roster.reference}")
    assert told.json()["state"] == "ready"
    assert told.json()["counts"]["accepted"] == 2
    assert told.json()["counts"]["repair"] == 1
    answer = payroll.post(f"rosters/{roster.pk}/confirm")
    assert answer.status_code == 202, answer.content
    assert answer.json()["state"] == "registering"
    assert answer["Retry-After"]
    roster = run_jobs(roster)
    assert (roster.registered, roster.confirmed_by_id) == (2, payroll.client.user_id)
    assert Employment.objects.filter(enterprise=enterprise).count() == 2
    rows = payroll.get(f"rosters/{roster.reference}/rows?state=registered").json()["items"]
    assert {r["member_number"] for r in rows} == set(Member.objects.values_list("member_number", flat=True))


def test_the_rows_to_repair_say_field_code_and_words_and_no_value(payroll):
    roster = sent(payroll, row(1, identity_number="12345"), row(2, family_name_latin=""))
    answer = payroll.get(f"rosters/{roster.reference}/rows?state=repair")
    items = answer.json()["items"]
    assert [(i["row_no"], i["staff_number"]) for i in items] == [(2, "E1"), (3, "E2")]
    problem = items[0]["problems"][0]
    assert (problem["field"], problem["code"], problem["severity"]) == ("identity_number", "id_invalid", "error")
    assert problem["message"]
    assert "12345" not in answer.content.decode()


def test_rows_come_in_pages(payroll):
    roster = sent(payroll, *(row(n) for n in range(1, 6)))
    first = payroll.get(f"rosters/{roster.reference}/rows?limit=2").json()
    last = payroll.get(f"rosters/{roster.reference}/rows?limit=3&cursor={first['next_cursor']}").json()
    assert [i["row_no"] for i in first["items"] + last["items"]] == [2, 3, 4, 5, 6]
    assert last["next_cursor"] is None
    assert payroll.get(f"rosters/{roster.reference}/rows?cursor=x").status_code == 400


def test_a_file_in_the_employers_own_layout_goes_as_a_form(payroll):
    number_block()
    file = SimpleUploadedFile("staff.xlsx", workbook([person(1), person(2)]))
    answer = payroll.http.post(
        "/api/v1/rosters",
        {"mode": "new_only", "file": file},
        headers=payroll.headers(**{"idempotency-key": "one"}),
    )
    assert answer.status_code == 202, answer.content
    roster = run_jobs(Roster.objects.get())
    assert roster.accepted == 2
    assert roster.file_name == "staff.xlsx"


def test_a_file_of_a_wrong_kind_is_refused_with_its_place(payroll):
    file = SimpleUploadedFile("staff.pdf", b"%PDF-1.4\n%%EOF")
    answer = payroll.http.post(
        "/api/v1/rosters", {"mode": "new_only", "file": file}, headers=payroll.headers(**{"idempotency-key": "one"})
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/file"
    assert not Roster.objects.exists()


def test_the_same_key_and_body_again_is_the_same_answer(payroll):
    first = payroll.post("rosters", body(), key="k1")
    again = payroll.post("rosters", body(), key="k1")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert again["Location"] == first["Location"]
    assert Roster.objects.count() == 1


def test_the_same_key_for_another_body_is_422(payroll):
    payroll.post("rosters", body(row(1)), key="k1")
    answer = payroll.post("rosters", body(row(2)), key="k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_used")
    assert Roster.objects.count() == 1


def test_a_refused_request_leaves_its_key_free(payroll):
    assert payroll.post("rosters", body(mode="x"), key="k1").status_code == 422
    assert payroll.post("rosters", body(), key="k1").status_code == 202


def test_a_key_is_compulsory_and_the_clients_own(payroll, stranger):
    assert payroll.post("rosters", body(), key=None).status_code == 400
    assert payroll.post("rosters", body(), key="a b").status_code == 400
    assert payroll.post("rosters", body(), key="k1").status_code == 202
    assert stranger.post("rosters", body(), key="k1").status_code == 202
    assert Roster.objects.count() == 2


def test_the_stored_answer_is_encrypted(payroll):
    payroll.post("rosters", body(), key="k1")
    kept = IdempotentRequest.objects.get()
    assert Roster.objects.get().reference.encode() not in bytes(kept.answer)


def test_the_same_list_with_another_key_is_the_open_one(payroll):
    first = payroll.post("rosters", body())
    again = payroll.post("rosters", body())
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]


def test_another_enterprises_list_is_not_there(payroll, stranger):
    roster = sent(payroll)
    for name in (roster.reference, str(roster.pk)):
        for path in (f"rosters/{name}", f"rosters/{name}/rows"):
            assert stranger.get(path).status_code == 404
        for act in ("confirm", "cancel"):
            assert stranger.post(f"rosters/{name}/{act}").status_code == 404
    assert stranger.get("rosters").json()["items"] == []
    assert payroll.get(f"rosters/{uuid.uuid4()}").status_code == 404
    assert payroll.get("rosters/%00").status_code == 404


def test_another_enterprises_place_of_work_is_refused(payroll):
    other = Establishment.objects.get(enterprise=EnterpriseFactory())
    answer = payroll.post("rosters", body(establishment=str(other.pk)))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/establishment"


def test_confirming_acts_on_what_was_seen_and_only_once(payroll):
    roster = sent(payroll, row(1), row(2))
    seen = payroll.get(f"rosters/{roster.reference}")["ETag"]
    stale = payroll.post(f"rosters/{roster.reference}/confirm", **{"if-match": '"old"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
    assert payroll.post(f"rosters/{roster.reference}/confirm", **{"if-match": seen}).status_code == 202
    again = payroll.post(f"rosters/{roster.reference}/confirm")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_a_list_can_be_put_aside_once(payroll):
    roster = sent(payroll, row(1))
    assert payroll.post(f"rosters/{roster.reference}/cancel").json()["state"] == "cancelled"
    again = payroll.post(f"rosters/{roster.reference}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_too_many_rows_are_to_be_sent_as_a_file(payroll, monkeypatch):
    monkeypatch.setattr("registration.api.rosters.value_or", lambda code, default: 1)
    assert payroll.post("rosters", body(row(1), row(2))).status_code == 413


def test_an_enterprise_that_is_not_registered_sends_nothing(payroll, enterprise):
    enterprise.state = "suspended"
    enterprise.save()
    assert payroll.post("rosters", body()).status_code == 409


def test_who_may_only_read_sends_nothing(enterprise, owner):
    reader = caller_for(enterprise, owner, "rosters.read")
    assert reader.post("rosters", body()).status_code == 403
    assert reader.get("rosters").status_code == 200


def test_asking_for_the_head_only_opens_no_more_than_asking_for_all(enterprise, owner):
    reader = caller_for(enterprise, owner, "rosters.read")
    answers = [reader.http.head(f"/api/v1/{path}", headers=reader.headers()) for path in ("rosters", "staff")]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_a_key_used_again_after_its_day_takes_a_new_list_and_no_old_one_twice(payroll):
    """The stored answer is gone by then: another list must not be taken for the first."""
    first = payroll.post("rosters", body(row(1)), key="k1")
    IdempotentRequest.objects.all().delete()
    again = payroll.post("rosters", body(row(1)), key="k1")
    IdempotentRequest.objects.all().delete()
    other = payroll.post("rosters", body(row(2)), key="k1")
    assert [answer.status_code for answer in (first, again, other)] == [202, 200, 202]
    assert first.json()["id"] == again.json()["id"] != other.json()["id"]
    assert Roster.objects.count() == 2


def test_without_member_numbers_confirming_says_so_and_the_key_stays_free(payroll):
    roster = sent(payroll, row(1), row(2))
    NumberBlock.objects.all().delete()
    answer = payroll.post(f"rosters/{roster.reference}/confirm", key="c1")
    assert (answer.status_code, answer.json()["code"]) == (503, "no_numbers")
    assert answer["Retry-After"]
    assert payroll.get(f"rosters/{roster.reference}").json()["state"] == "ready"
    number_block()
    assert payroll.post(f"rosters/{roster.reference}/confirm", key="c1").status_code == 202
    assert run_jobs(roster).registered == 2


def test_the_list_of_lists_costs_the_same_for_one_and_for_many(payroll):
    for n in range(1, 4):
        sent(payroll, row(n))
    with CaptureQueriesContext(connection) as few:
        assert len(payroll.get("rosters?limit=1").json()["items"]) == 1
    with CaptureQueriesContext(connection) as many:
        page = payroll.get("rosters?limit=2").json()
    assert len(page["items"]) == 2
    assert len(many) <= len(few) + 1  # a row more would cost more than the law book read anew
    rest = payroll.get(f"rosters?cursor={page['next_cursor']}").json()
    assert [len(rest["items"]), rest["next_cursor"]] == [1, None]


def test_the_rows_cost_the_same_for_one_and_for_many(payroll):
    roster = sent(payroll, *(row(n, sex="?") for n in range(1, 6)))
    payroll.get(f"rosters/{roster.reference}/rows")
    with CaptureQueriesContext(connection) as few:
        payroll.get(f"rosters/{roster.reference}/rows?limit=1")
    with CaptureQueriesContext(connection) as many:
        payroll.get(f"rosters/{roster.reference}/rows?limit=5")
    assert len(many) <= len(few) + 1  # five rows more; once in a while the token's last use is written


@pytest.mark.django_db(transaction=True)
def test_sent_200_times_at_once_it_is_one_list():
    enterprise = EnterpriseFactory()
    caller = caller_for(enterprise, representative_of(enterprise))
    ready = threading.Barrier(20, timeout=60)
    seen = threading.local()

    def send(_n: int) -> tuple[int, str]:
        if not getattr(seen, "waited", False):
            seen.waited = True
            ready.wait()
        try:
            answer = caller_of(caller).post("rosters", body(row(1), row(2)), key="the-key")
            return answer.status_code, answer.json().get("reference", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(200)))
    assert Roster.objects.count() == 1
    assert {status for status, _ref in answers} == {202}
    assert {ref for _status, ref in answers} == {Roster.objects.get().reference}
    assert IdempotentRequest.objects.count() == 1


def caller_of(caller):
    from tests.api.conftest import Caller

    return Caller(caller.client, caller.secret, caller.token)
