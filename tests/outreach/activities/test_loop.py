"""An activity goes its way: planned, announced, held, reported with evidence, verified by a second person."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from nssf_portal.accounts.models import RoleGrant
from nssf_portal.audit.models import ReadLog
from nssf_portal.notifications.models import Message
from outreach import costs
from outreach.models import Activity, ActivityType, SheetAnswer
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.outreach.activities.conftest import PNG, plan, signed_in, text

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/activities/"


@pytest.fixture
def chief(db):
    return signed_in(made.chief())


def of(one: Activity, rest: str = "") -> str:
    return f"{HOME}{one.pk}/{rest}"


def test_a_plan_is_taken_in_once_however_often_it_is_sent(desk):
    given = plan()
    first, second = desk.post(f"{HOME}new/", given), desk.post(f"{HOME}new/", given)
    one = Activity.objects.get()
    assert first.url == second.url == of(one)
    assert (one.state, one.languages, str(one.latitude)) == ("planned", ["km", "sgn"], "11.55640")
    page = text(desk.get(of(one)))
    assert "https://www.openstreetmap.org/?mlat=11.55640" in page
    assert "Khmer sign language" in page
    assert "Market workshop" in text(desk.get(HOME))


def test_what_is_wrong_with_a_plan_is_said_at_its_field(desk):
    wrong = plan(ends="08:00", position="1, 2", nssf_number="999999999", languages=[])
    page = desk.post(f"{HOME}new/", wrong)
    assert page.status_code == 422
    for said in ("It ends before it begins", "This position is not in Cambodia", "No enterprise has this number"):
        assert said in text(page)
    assert not Activity.objects.exists()


def test_nobody_plans_where_he_does_not_work(officer):
    elsewhere = signed_in(made.officer("08"))
    assert elsewhere.post(f"{HOME}new/", plan()).status_code == 403
    one = made.activity(created_by=officer)
    assert elsewhere.get(of(one)).status_code == 404
    assert signed_in(UserFactory(grant=("clerk", "12"))).get(of(one)).status_code == 403
    assert signed_in(made.partner()).get(HOME).status_code == 403


def test_the_loop_is_closed_by_a_second_person(desk, officer, chief):
    one = made.activity(created_by=officer, languages=["km"], type=ActivityType.objects.get(code="workshop-weekly"))
    desk.post(of(one, "announce/"))
    early = desk.post(of(one, "hold/"), follow=True)
    assert "Its day has not come yet" in text(early)
    start = timezone.now() - timedelta(days=1)
    Activity.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))
    desk.post(of(one, "hold/"))
    topics = one.type.fields.get(required=True)
    report = {"report": "Forty people came.", f"sheet_{topics.pk}": "Health care"}
    bare = desk.post(of(one, "report/"), report)
    assert bare.status_code == 422
    assert "the second person needs to see it" in text(bare)
    shown(desk, one)
    assert desk.post(of(one, "report/"), {"report": "Forty people came."}).status_code == 422
    desk.post(of(one, "report/"), report)
    one.refresh_from_db()
    assert (one.state, one.reported_by) == ("reported", officer)
    assert SheetAnswer.objects.get(activity=one, field=topics).text == "Health care"
    assert desk.post(of(one, "verify/")).status_code == 403
    page = text(chief.get(of(one)))
    assert "Health care" in page
    assert "Verify: it counts" in page
    done = chief.post(of(one, "verify/"), follow=True)
    assert "Verified. It counts from now on." in text(done)
    assert list(Activity.objects.counted()) == [one]
    again = chief.post(of(one, "verify/"), follow=True)
    assert "already decided or changed" in text(again)


def shown(client: Client, one: Activity) -> None:
    """A photo is added, and handed out to who may see the activity."""
    photo = SimpleUploadedFile("hall.png", PNG, "image/png")
    given = {"kind": "photo", "file": photo, "submission_id": str(uuid.uuid4())}
    added = client.post(of(one, "evidence/"), given)
    assert added.status_code == 302, text(added)
    row = one.evidence.get()
    assert client.get(of(one, f"evidence/{row.pk}/"))["Content-Type"] == "image/png"
    assert signed_in(made.officer("08")).get(of(one, f"evidence/{row.pk}/")).status_code == 404


def test_who_reported_does_not_verify_and_sends_nothing_back():
    chief = made.chief()
    one = made.activity("reported", reported_by=chief, created_by=chief)
    made.evidence(one)
    client = signed_in(chief)
    assert "You reported it: another person verifies it" in text(client.post(of(one, "verify/"), follow=True))
    assert "another person" in text(client.post(of(one, "send-back/"), {"reason": "x"}, follow=True))


def test_a_report_sent_back_is_put_right_and_reported_again(desk, officer, chief):
    one = made.activity("reported", created_by=officer, report="Too short")
    made.evidence(one)
    assert chief.post(of(one, "send-back/"), {"reason": ""}).status_code == 422
    chief.post(of(one, "send-back/"), {"reason": "Who spoke?"})
    page = text(desk.get(of(one, "report/")))
    assert "Who spoke?" in page
    assert "Too short" in page
    desk.post(of(one, "report/"), {"report": "Sok spoke."})
    one.refresh_from_db()
    assert (one.state, one.sent_back_reason) == ("reported", "")


def test_the_database_refuses_one_person_as_first_and_second(officer):
    """Also to whoever writes to it without the portal."""
    one = made.activity("reported", created_by=officer)
    other = made.activity("verified", created_by=officer)
    same = "UPDATE outreach_activity SET state = 'verified', verified_at = now(), verified_by_id = %s WHERE id = %s"
    later = "UPDATE outreach_activity SET reported_by_id = verified_by_id WHERE id = %s"
    for statement, values in ((same, [officer.pk, one.pk]), (later, [other.pk])):
        with pytest.raises(IntegrityError, match="second_is_not_first|stays as it is"), transaction.atomic():
            connection.cursor().execute(statement, values)


@pytest.mark.parametrize(
    "change", [{"place_code": "130101"}, {"report": "Sixty came."}, {"enterprise": None}, {"starts_at": timezone.now()}]
)
def test_what_was_verified_stays_as_the_second_person_saw_it(change):
    """Registrations are given by its day, place and enterprise: the database changes them no more."""
    one = made.activity("verified", report="Forty came.", enterprise=EnterpriseFactory())
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Activity.objects.filter(pk=one.pk).update(**change)
    Activity.objects.filter(pk=one.pk).update(door_digest="")  # the code at the door is taken down


def test_an_officer_who_is_a_partner_elsewhere_reads_no_sign_in_sheet_there(officer):
    """Two roles of one person do not add up: the partner's sight, the officer's permission."""
    one = made.activity("held", created_by=officer)
    sheet = made.evidence(one, "sign_in")
    made.activity_partner(one)
    person = made.officer("17")
    RoleGrant.objects.create(user=person, role="outreach_partner", institution=made.institution())
    client = signed_in(person)
    assert client.get(of(one)).status_code == 404
    assert client.get(of(one, f"evidence/{sheet.pk}/")).status_code == 404
    assert not ReadLog.objects.exists()
    signed_in(officer).get(of(one, f"evidence/{sheet.pk}/"))
    assert ReadLog.objects.get().subject_id == one.pk


@pytest.mark.parametrize(
    "address",
    [
        "activities/?q=%00", "activities/?action=%00", "activities/?province=%00", "activities/new/?type=%00",
        "effect/?year=%C2%B2", "schools/?q=%00", "questions/awareness/?province=%00",
    ],
)  # fmt: skip
def test_signs_that_no_database_keeps_find_nothing_and_break_nothing(desk, address):
    assert desk.get(f"/en/outreach/{address}").status_code == 200


def test_evidence_is_not_changed_after_the_report(desk, officer):
    one = made.activity("reported", created_by=officer)
    row = made.evidence(one)
    page = desk.post(of(one, f"evidence/{row.pk}/strike/"), follow=True)
    assert "stays as it is" in text(page)
    assert one.evidence.get().struck_at is None


def test_who_signed_up_is_told_of_a_cancellation_once(desk, officer):
    one = made.activity("announced", created_by=officer)
    made.sign_up(one, name="Sok", phone=b"x", phone_blind=uuid.uuid4())
    made.sign_up(one)  # without a telephone
    assert "2 sign-ups get a message" in text(desk.get(of(one, "cancel/")))
    desk.post(of(one, "cancel/"), {"reason": "Flood"})
    again = desk.post(of(one, "cancel/"), {"reason": "Flood"}, follow=True)
    assert "already decided or changed" in text(again)
    message = Message.objects.get(template="outreach.activity_cancelled")
    assert "Flood" not in str(message.parameters)
    one.refresh_from_db()
    assert (one.state, one.cancelled_reason) == ("cancelled", "Flood")


def test_a_moved_day_is_told_a_new_summary_is_not(desk, officer):
    one = made.activity("announced", created_by=officer, languages=["km"])
    made.sign_up(one, phone=b"x", phone_blind=uuid.uuid4())
    local = timezone.localtime(one.starts_at)
    same = {"on": f"{local:%d/%m/%Y}", "starts": f"{local:%H:%M}", "ends": "23:59", "type": one.type.pk}
    one_day = Activity.objects.filter(pk=one.pk)
    one_day.update(starts_at=local.replace(second=0, microsecond=0))
    desk.post(of(one, "edit/"), plan(**same, summary_en="About pensions", name_en="Workshop about the Fund"))
    assert not Message.objects.filter(template="outreach.activity_changed").exists()
    desk.post(of(one, "edit/"), plan(**same, venue="Pagoda"))
    assert Message.objects.filter(template="outreach.activity_changed").count() == 1


def test_what_was_held_is_not_planned_anew(desk, officer):
    one = made.activity("held", created_by=officer)
    assert "cannot be changed any more" in text(desk.get(of(one, "edit/")))
    assert desk.post(of(one, "edit/"), plan()).status_code == 422


def test_a_proposal_is_taken_up_or_not_with_a_reason(desk):
    first, second = (made.activity("proposed", proposed_for=made.institution()) for _ in "ab")
    desk.post(of(first, "take-up/"))
    assert desk.post(of(second, "decline/"), {"reason": " "}).status_code == 422
    desk.post(of(second, "decline/"), {"reason": "No hall"})
    states = dict(Activity.objects.values_list("pk", "state"))
    assert states == {first.pk: "planned", second.pk: "declined"}
    assert "No hall" in text(desk.get(of(second)))
    told = Message.objects.filter(template="outreach.proposal_decided")
    assert {message.parameters["number"] for message in told} == {first.reference, second.reference}


def test_before_it_is_announced_what_lacks_is_said(desk, officer):
    one = made.activity(created_by=officer, venue="", languages=[])
    page = text(desk.post(of(one, "announce/"), follow=True))
    assert "the venue, the language" in page
    assert desk.get(of(one, "announce/")).status_code == 405


def test_money_is_the_sum_of_unstruck_spent_lines(desk, officer):
    one = made.activity("held", created_by=officer)
    line = {"kind": "spent", "what": "Hall", "amount": "៥០០.០០០", "spent_on": f"{timezone.localdate():%d/%m/%Y}"}
    given = line | {"submission_id": str(uuid.uuid4())}
    desk.post(of(one, "money/"), given)
    desk.post(of(one, "money/"), given)
    desk.post(of(one, "money/"), line | {"submission_id": str(uuid.uuid4()), "kind": "planned", "amount": "600,000"})
    made.money(one, 70_000, source=made.institution("ILO"))
    assert (costs.spent(one), costs.planned(one)) == (570_000, 600_000)
    wrong = one.money.get(amount=70_000)
    desk.post(of(one, f"money/{wrong.pk}/strike/"))
    assert costs.spent(one) == 500_000
    assert [(row.planned, row.spent) for row in costs.by_source(one)] == [(600_000, 500_000)]
    unpaid = line | {"submission_id": str(uuid.uuid4()), "spent_on": ""}
    refused = desk.post(of(one, "money/"), unpaid)
    assert refused.status_code == 422
    assert "Say on which day it was paid" in text(refused)
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    later = desk.post(of(one, "money/"), unpaid | {"spent_on": tomorrow}, follow=True)
    assert "still to come" in text(later)


@pytest.mark.parametrize("amount", ["0", "-5", "1,500.50", "1e5", "9" * 20])
def test_what_is_no_amount_is_asked_for_again(desk, officer, amount):
    one = made.activity("held", created_by=officer)
    line = {"kind": "planned", "what": "Hall", "amount": amount, "submission_id": str(uuid.uuid4())}
    assert desk.post(of(one, "money/"), line).status_code == 422


def test_partners_and_speakers_come_and_go(desk, officer):
    one = made.activity(created_by=officer)
    assoc = made.institution()
    desk.post(of(one, "partners/"), {"institution": assoc.pk, "role": "mobiliser"})
    desk.post(of(one, "partners/"), {"institution": assoc.pk, "role": "mobiliser"})
    partner = one.partners.get()
    made.person_list(one)
    kept = desk.post(of(one, f"partners/{partner.pk}/drop/"), follow=True)
    assert "brought a list" in text(kept)
    desk.post(of(one, "speakers/"), {"name": "Sok Dara"})
    desk.post(of(one, f"speakers/{one.speakers.get().pk}/drop/"))
    assert not one.speakers.exists()


def test_a_page_asks_a_bounded_number_of_questions(desk, officer, django_assert_max_num_queries):
    one = made.activity("announced", created_by=officer)
    for amount in range(1, 4):
        made.money(one, amount)
        made.consultation(one)
    with django_assert_max_num_queries(60):
        desk.get(of(one))
    for _ in range(3):
        made.activity("announced", created_by=officer, type=one.type, office=one.office)
    with django_assert_max_num_queries(16):
        desk.get(HOME)
