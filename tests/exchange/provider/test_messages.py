"""One message: taken once, refused with all its faults, and never without a line in the log."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from enterprises.models import RegistryRecord
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.provider import registry
from nssf_portal.exchange.provider.forgetting import forget_received
from nssf_portal.exchange.provider.given import given_since
from nssf_portal.exchange.provider.models import PartnerClient, PartnerGrant, ReceivedMessage
from nssf_portal.exchange.provider.sample import GDT, OBR
from nssf_portal.identifiers.crypto import decrypt
from nssf_portal.jobs.models import Job
from nssf_portal.law import book
from nssf_portal.law.models import LawValue
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
QUESTION = {"enterprises": [{"nssf_number": "100002"}]}
BUSINESS = {"registration_no": "R-1", "name_latin": "New Shop", "as_of": "2026-11-20"}


def problem(answer) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("urn:nssf:exchange:")


def test_the_same_message_again_gets_the_same_answer_though_the_world_moved_on(say, grant):
    grant(OBR, "enterprise-status")
    enterprise = EnterpriseFactory(nssf_number="100002")
    ours = uuid.uuid4()
    first = say("enterprise-status", QUESTION, id=ours)
    type(enterprise).objects.filter(pk=enterprise.pk).update(state="suspended")
    assert say("enterprise-status", QUESTION, id=ours).content == first.content
    assert [line.outcome for line in Exchange.objects.order_by("id")] == ["ok", "repeated"]
    assert bytes(ReceivedMessage.objects.get().answer) != first.content


def test_the_same_id_with_another_body_is_a_conflict(say, grant):
    grant(OBR, "enterprise-status")
    ours = uuid.uuid4()
    assert say("enterprise-status", QUESTION, id=ours).status_code == 200
    answer = say("enterprise-status", {"enterprises": [{"nssf_number": "9"}]}, id=ours)
    assert (answer.status_code, problem(answer)) == (409, "other-body")


def test_an_id_is_the_callers_own(say, grant):
    """Two partners may come with one id: neither gets the other's answer."""
    grant(OBR, "enterprise-status")
    grant(GDT, "enterprise-status")
    ours = uuid.uuid4()
    assert say("enterprise-status", QUESTION, id=ours).status_code == 200
    other = {"enterprises": [{"nssf_number": "9"}]}
    assert say("enterprise-status", other, id=ours, client=GDT).status_code == 200


def test_after_the_agreement_ended_a_repeat_is_refused_too(say, grant):
    agreed = grant(OBR, "enterprise-status")
    ours = uuid.uuid4()
    assert say("enterprise-status", QUESTION, id=ours).status_code == 200
    PartnerGrant.objects.filter(pk=agreed.pk).update(until=timezone.localdate() - timedelta(days=1))
    assert problem(say("enterprise-status", QUESTION, id=ours)) == "not-granted"


def test_a_push_sent_twice_makes_one_record_and_one_job(say, grant):
    grant(OBR, "business-push")
    ours = uuid.uuid4()
    answers = [say("business-push", {"businesses": [BUSINESS]}, id=ours).json() for _turn in range(2)]
    assert answers[0] == answers[1] and answers[0]["created"] == 1
    record = RegistryRecord.objects.get()
    assert (record.source.code, record.source_key, record.name_latin) == ("obr", "R-1", "New Shop")
    assert Exchange.objects.get(pk=record.exchange_id).xroad_id == ours
    assert Job.objects.filter(kind="registry.match_pushed").count() == 1


def test_a_business_pushed_anew_under_another_id_changes_its_record(say, grant):
    grant(OBR, "business-push")
    say("business-push", {"businesses": [BUSINESS]})
    same = say("business-push", {"businesses": [BUSINESS]}).json()
    changed = say("business-push", {"businesses": [BUSINESS | {"name_latin": "Newer Shop"}]}).json()
    assert (same["unchanged"], changed["updated"]) == (1, 1)
    assert RegistryRecord.objects.get().name_latin == "Newer Shop"


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_with_one_id_make_one_record(say, grant):
    grant(OBR, "business-push")
    ours, answers = uuid.uuid4(), []
    start = threading.Barrier(6)

    def push() -> None:
        start.wait()
        answers.append(say("business-push", {"businesses": [BUSINESS]}, id=ours))
        connection.close()

    threads = [threading.Thread(target=push) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert RegistryRecord.objects.count() == 1 and Exchange.objects.filter(outcome="ok").count() == 1


def test_a_service_that_fails_changes_nothing_and_its_line_stays(say, grant, monkeypatch):
    grant(OBR, "business-push")
    offered = registry.service("business-push")

    def falls(message):
        offered.handler(message)
        raise RuntimeError("after it had written")

    broken = registry.Service("business-push", falls, "", "", offered.takes, {})
    monkeypatch.setitem(registry._services, "business-push", broken)
    ours = uuid.uuid4()
    answer = say("business-push", {"businesses": [BUSINESS]}, id=ours)
    assert (answer.status_code, problem(answer)) == (500, "our-fault")
    assert not RegistryRecord.objects.exists() and not ReceivedMessage.objects.exists()
    assert [(line.outcome, line.fault_type) for line in Exchange.objects.all()] == [("failed", "RuntimeError")]
    monkeypatch.undo()
    assert say("business-push", {"businesses": [BUSINESS]}, id=ours).status_code == 200  # sent again, it is done


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"client": None}, 400, "no-client"),
        ({"client": "A/B"}, 400, "no-client"),
        ({"client": "A/B/%FF/D"}, 400, "no-client"),
        ({"client": f"{OBR},{GDT}"}, 400, "no-client"),
        ({"client": "A/B/C/D"}, 403, "unknown-client"),
        ({"id": "not-a-uuid"}, 400, "no-message-id"),
        ({"body": b"{"}, 400, "not-json"),
        ({"body": b'{"enterprises": NaN}'}, 400, "not-json"),
        ({"body": b"[" * 100_000}, 400, "not-json"),
        ({"body": b"\xff\xfe"}, 400, "not-json"),
        ({"body": b" " * (1024 * 1024 + 1)}, 400, "too-big"),
        ({"body": b" " * (6 * 1024 * 1024)}, 400, "too-big"),
        ({"content_type": "text/plain"}, 400, "wrong-type"),
    ],
)
def test_what_is_no_message_is_refused_and_noted(say, grant, more, status, code):
    grant(OBR, "enterprise-status")
    answer = say("enterprise-status", more.pop("body", QUESTION), **more)
    assert (answer.status_code, problem(answer)) == (status, code)
    assert Exchange.objects.get().fault_type == code


def test_all_faults_of_a_body_are_told_at_once_and_none_of_its_values(say, grant):
    grant(OBR, "enterprise-status")
    body = {"enterprises": [{"tin": 5, "colour": "blue"}, {}, {"moc_number": "x" * 99}, "SECRET"], "more": 1}
    answer = say("enterprise-status", body)
    found = {(one["pointer"], one["code"]) for one in answer.json()["problems"]}
    assert problem(answer) == "wrong-body" and found == {
        ("/more", "unknown-field"),
        ("/enterprises/0/colour", "unknown-field"),
        ("/enterprises/0/tin", "not-text"),
        ("/enterprises/1", "nothing-given"),
        ("/enterprises/2/moc_number", "too-long"),
        ("/enterprises/3", "not-an-object"),
    }
    assert "SECRET" not in answer.content.decode() and "blue" not in answer.content.decode()


@pytest.mark.parametrize("text", ["\ud800", "\x00\x00"])
def test_text_that_no_database_takes_is_refused(say, grant, text):
    grant(OBR, "enterprise-status")
    assert say("enterprise-status", {"enterprises": [{"tin": text}]}).status_code in (200, 400)


def test_more_keys_than_the_law_book_allows(say, grant):
    grant(OBR, "enterprise-status")
    answer = say("enterprise-status", {"enterprises": [{"tin": "1"}] * 101})
    assert answer.json()["problems"] == [
        {"pointer": "/enterprises", "code": "too-many", "detail": "At most 100 in one message."}
    ]


def test_more_calls_than_agreed(say, grant):
    busy = f"CAMBODIA/GOV/BUSY-{uuid.uuid4().hex}/SUB"  # the hour's count outlives a test
    grant(busy, "enterprise-status")
    LawValue.objects.filter(code="exchange.provider.calls").update(number=2)
    book.forget()
    try:
        found = [say("enterprise-status", QUESTION, client=busy).status_code for _turn in range(3)]
        assert found == [200, 200, 429]
    finally:
        LawValue.objects.filter(code="exchange.provider.calls").update(number=3600)
        book.forget()


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_another_method_is_not_a_message(client, grant, method):
    from nssf_portal.exchange.peer import KEY, MARK

    grant(OBR, "enterprise-status")
    answer = getattr(client, method)("/exchange/enterprise-status", **{KEY: MARK})
    assert answer.status_code == 405 and answer["Allow"] == "POST"


def test_an_unknown_service_an_agreement_to_come_and_a_partner_put_to_rest(say, grant):
    grant(OBR, "enterprise-status", since=timezone.localdate() + timedelta(days=1))
    assert problem(say("no-such-service", {})) == "unknown-service"
    assert problem(say("enterprise-status", QUESTION)) == "not-granted"
    PartnerClient.objects.update(active=False)
    assert problem(say("enterprise-status", QUESTION)) == "unknown-client"


def test_question_and_answer_are_kept_encrypted_for_those_who_may_ask_only(say, grant):
    grant(OBR, "enterprise-status")
    answer = say("enterprise-status", QUESTION)
    line = Exchange.objects.get()
    assert decrypt(line.body, line.xroad_id.bytes) == answer.content
    say("enterprise-status", QUESTION, client="A/B/C/D")
    assert Exchange.objects.order_by("id").last().question is None


def test_an_answer_sets_no_header_of_the_security_servers(say, grant):
    grant(OBR, "enterprise-status")
    answer = say("enterprise-status", QUESTION)
    assert not [name for name in answer.headers if name.lower().startswith("x-road")]
    assert "sessionid" not in answer.cookies and "no-store" in answer["Cache-Control"]


def test_old_answers_are_forgotten_after_the_days_of_the_law_book(say, grant):
    grant(OBR, "enterprise-status")
    say("enterprise-status", QUESTION)
    assert forget_received() == 0
    ReceivedMessage.objects.update(received_at=timezone.now() - timedelta(days=31))
    assert forget_received() == 1


def test_what_the_fund_gives_is_counted_by_service(say, grant, django_assert_num_queries):
    grant(OBR, "enterprise-status")
    grant(GDT, "enterprise-status")
    for client in (OBR, OBR, GDT):
        say("enterprise-status", QUESTION, client=client)
    say("enterprise-status", {"wrong": 1})
    with django_assert_num_queries(2):
        rows = {row.service: row for row in given_since()}
    mine = rows["enterprise-status"]
    assert (mine.answered, mine.clients, mine.partners, mine.since) == (3, 2, 2, timezone.localdate())
    assert (rows["business-push"].answered, rows["business-push"].since) == (0, None)
