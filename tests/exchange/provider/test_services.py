"""What each service tells, and what it does not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from enterprises.enums import Verification
from enterprises.exchange_services import blurred, staff_band
from enterprises.models import RegistryRecord
from enterprises.models.figures import UnitFigure
from nssf_portal.exchange.provider import services
from nssf_portal.exchange.provider.models import PartnerClient
from nssf_portal.exchange.provider.sample import CCDIE, GDT, OBR, make_partners
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from registration.identity import identity_index
from registration.models import Application, MemberIdentifier
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.members import MemberFactory, employment, identifier

pytestmark = pytest.mark.django_db
YES = {"occupational_risk": True, "health_care": True, "pension": True}
NO = dict.fromkeys(YES, False)


@pytest.fixture
def status(say, grant):
    def ask(*keys, fields=()):
        PartnerClient.objects.filter(client=OBR).exists() or grant(OBR, "enterprise-status", fields=list(fields))
        answer = say("enterprise-status", {"enterprises": list(keys)})
        assert answer.status_code == 200, answer.content
        return answer.json()["enterprises"]

    return ask


def test_yes_and_no_for_each_scheme_in_the_order_of_the_question(status):
    EnterpriseFactory(nssf_number="100002", tin="K001-901234567")
    EnterpriseFactory(nssf_number=None, moc_number="00045678", state="known", registered_on=None)
    assert status(
        {"ref": "a", "tin": "k001-901234567"}, {"moc_number": "00045678"}, {"ref": "c", "nssf_number": "1"}
    ) == [
        {"ref": "a", "registered": True, "schemes": YES},
        {"registered": False, "schemes": NO},  # known from a registry is not registered
        {"ref": "c", "registered": False, "schemes": NO},
    ]


def test_a_suspended_enterprise_is_registered_but_in_no_scheme_and_a_closed_one_is_neither(status):
    EnterpriseFactory(nssf_number="1001", state="suspended")
    EnterpriseFactory(nssf_number="1002", state="closed", closed_on="2025-01-01")
    found = status({"nssf_number": "1001"}, {"nssf_number": "1002"})
    assert [(row["registered"], row["schemes"]) for row in found] == [(True, NO), (False, NO)]


def test_a_number_of_a_merged_record_answers_for_the_one_that_stayed(status):
    stayed = EnterpriseFactory(nssf_number="1003")
    EnterpriseFactory(nssf_number="1004", state="closed", closed_on="2025-01-01", merged_into=stayed)
    assert status({"nssf_number": "1004"})[0]["registered"] is True


def test_more_than_the_least_only_as_granted(status):
    EnterpriseFactory(nssf_number="100002", name_latin="Lotus", registered_on="2020-01-15", declared_workers=60)
    everything = status(
        {"nssf_number": "100002"}, fields=["nssf_number", "name", "since", "verification", "staff_band"]
    )
    assert set(everything[0]) == {
        *("registered", "schemes", "nssf_number", "name_km", "name_latin", "since", "verification", "staff_band")
    }
    assert everything[0]["since"] == "2020-01-15" and everything[0]["staff_band"] == "medium"
    assert everything[0]["verification"]["state"] in Verification.values


def test_a_field_the_service_does_not_have_opens_nothing(status):
    EnterpriseFactory(nssf_number="100002", address="12 Street", phone="+85512345678")
    assert set(status({"nssf_number": "100002"}, fields=["address", "phone"])[0]) == {"registered", "schemes"}


def test_a_hundred_keys_cost_the_queries_of_one(status, say, grant, django_assert_max_num_queries):
    keys = [{"tin": f"T{n}", "moc_number": f"M{n}"} for n in range(100)]
    status({"tin": "1"})
    with django_assert_max_num_queries(25):
        assert len(status(*keys)) == 100


def test_how_far_many_are_confirmed_costs_what_one_costs(status, django_assert_max_num_queries):
    for n in range(20):
        EnterpriseFactory(nssf_number=f"1000{n:02}", name_latin=f"Lotus {n}")
    keys = [{"nssf_number": f"1000{n:02}"} for n in range(20)]
    status(keys[0], fields=["verification"])
    with django_assert_max_num_queries(27):
        told = status(*keys, fields=["verification"])
    assert all(one["verification"]["state"] in Verification.values for one in told)


@pytest.mark.parametrize(
    ("workers", "band"), [(None, None), (0, "micro"), (5, "small"), (50, "medium"), (200, "large")]
)
def test_bands_of_size(workers, band):
    assert staff_band(workers) == band


def figure(place: str, sector: str, size: str, registered: int) -> None:
    UnitFigure.objects.create(day=date(2026, 11, 22), place_code=place, sector=sector, size=size, registered=registered)


def test_counts_are_rounded_and_small_ones_not_told(say, grant):
    grant(GDT, "enterprise-counts")
    figure("1201", "C", "large", 12)
    figure("1202", "C", "micro", 11)
    figure("1701", "G", "micro", 4)
    answer = say("enterprise-counts", {"by": "province"}, client=GDT).json()
    assert answer == {
        "as_of": "2026-11-22",
        "rounded_to": 5,
        "counts": [{"province": "12", "registered": 25}, {"province": "17", "registered": None}],
    }
    by_two = say("enterprise-counts", {"by": "size", "and_by": "sector", "province": "12"}, client=GDT).json()
    assert by_two["counts"] == [
        {"sector": "C", "size": "large", "registered": 10},
        {"sector": "C", "size": "micro", "registered": 10},
    ]


def test_before_the_first_night_nothing_is_counted(say, grant):
    grant(GDT, "enterprise-counts")
    assert say("enterprise-counts", {"by": "sector"}, client=GDT).json()["counts"] == []


def test_rounding_is_to_the_nearest():
    assert [blurred(count, 5) for count in (0, 4, 5, 7, 8, 12, 13)] == [None, None, 5, 5, 10, 10, 15]


def test_whoever_pushes_without_a_source_is_not_heard(say, grant):
    PartnerClient.objects.create(client="CAMBODIA/GOV/ELSE/SUB", name="x")
    grant("CAMBODIA/GOV/ELSE/SUB", "business-push")
    body = {"businesses": [{"registration_no": "1", "name_km": "ហាង", "as_of": "2026-11-01"}]}
    assert say("business-push", body, client="CAMBODIA/GOV/ELSE/SUB").status_code == 403


@pytest.mark.parametrize("source", ["core", "enterprise"])
def test_nobody_outside_speaks_for_the_fund_or_for_an_enterprise_itself(say, grant, source):
    PartnerClient.objects.create(client="CAMBODIA/GOV/ELSE/SUB", name="x", source=source)
    grant("CAMBODIA/GOV/ELSE/SUB", "business-push")
    body = {"businesses": [{"registration_no": "1", "name_km": "ហាង", "as_of": "2026-11-01"}]}
    assert say("business-push", body, client="CAMBODIA/GOV/ELSE/SUB").status_code == 403
    assert not RegistryRecord.objects.exists()


def test_a_place_in_khmer_digits_is_no_code(say, grant):
    grant(OBR, "business-push")
    row = {"registration_no": "1", "name_km": "ហាង", "as_of": "2026-11-01", "commune_code": "១២០១០១"}
    told = say("business-push", {"businesses": [row]}, client=OBR)
    assert (told.status_code, told.json()["problems"][0]["pointer"]) == (400, "/businesses/0/commune_code")


@pytest.fixture
def worker(say, grant):
    def ask(*rows):
        PartnerClient.objects.filter(client=CCDIE).exists() or grant(CCDIE, "worker-status")
        answer = say("worker-status", {"workers": list(rows)}, client=CCDIE)
        assert answer.status_code == 200, answer.content
        assert all(row["identity_number"] not in answer.content.decode() for row in rows)
        return answer.json()["workers"]

    return ask


def card(number: str, **more) -> dict:
    return {"identity_kind": "khmer_id", "identity_number": number, **more}


def test_a_worker_is_registered_and_covered_while_there_is_work(worker):
    working, left = MemberFactory(khmer_id="010203041"), MemberFactory(khmer_id="010203042")
    employment(working, EnterpriseFactory(), date(2022, 1, 3))
    MemberFactory(khmer_id="010203043", state="pending")
    assert left and worker(card("010 203 041", ref="1"), card("010203042"), card("010203043"), card("999999999")) == [
        {"ref": "1", "registered": True, "schemes": YES},
        {"registered": True, "schemes": NO},
        {"registered": False, "schemes": NO},  # not proved yet
        {"registered": False, "schemes": NO},
    ]


@pytest.mark.parametrize("typed", ["010-203-041", "010.203.041", "០១០២០៣០៤១"])
def test_a_number_is_the_same_however_it_is_written(worker, typed):
    MemberFactory(khmer_id="010203041")
    assert worker(card(typed))[0]["registered"]


def test_the_self_employed_have_health_care_only(worker):
    MemberFactory(khmer_id="010203041", group="self_employed")
    assert worker(card("010203041"))[0]["schemes"] == NO | {"health_care": True}


def test_a_number_that_two_claim_is_nobodys(worker):
    identifier(MemberFactory(), "010203041", disputed=True)
    assert worker(card("010203041"))[0]["registered"] is False


def informal(**more) -> dict:
    return {
        "certificate_number": "IE-2026-000077",
        "work": "self_employed",
        "identity_kind": "khmer_id",
        "identity_number": "010203041",
        "family_name_latin": "SOK",
        "given_name_latin": "DARA",
        "sex": "F",
        "born_on": "1990-05-06",
        "phone": "012 345 678",
        "commune_code": "120101",
        "consent": {"text_version": "CAM-IE/3", "agreed_at": "2026-11-20T09:00:00+07:00", "language": "km"},
    } | more


def test_a_consenting_worker_becomes_one_application_which_is_then_checked(say, grant, settings):
    settings.CAMDX_SECURITY_SERVER_URL = "http://127.0.0.1:9"
    grant(CCDIE, "informal-worker-push")
    answer = say("informal-worker-push", informal(), client=CCDIE).json()
    application = Application.objects.get()
    assert (answer["result"], answer["reference"]) == ("taken", application.reference)
    assert (application.channel, application.state, application.path) == ("exchange", "draft", "self_employed")
    consent = application.consents.get()
    assert (consent.purpose, consent.version, consent.said_at.isoformat()) == (
        "informal_platform",
        "CAM-IE/3",
        "2026-11-20T02:00:00+00:00",
    )
    jobs.run(Job.objects.get(kind="application.pushed").pk)
    application.refresh_from_db()
    assert application.state in ("submitted", "in_review") and application.place_code == "120101"


def test_the_same_certificate_again_makes_no_second_application(say, grant):
    grant(CCDIE, "informal-worker-push")
    first = say("informal-worker-push", informal(), client=CCDIE).json()
    again = say("informal-worker-push", informal(phone="012 999 999"), client=CCDIE).json()
    assert (again["result"], again["reference"]) == ("known", first["reference"])
    assert Application.objects.count() == 1


def test_an_identity_number_is_kept_as_everywhere_and_one_that_is_none_is_refused(say, grant):
    grant(CCDIE, "informal-worker-push")
    refused = say("informal-worker-push", informal(identity_number="12"), client=CCDIE)
    assert [one["pointer"] for one in refused.json()["problems"]] == ["/identity_number"]
    ancient = informal()["consent"] | {"agreed_at": "0001-01-01T00:00:00+14:00"}
    assert say("informal-worker-push", informal(consent=ancient), client=CCDIE).status_code == 400
    assert say("informal-worker-push", informal(identity_number="010-203-041"), client=CCDIE).status_code == 200
    kept = Application.objects.get().numbers.get(kind="khmer_id")
    assert kept.blind_index == identity_index("khmer_id", "010203041")


def test_a_member_who_holds_the_certificate_is_known_and_nothing_more_is_said(say, grant):
    grant(CCDIE, "informal-worker-push")
    MemberIdentifier.of(MemberFactory(), "informal_cert", "IE-2026-000077").save()
    answer = say("informal-worker-push", informal(), client=CCDIE).json()
    assert answer["result"] == "known" and "reference" not in answer
    assert not Application.objects.exists()


def test_nothing_is_taken_without_consent_or_with_one_of_tomorrow(say, grant):
    grant(CCDIE, "informal-worker-push")
    without = {key: value for key, value in informal().items() if key != "consent"}
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    late = informal(consent=informal()["consent"] | {"agreed_at": tomorrow}, phone="1")
    answers = [say("informal-worker-push", body, client=CCDIE) for body in (without, late)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert {one["pointer"] for one in answers[0].json()["problems"]} == {"/consent"}
    assert {one["pointer"] for one in answers[1].json()["problems"]} == {"/consent/agreed_at", "/phone"}
    assert not Application.objects.exists()


def test_the_descriptions_are_valid_openapi_3_0_3_and_hold_no_number(client):
    from drf_spectacular.validation import validate_schema

    listed = client.get("/exchange/").json()["services"]
    assert [row["code"] for row in listed] == sorted(service.code for service in services()) and len(listed) >= 5
    for row in listed:
        document = client.get(row["openapi"]).json()
        assert document["openapi"] == "3.0.3" and list(document["paths"]) == ["/"]
        validate_schema(document)
    assert client.get("/exchange/none/openapi.json").status_code == 404


def test_the_sample_partners_are_made_once(db):
    make_partners()
    make_partners()
    assert PartnerClient.objects.count() == 4
    known = {service.code: set(service.fields) for service in services()}
    for partner in PartnerClient.objects.prefetch_related("grants"):
        assert all(set(grant.fields) <= known[grant.service] for grant in partner.grants.all())
