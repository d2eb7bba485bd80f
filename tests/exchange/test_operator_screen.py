"""/desk/exchange/: what works, what does not, what to do; each message's evidence, never its words."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from nssf_portal.doubles.sample_registries import GDT, OBR
from nssf_portal.exchange import failures, watching
from nssf_portal.exchange.breaker import Breaker
from nssf_portal.exchange.faults import FINAL, RETRYABLE
from nssf_portal.exchange.models import Exchange
from nssf_portal.exchange.operator_models import ContractCheck, DoubtSettled
from nssf_portal.exchange.registries import find_enterprise
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_breakers")]
HOME = "/en/desk/exchange/"


@pytest.fixture
def operator(db):
    client = Client()
    client.force_login(UserFactory(grant=("administrator", "HQ")))
    return client


def line(**more) -> Exchange:
    given = {"service": OBR, "client": "A/B/C/D", "xroad_id": uuid.uuid4(), "method": "POST", "outcome": "ok"}
    return Exchange.objects.create(**{**given, "duration_ms": 12, **more})


@pytest.mark.parametrize("address", ["", "messages/", "messages/12015364-2cfd-4767-9138-96a29c82de79/"])
@pytest.mark.parametrize("role", ["clerk", "analyst", "security_officer"])
def test_others_are_refused(address, role):
    client = Client()
    client.force_login(UserFactory(grant=(role, "HQ")))
    assert client.get(HOME + address).status_code == 403


def test_an_administrator_finds_the_way_there(operator, camdx):
    assert f'href="{HOME}"' in operator.get(HOME).content.decode()


def test_all_is_well(operator, camdx):
    find_enterprise(tin="K007-075006691", by=None)
    page = operator.get(HOME).content.decode()
    assert "Every partner is asked as usual" in page and page.count("1 answered") == 3 and "INVALID" not in page


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"delay": 0.5}, "Too slow to answer"),
        ({"drop": True}, "The line broke before the answer"),
        ({"content_type": "text/html"}, "An answer that cannot be read"),
        ({"truncate": True}, "The line broke before the answer"),
        ({"fault": "Server.ServerProxy.AccessDenied"}, "We may not call it, or it is not known"),
        ({"fault": "Server.ServerProxy.ServiceDisabled"}, "Switched off by the partner"),
    ],
)
def test_what_is_wrong_with_a_partner_is_on_one_screen_in_words(operator, camdx, knobs, words):
    camdx.set(**knobs, service="OBR-DEV")
    for _turn in range(3):
        find_enterprise(tin="K007-075006691", by=None, timeout=0.3 if "delay" in knobs else 5)
    page = operator.get(HOME).content.decode()
    assert words in page and "in the last hour" in page


def test_a_partner_that_hangs_is_left_alone_and_that_is_shown(operator, camdx):
    camdx.set(delay=0.5, service="OBR-DEV")
    for _turn in range(4):
        find_enterprise(tin="K007-075006691", by=None, timeout=0.1)
    page = operator.get(HOME).content.decode()
    assert "Left alone for a moment" in page and "Failing since" in page and "1 service needs you" in page
    assert "Nothing to do now" in page and "Not asked, because it failed shortly before" in page
    assert Exchange.objects.filter(service=OBR, fault_type="timeout").count() == 3


def test_our_own_security_server_away_is_said_first(operator, settings):
    settings.CAMDX_SECURITY_SERVER_URL = "http://127.0.0.1:9"
    find_enterprise(tin="K007-075006691", by=None)
    assert "Our own security server does not answer" in operator.get(HOME).content.decode()


# Messages in doubt


def test_a_lost_answer_is_listed_until_somebody_asked_the_partner(operator, camdx):
    doubt = line(outcome="in_doubt", fault_type="timeout")
    assert str(doubt.xroad_id) in operator.get(HOME).content.decode()
    address = f"{HOME}messages/{doubt.xroad_id}/"
    assert "Settle the doubt" in operator.get(address).content.decode()
    assert "This field is required" in operator.post(address, {"verdict": "done"}).content.decode()
    operator.post(address, {"verdict": "done", "why": "Ms Chan of the registry, by telephone"})
    assert DoubtSettled.objects.get().verdict == "done"
    assert str(doubt.xroad_id) not in operator.get(HOME).content.decode()
    page = operator.get(address).content.decode()
    assert "The partner did it" in page and "Settle the doubt" not in page


def test_settled_once_is_settled(operator):
    doubt = line(outcome="in_doubt")
    address = f"{HOME}messages/{doubt.xroad_id}/"
    for verdict in ("done", "not_done"):
        operator.post(address, {"verdict": verdict, "why": "by telephone"})
    assert DoubtSettled.objects.get().verdict == "done"


def test_a_message_without_a_doubt_has_nothing_to_settle(operator):
    row = line()
    operator.post(f"{HOME}messages/{row.xroad_id}/", {"verdict": "done", "why": "x"})
    assert not DoubtSettled.objects.exists()


def test_a_message_whose_sender_died_is_in_doubt_too_but_not_while_it_is_on_its_way(operator):
    old = timezone.now() - datetime.timedelta(minutes=5)
    alone, answered, fresh = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    for xroad_id, at in ((alone, old), (answered, old), (fresh, timezone.now())):
        line(xroad_id=xroad_id, outcome="sent", at=at)
    line(xroad_id=answered)
    assert [row.xroad_id for row in watching.open_doubts()] == [alone]


# The list and one message


def test_the_list_is_filtered_by_service_outcome_direction_and_day(operator):
    line(), line(service=GDT), line(direction="in", outcome="refused"), line(at="2026-01-05T03:00:00Z")
    line(outcome="sent")

    def count(**query) -> int:
        return len(operator.get(f"{HOME}messages/", query).context["rows"])

    assert count() == 4 and count(service=GDT) == 1 and count(outcome="refused") == 1 and count(direction="in") == 1
    assert count(day="2026-01-05") == 1 and count(day="nonsense") == 4 and count(outcome="sent") == 1


def test_the_list_goes_on_page_by_page_without_losing_one(operator):
    rows = [line().pk for _turn in range(120)]
    seen, address = [], f"{HOME}messages/"
    while address:
        context = operator.get(address).context
        seen += [row.pk for row, _kind in context["rows"]]
        address = context["next_url"] and f"{HOME}messages/{context['next_url']}"
    assert sorted(seen) == sorted(rows)


def test_a_messages_page_has_its_evidence_and_never_its_words(operator, camdx):
    find_enterprise(tin="K007-075006691", by=None)
    row = Exchange.objects.filter(service=OBR).get()
    page = operator.get(f"{HOME}messages/{row.xroad_id}/").content.decode()
    for evidence in (str(row.xroad_id), row.request_id, row.body_digest, "POST " + OBR):
        assert evidence in page
    assert "Happy RD" not in page and "K007" not in page


def test_an_unknown_message_is_not_found(operator):
    assert operator.get(f"{HOME}messages/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("address", ["", "messages/"])
def test_lists_cost_the_same_however_long_the_log_is(operator, camdx, django_assert_max_num_queries, address):
    for _turn in range(60):
        line()
        line(service=GDT, outcome="in_doubt", fault_type="timeout")
    operator.get(HOME + address)
    with django_assert_max_num_queries(14):
        operator.get(HOME + address)


# Contracts


def test_a_changed_contract_is_shown_until_it_is_agreed(operator, camdx):
    check = ContractCheck.objects.create(service=OBR, result="changed", shape="x", told="POST /new")
    page = operator.get(HOME).content.decode()
    assert "Described differently than before" in page and "POST /new" in page
    operator.post(f"{HOME}contracts/{check.pk}/accept/")
    check.refresh_from_db()
    assert check.accepted_by and "This is agreed from now on" not in operator.get(HOME).content.decode()
    assert operator.post(f"{HOME}contracts/987654/accept/").status_code == 404
    assert operator.get(f"{HOME}contracts/{check.pk}/accept/").status_code == 405


def test_an_operator_has_them_asked_at_once(operator, camdx):
    for _press in range(2):
        operator.post(f"{HOME}contracts/check/")
    job = Job.objects.get(kind="exchange.contracts")
    assert jobs.run(job.pk) and ContractCheck.objects.count() == 5


# Words


@pytest.mark.parametrize("fault", sorted(RETRYABLE | FINAL))
def test_every_fault_of_the_table_has_words_and_advice(fault):
    assert failures.kind_of(f"server.serverproxy.{fault}").code != "other"


def test_what_nobody_heard_of_has_words_too():
    assert failures.kind_of("server.serverproxy.new_thing").code == "other"


def test_the_breaker_tells_its_state(settings):
    breaker = Breaker("x")
    assert breaker.state().name == "closed"
    for _turn in range(3):
        breaker.failed()
    assert breaker.state().name == "open" and breaker.state().since
    assert not breaker.allows() and breaker.allows(patient=True) and not breaker.allows(patient=True)
    breaker.succeeded()
    assert breaker.state().name == "closed" and breaker.state().since is None
