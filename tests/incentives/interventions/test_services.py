"""Emergency relief: the rule selects, people review, two decide, it is applied, ended, expired, taken back."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.declaring import months as calendar
from compliance.declaring.filings import filings
from compliance.models import Adjustment, ConflictOfInterest
from compliance.services import adjustments, reliefs
from compliance.services.refusing import Refused
from incentives.models import Intervention, InterventionLine
from incentives.services import intervention_jobs as jobs
from incentives.services import interventions
from nssf_portal.jobs import services as running
from nssf_portal.jobs.models import Job
from nssf_portal.notifications.models import Message
from nssf_portal.workflow import NotPossible
from tests.factories import incentives as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of, thousand
from tests.factories.members import MemberFactory, employment

pytestmark = pytest.mark.django_db
THIS = calendar.first_of(timezone.localdate())
LATER = calendar.after(THIS, 3)


def rule(**fields):
    given = {
        "name_km": "ទឹកជំនន់", "name_en": "Flood", "kind": "flood", "effect": "suspension", "legal_ground": "A decision",
        "reason": "Roads under water", "sectors": ["C"], "activity_contains": "", "places": [], "sizes": [],
        "registered_before": None, "from_month": THIS, "to_month": LATER,
    }  # fmt: skip
    return given | fields


@pytest.fixture
def officer(db):
    return made.officer()


@pytest.fixture
def chief(db):
    return made.chief()


def declared(officer, **fields) -> Intervention:
    return interventions.declare(by=officer, submission_id=uuid.uuid4(), **rule(**fields))


def selected(officer, **fields) -> Intervention:
    one = declared(officer, **fields)
    interventions.select(one, by=officer)
    return one


def run(kind: str, one: Intervention) -> Job:
    """The worker's turn."""
    job = Job.objects.get(kind=kind, subject_id=one.pk)
    running.run(job.pk)
    job.refresh_from_db()
    return job


def granted(officer, chief, **fields) -> Intervention:
    one = selected(officer, **fields)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    assert run(jobs.APPLY, one).state == Job.State.DONE
    one.refresh_from_db()
    return one


def names(one: Intervention, state: str = "selected") -> set[str]:
    return set(one.lines.filter(state=state).values_list("enterprise__name_latin", flat=True))


def unit(name: str, sector: str = "C", **fields):
    made_one = EnterpriseFactory(name_latin=name, sector=sector, **fields)
    made_one.refresh_from_db()
    return made_one


# --- the rule -------------------------------------------------------------------------------------------------------


def test_the_same_submission_is_the_same_declaration(officer):
    key = uuid.uuid4()
    one = interventions.declare(by=officer, submission_id=key, **rule())
    assert interventions.declare(by=officer, submission_id=key, **rule()) == one


def test_only_who_works_for_the_whole_country_declares():
    for user in (made.officer("12"), UserFactory(grant=("inspector", "12"))):
        with pytest.raises(PermissionDenied):
            declared(user)


def test_it_lasts_no_longer_than_the_law_book_says(officer):
    with pytest.raises(Refused):
        declared(officer, to_month=calendar.after(THIS, 12))
    assert declared(officer, to_month=calendar.after(THIS, 11)).state == "drafted"


def test_the_rule_selects_by_sector_words_place_size_and_day(officer):
    unit("garment", activity="Garment sewing 100%")
    unit("hotel", "I", activity="Garment hotel")
    unit("brick", activity="Bricks")
    unit("far garment", activity="garment", commune_code="170101")
    unit("young garment", activity="garment", registered_on="2026-06-01")
    unit("unknown garment", activity="garment", state="known", nssf_number=None, registered_on=None)
    large = unit("large garment", activity="garment")
    for _ in range(5):
        employment(MemberFactory(), large, date(2022, 1, 3))
    one = selected(
        officer, activity_contains="GARMENT", places=["12"], sizes=["micro"], registered_before=date(2026, 1, 1)
    )
    assert names(one) == {"garment"}
    everybody = selected(officer, sectors=[])
    assert names(everybody) == {"garment", "hotel", "brick", "far garment", "young garment", "large garment"}
    assert everybody.lines.get(enterprise=large).workers == 5


def test_a_sign_of_the_search_is_a_letter_in_the_rule(officer):
    unit("percent", activity="100% cotton")
    unit("other", activity="cotton")
    assert names(selected(officer, activity_contains="0%")) == {"percent"}


def test_selecting_again_follows_the_register_and_keeps_what_people_decided(officer):
    unit("stays")
    out, moved = unit("out"), unit("moved")
    one = selected(officer)
    interventions.exclude(one, one.lines.filter(enterprise=out), by=officer, reason="closed since the flood")
    moved.sector = "I"
    moved.save()
    unit("new")
    assert interventions.select(one, by=officer) == interventions.select(one, by=officer) == 2
    assert (names(one), names(one, "excluded")) == ({"stays", "new"}, {"out"})


def test_put_back_only_who_the_rule_still_means(officer):
    back, gone = unit("back"), unit("gone")
    one = selected(officer)
    assert interventions.exclude(one, one.lines.all(), by=officer, reason="to look at") == 2
    gone.sector = "I"
    gone.save()
    assert interventions.put_back(one, one.lines.all(), by=officer) == 1
    assert names(one) == {back.name_latin}


def test_taking_off_needs_a_reason_and_a_list_under_review(officer):
    unit("a")
    one = selected(officer)
    with pytest.raises(Refused):
        interventions.exclude(one, one.lines.all(), by=officer, reason=" ")
    interventions.propose(one, by=officer)
    with pytest.raises(Refused):
        interventions.exclude(one, one.lines.all(), by=officer, reason="late")


def test_a_changed_rule_needs_the_list_again_and_a_proposed_one_is_not_changed(officer):
    unit("a")
    one = selected(officer)
    assert interventions.change(one, by=officer, **rule(sectors=["I"])).state == "drafted"
    interventions.select(one, by=officer)
    assert names(one) == set()
    with pytest.raises(Refused, match="Nobody is on the list"):
        interventions.propose(one, by=officer)
    interventions.change(one, by=officer, **rule())
    interventions.select(one, by=officer)
    interventions.propose(one, by=officer)
    with pytest.raises(Refused):
        interventions.change(one, by=officer, **rule())
    assert interventions.redraft(one, by=officer).proposed_by is None


# --- two people -----------------------------------------------------------------------------------------------------


def test_one_person_cannot_propose_and_grant(chief):
    unit("a")
    one = selected(chief)
    interventions.propose(one, by=chief)
    with pytest.raises(Refused, match="you proposed"):
        interventions.grant(one, by=chief)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.filter(pk=one.pk).update(state="granted", granted_at=timezone.now(), granted_by=chief)
    with pytest.raises(Refused):
        reliefs.adjust_many(
            enterprises=[], kind="suspension", legal_ground="x", reason="y", from_month=THIS, to_month=THIS,
            proposed_by=chief, granted_by=chief, of=one.pk,
        )  # fmt: skip


def test_who_may_not_grant_relief_does_not_decide(officer):
    unit("a")
    one = selected(officer)
    interventions.propose(one, by=officer)
    for act in (
        lambda: interventions.grant(one, by=made.officer()),
        lambda: interventions.grant(one, by=made.chief("12")),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_decides_about_an_enterprise_of_ones_own(officer, chief):
    own = unit("own")
    unit("other")
    ConflictOfInterest.objects.create(user=chief, enterprise=own, tie="family", declared_by=chief)
    one = selected(officer)
    interventions.propose(one, by=officer)
    with pytest.raises(Refused, match="declared a tie"):
        interventions.grant(one, by=chief)
    interventions.redraft(one, by=officer)
    interventions.select(one, by=officer)
    interventions.exclude(one, one.lines.filter(enterprise=own), by=officer, reason="decided by itself")
    interventions.propose(one, by=officer)
    assert interventions.grant(one, by=chief).state == "granted"


def test_refused_with_a_reason_it_relieves_nothing(officer, chief):
    unit("a")
    one = selected(officer)
    interventions.propose(one, by=officer)
    with pytest.raises(Refused):
        interventions.refuse(one, by=chief, reason="")
    assert interventions.refuse(one, by=chief, reason="no decision yet").state == "refused"
    assert not Adjustment.objects.exists()
    with pytest.raises(NotPossible):
        interventions.grant(one, by=chief)


# --- applied --------------------------------------------------------------------------------------------------------


def test_applied_it_suspends_the_months_and_tells_the_people_once(officer, chief):
    first, second = unit("first"), unit("second")
    people = representative_of(first)
    second.representatives.create(user=people, role="owner", basis="sample")
    one = granted(officer, chief)
    relief = Adjustment.objects.get(enterprise=first)
    assert (relief.kind, relief.state, relief.from_month, relief.to_month) == ("suspension", "granted", THIS, LATER)
    assert (relief.proposed_by, relief.decided_by, relief.legal_ground) == (officer, chief, "A decision")
    assert [month.suspended for month in filings(first, timezone.localdate()) if month.month == THIS] == [True]
    assert Message.objects.filter(template="incentives.emergency_granted", recipient_user=people).count() == 1
    assert names(one, "applied") == {"first", "second"}


def test_killed_in_between_it_goes_on_with_what_is_left_and_repeats_nothing(officer, chief, monkeypatch):
    for n in range(5):
        unit(f"unit {n}")
    monkeypatch.setattr(jobs, "BLOCK", 2)
    one = selected(officer)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    job = Job.objects.get(kind=jobs.APPLY)
    real, calls = reliefs.adjust_many, []

    def breaks(**given):
        calls.append(given)
        if len(calls) == 2:
            raise RuntimeError
        return real(**given)

    monkeypatch.setattr(reliefs, "adjust_many", breaks)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, Adjustment.objects.count()) == ("queued", 2, 2)
    Job.objects.update(not_before=timezone.now())
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total, Adjustment.objects.count()) == ("done", 5, 5, 5)


def test_the_same_act_makes_no_second_adjustment(officer, chief):
    one, enterprise = made.intervention(), unit("a")
    given = {
        "enterprises": [enterprise.pk], "kind": "late_accepted", "legal_ground": "x", "reason": "y", "from_month": THIS,
        "to_month": LATER, "proposed_by": officer, "granted_by": chief, "of": one.pk,
    }  # fmt: skip
    assert reliefs.adjust_many(**given) == reliefs.adjust_many(**given)
    assert Adjustment.objects.count() == 1


# --- its end --------------------------------------------------------------------------------------------------------


def test_ended_early_later_months_are_due_again_and_days_before_say_what_they_said(officer, chief):
    shop = unit("shop")
    one = granted(officer, chief, from_month=calendar.after(THIS, -1), to_month=LATER)
    now = timezone.now()
    Adjustment.objects.update(decided_at=now - timedelta(days=3))
    interventions.end(one, last_month=THIS, by=chief, reason="the water is gone")
    assert run(jobs.END, one).state == Job.State.DONE
    old = Adjustment.objects.get(enterprise=shop, state="revoked")
    new = Adjustment.objects.get(enterprise=shop, state="granted")
    assert (old.to_month, new.from_month, new.to_month) == (LATER, calendar.after(THIS, -1), THIS)
    assert (new.proposed_by, new.decided_by, old.revoked_reason) == (officer, chief, "the water is gone")
    assert one.lines.get().adjustment == new
    assert reliefs.end_many([new.pk], last_month=THIS, by=chief, reason="again") == {}
    before = {one.month: one.suspended for one in filings(shop, timezone.localdate() - timedelta(days=1))}
    after = {one.month: one.suspended for one in filings(shop, timezone.localdate())}
    assert before[calendar.after(THIS, -1)] and after[calendar.after(THIS, -1)] and after[THIS]


def test_who_proposed_it_may_end_it_and_the_grant_stays_the_other_s(chief):
    unit("a")
    other = made.chief()
    one = granted(chief, other)
    interventions.end(one, last_month=THIS, by=chief, reason="over")
    assert run(jobs.END, one).state == Job.State.DONE
    assert Adjustment.objects.get(state="granted").decided_by == other


def test_a_month_that_has_begun_keeps_its_relief(officer, chief):
    unit("a")
    one = granted(officer, chief, from_month=calendar.after(THIS, -2))
    with pytest.raises(Refused, match="has begun"):
        interventions.end(one, last_month=calendar.after(THIS, -1), by=chief, reason="over")
    with pytest.raises(Refused):
        interventions.end(one, last_month=LATER, by=chief, reason="over")
    assert interventions.last_months(one) == [THIS, calendar.after(THIS, 1), calendar.after(THIS, 2)]


def test_while_it_is_being_applied_it_is_not_ended_but_may_be_taken_back(officer, chief):
    unit("a")
    one = selected(officer)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    with pytest.raises(Refused, match="being applied"):
        interventions.end(one, last_month=THIS, by=chief, reason="over")
    interventions.revoke(one, by=chief, reason="by mistake")
    assert run(jobs.APPLY, one).state == run(jobs.REVERSE, one).state == Job.State.DONE
    assert not Adjustment.objects.exists()


def test_taken_back_every_month_is_due_again_and_history_stays(officer, chief):
    shop = unit("shop")
    people = representative_of(shop)
    one = granted(officer, chief)
    interventions.end(one, last_month=THIS, by=chief, reason="over")
    run(jobs.END, one)
    interventions.revoke(one, by=chief, reason="the decision was void")
    assert run(jobs.REVERSE, one).state == Job.State.DONE
    assert set(Adjustment.objects.values_list("state", flat=True)) == {"revoked"}
    assert InterventionLine.objects.get().state == "reversed"
    assert [month.suspended for month in filings(shop, timezone.localdate()) if month.month == THIS] == [False]
    told = Message.objects.filter(recipient_user=people).values_list("template", flat=True)
    assert set(told) == {f"incentives.emergency_{word}" for word in ("granted", "ended", "taken_back")}


def test_what_was_taken_back_from_one_enterprise_alone_stays_so_when_all_ends(officer, chief):
    unit("a")
    alone = unit("alone")
    one = granted(officer, chief)
    adjustments.revoke(Adjustment.objects.get(enterprise=alone), by=made.chief(), reason="it was closed")
    interventions.end(one, last_month=THIS, by=chief, reason="over")
    assert (run(jobs.END, one).state, Adjustment.objects.filter(enterprise=alone).count()) == (Job.State.DONE, 1)


def test_it_expires_the_day_after_its_last_month(officer, chief):
    unit("a")
    one = granted(officer, chief)
    assert interventions.expire(calendar.last_of(LATER)) == 0
    assert interventions.expire(calendar.after(LATER)) == 1
    assert interventions.expire(calendar.after(LATER)) == 0
    one.refresh_from_db()
    assert (one.state, Adjustment.objects.get().state) == ("expired", "granted")


def test_what_is_not_applied_in_full_does_not_expire(officer, chief):
    unit("a")
    one = selected(officer)
    interventions.propose(one, by=officer)
    interventions.grant(one, by=chief)
    assert interventions.expire(calendar.after(LATER)) == 0


# --- a thousand -----------------------------------------------------------------------------------------------------


def test_a_thousand_enterprises_are_relieved_and_ended_in_a_few_statements(
    officer, chief, django_assert_max_num_queries
):
    thousand()
    with django_assert_max_num_queries(140):
        one = granted(officer, chief)
        assert one.lines.filter(state="applied").count() == 1000
        interventions.end(one, last_month=THIS, by=chief, reason="over")
        job = run(jobs.END, one)
    assert (job.done, job.total) == (1000, 1000)
    assert Adjustment.objects.granted().filter(to_month=THIS).count() == 1000
    assert Adjustment.objects.filter(state="revoked").count() == 1000
