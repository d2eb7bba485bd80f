"""Typing a TIN: what the registries answer, and every way they can fail to."""

import json

import httpx
import pytest

from nssf_portal.doubles.people import DIRECTOR_VEASNA, OWNER_SOPHEAP
from nssf_portal.doubles.sample_registries import GDT, MOC, OBR, enterprises, only_in_registries
from nssf_portal.exchange.models import Exchange, Outcome, RegistryService
from nssf_portal.exchange.registries import find_enterprise, registry_services
from nssf_portal.identifiers.crypto import decrypt

pytestmark = pytest.mark.django_db
HAPPY = "K007-075006691"


def test_a_tin_is_answered_by_every_registry_with_source_and_date(camdx):
    answer = find_enterprise(tin=HAPPY, by=None)
    assert answer.found and not answer.silent
    assert [entry.source for entry in answer.entries] == ["obr", "gdt", "moc"]
    obr = answer.entries[0]
    assert (obr.name_latin, obr.moc_number, obr.commune_code) == (
        "Happy RD Printing (Cambodia) Co., Ltd.",
        "32301241",
        "030112",
    )
    assert obr.as_of.isoformat() == "2025-03-13" and obr.declared_workers == 19
    assert obr.received_at is not None


def test_owner_and_director_come_with_names_in_both_scripts_and_an_id(camdx):
    obr = find_enterprise(tin=HAPPY, by=None).entries[0]
    assert (obr.owner.family_name_latin, obr.owner.given_name_km) == ("CHAN", "សុភាព")
    assert obr.owner.id_number == OWNER_SOPHEAP.id_number and obr.owner.role == "owner"
    smart = find_enterprise(tin="E686-7809768138", by=None).entries[0]
    assert [director.id_number for director in smart.directors] == [DIRECTOR_VEASNA.id_number]
    assert [person.role for person in smart.people] == ["owner", "director"]


@pytest.mark.parametrize("typed", ["k007-075006691", " K007-075006691 ", "K០០៧-០៧៥០០៦៦៩១", "K007 075006691"])
def test_a_tin_is_understood_as_people_type_it(camdx, typed):
    assert find_enterprise(tin=typed, by=None).entries[0].tin == HAPPY


def test_a_moc_number_finds_the_same_enterprise(camdx):
    assert {entry.tin for entry in find_enterprise(moc_number="32301241", by=None).entries} == {HAPPY}


def test_every_sample_enterprise_answers(camdx):
    firms = enterprises()
    assert len(firms) == 660 and len(only_in_registries()) == 60
    for firm in (*firms[:5], *only_in_registries()[:5]):
        assert find_enterprise(tin=firm.tin, by=None).entries[0].source_key == firm.key


def test_an_unknown_number_is_not_found(camdx):
    answer = find_enterprise(tin="E999-9999999999", by=None)
    assert answer.not_found and not answer.unavailable and answer.state == "not_found"


def test_without_a_number_nobody_is_asked(camdx):
    with pytest.raises(ValueError, match="TIN"):
        find_enterprise(tin=" ", by=None)
    assert not camdx.seen


def test_one_silent_registry_makes_an_unknown_number_unavailable_not_unknown(camdx):
    camdx.set(service="OBR-DEV", fault="Server.ServerProxy.AccessDenied")
    answer = find_enterprise(tin="E999-9999999999", by=None)
    assert answer.unavailable and answer.silent == ("obr",) and answer.state == "unavailable"


def test_one_silent_registry_does_not_hide_what_the_others_know(camdx):
    camdx.set(service="OBR-DEV", drop=True)
    answer = find_enterprise(tin=HAPPY, by=None)
    assert answer.found and answer.silent == ("obr",)


@pytest.mark.parametrize(
    "knobs",
    [
        {"drop": True},
        {"truncate": True},
        {"content_type": "text/html"},
        {"status": 503},
        {"status": 302},
        {"fault": "Server.ServerProxy.ServiceFailed.NetworkError"},
        {"fault": "Server.ClientProxy.OutdatedGlobalConf"},
        {"delay": 1.0},
    ],
)
def test_whatever_breaks_the_answer_is_unavailable_never_an_error(camdx, knobs):
    camdx.set(**knobs)
    answer = find_enterprise(tin=HAPPY, by=None, timeout=0.4)
    assert answer.unavailable and set(answer.silent) == {"obr", "gdt", "moc"}


def test_a_shape_nobody_agreed_on_counts_as_silence(camdx):
    from nssf_portal.doubles.http import Reply

    camdx.services[OBR].target = lambda request: Reply.json(["surprise"])
    assert find_enterprise(tin=HAPPY, by=None).silent == ("obr",)


def test_a_404_of_the_registry_itself_means_not_found(camdx):
    from nssf_portal.doubles.http import Reply

    for service in camdx.services.values():
        service.target = lambda request: Reply.json({"message": "no such firm"}, 404)
    assert find_enterprise(tin=HAPPY, by=None).not_found


def test_the_number_travels_in_the_body_never_in_the_address(camdx):
    find_enterprise(tin=HAPPY, by=None)
    assert all(HAPPY not in request.target for request in camdx.seen)
    assert {request.method for request in camdx.seen} == {"POST"}


def test_each_message_is_logged_with_its_evidence(camdx):
    answer = find_enterprise(tin=HAPPY, by=None)
    row = Exchange.objects.get(xroad_id=answer.entries[0].exchange_id)
    assert (row.service, row.outcome, row.status, row.direction) == (OBR, Outcome.OK, 200, "out")
    assert row.request_id and len(row.request_hash) == 88 and row.subject_kind == "enterprise-lookup"
    assert json.loads(decrypt(row.body, row.xroad_id.bytes))["enterprises"][0]["tin"] == HAPPY
    assert len(row.body_digest) == 64


def test_the_log_says_what_failed(camdx):
    camdx.set(fault="Server.ServerProxy.AccessDenied", times=3)
    find_enterprise(tin=HAPPY, by=None)
    assert set(Exchange.objects.values_list("outcome", "fault_type")) == {("fault", "Server.ServerProxy.AccessDenied")}


def test_a_table_row_replaces_the_stand_ins_and_can_be_switched_off(camdx):
    assert set(registry_services()) == {"obr", "gdt", "moc"}
    RegistryService.objects.create(source="gdt", service=GDT)
    RegistryService.objects.create(source="moc", service=MOC, enabled=False)
    assert find_enterprise(tin=HAPPY, by=None).asked == ("gdt",)


def test_outside_demo_mode_nobody_configured_is_unavailable(camdx, settings):
    settings.DEMO = False
    assert find_enterprise(tin=HAPPY, by=None).unavailable
    assert not camdx.seen


def test_the_stand_in_can_be_told_to_misbehave_over_http(camdx):
    httpx.post(f"{camdx.url}/_double/knobs", json={"status": 503, "times": 3}, trust_env=False)
    assert find_enterprise(tin=HAPPY, by=None).unavailable
    assert find_enterprise(tin=HAPPY, by=None).found
