"""Invented people: the same seed the same people, refused in production, and a demonstration with work to do."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from compliance.models import (
    CaseFile,
    Declaration,
    Fine,
    ListShare,
    Notice,
    Referral,
    TargetLine,
    UnitQuestion,
    Visit,
)
from compliance.services import issuing, minutes
from enterprises.models import Enterprise, Representative
from incentives.enums import RequestState
from incentives.models import Award, AwardCycle, Candidate, IncentiveRequest, Intervention, ReliefRequest
from nssf_portal import tallies
from nssf_portal.audit.models import Seal
from nssf_portal.audit.sealing import BULK_LOAD, seal
from nssf_portal.audit.verifying import verify
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.work.models import WorkItem
from registration.models import Employment, Member, MemberIdentifier, MemberName, Roster
from registration.sample import bulk, demo
from registration.sample.names import names
from tests.factories import compliance as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_owner(db):
    """Only the owner of the tables may load a sample."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nssf_owner")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE nssf_web")


WISH = bulk.Wish(members=120, enterprises=10, seed=3, work_items=20)


def people():
    fields = ("pk", "member_number", "key_km", "born_on", "registered_on")
    return list(Member.objects.order_by("member_number").values_list(*fields))


def test_the_same_seed_gives_the_same_people():
    seen = []
    for _time in range(2):
        with transaction.atomic():
            bulk.load(WISH)
            seen.append(people())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert len(seen[0]) == 120


@pytest.mark.django_db(transaction=True)
def test_everything_about_a_member_is_there_and_nothing_twice():
    bulk.load(WISH)
    bulk.load(WISH)  # another transaction: a transaction has one seal that says what came past the history
    assert Member.objects.count() == 240
    assert Employment.objects.count() == 240
    assert Enterprise.objects.filter(nssf_number__gte="900000", nssf_number__lte="900019").count() == 20
    assert WorkItem.objects.open().count() == 40
    keys = set(Member.objects.values_list("key_latin", flat=True))
    assert keys <= set(MemberName.objects.values_list("key", flat=True))
    assert not any(tallies.differences(tally) for tally in tallies.every())


def test_an_identity_opens_with_its_member_only():
    bulk.load(WISH)
    identity = MemberIdentifier.objects.filter(kind="khmer_id").first()
    assert identity.reveal()[-4:] == identity.last_four
    assert Member.objects.holding("khmer_id", identity.reveal()).get() == identity.member


def test_one_event_says_what_was_done():
    bulk.load(WISH)
    (event,) = apps.get_model("enterprises", "EnterpriseEvent").objects.filter(pgh_label="bulk_load")
    assert event.pgh_context["members"] == 120


@pytest.mark.django_db(transaction=True)
def test_the_history_verifies_after_a_sample_and_says_that_one_came(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    bulk.load(WISH)
    seal()
    (load,) = Seal.objects.filter(table=BULK_LOAD)
    assert (load.note, load.rows) == ("load_sample, seed 3", 260)
    assert verify().as_dict()["ok"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (bulk.Wish(3_000_001, 10, 1), "too_many"),
        (bulk.Wish(10, 0, 1), "enterprises_missing"),
        (bulk.Wish(2, 100_001, 1), "too_many"),
    ],
)
def test_what_cannot_be_is_refused(wish, code):
    with pytest.raises(bulk.SampleRefused) as refused:
        bulk.load(wish)
    assert refused.value.code == code


def test_production_has_no_sample(settings):
    settings.DEMO = False
    with pytest.raises(bulk.SampleRefused):
        bulk.load(WISH)


def test_names_are_many_and_given_names_fit_the_sex():
    pools = names()
    assert len(pools.families.parts) >= 150
    assert len(pools.women.parts) + len(pools.men.parts) >= 300


def assert_every_stage_of_a_case():
    """Announced, waiting for the employer, and closed; a list in work, partners asked, months declared; no drafts."""
    assert sorted(CaseFile.objects.values_list("state", flat=True)) == ["closed", "minuted", "minuted", "notified"]
    assert "paid" in Fine.objects.values_list("state", flat=True)
    assert set(Notice.objects.values_list("state", "is_draft")) == {("answered", False), ("served", False)}
    states = set(TargetLine.objects.values_list("state", flat=True))
    assert {"proposed", "accepted", "nudged", "opened"} <= states
    assert (UnitQuestion.objects.count(), Referral.objects.count(), ListShare.objects.count()) == (2, 1, 1)
    assert Visit.objects.filter(case=None, office__tree="mlvt").count() == 1
    filed = {
        (one.enterprise.nssf_number, one.filed_at.date() > one.due_on)
        for one in Declaration.objects.select_related("enterprise")
    }
    told = {"100011", *demo.EMPLOYERS}
    wanted = {("100011", False), *((number, late) for number in demo.EMPLOYERS for late in (True, False))}
    assert {pair for pair in filed if pair[0] in told} == wanted


def assert_incentives_are_seen():
    """One award announced and one open, a request in every state, relief asked for and decided; each once."""
    assert sorted(AwardCycle.objects.values_list("state", flat=True)) == ["announced", "open"]
    assert set(IncentiveRequest.objects.values_list("state", flat=True)) == set(RequestState)
    assert {"asked", "proposed", "granted", "refused"} <= set(ReliefRequest.objects.values_list("state", flat=True))
    return [model.objects.count() for model in (Award, Candidate, IncentiveRequest, ReliefRequest, Intervention)]


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_has_work_for_everybody_and_loads_once(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    for module in (issuing, minutes):
        monkeypatch.setattr(module, "typeset", lambda template, context, language: b"%PDF-1.4")
    seen = []
    for _time in range(2):
        call_command("load_demo")
        assert_every_stage_of_a_case()
        seen.append(assert_incentives_are_seen())
    assert seen[0] == seen[1]
    made.law_as_seeded()
    waiting = Roster.objects.get(rows_total=412)
    assert (waiting.accepted, waiting.repair, waiting.review, waiting.already) == (380, 18, 6, 8)
    assert Roster.objects.count() == 4
    assert {r.enterprise.nssf_number for r in Representative.objects.all()} >= {*demo.EMPLOYERS, "100011"}
    assert WorkItem.objects.open().filter(province_code="12").exists()
    assert "analyst@" in (tmp_path / "demo-sign-ins.txt").read_text()


def test_an_empty_demonstration_has_sign_ins_and_numbers_only(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    call_command("load_demo", empty=True)
    assert NumberBlock.objects.count() == 2
    assert not Enterprise.objects.exists()
    assert not Representative.objects.exists()
    assert (tmp_path / "demo-sign-ins.txt").exists()
