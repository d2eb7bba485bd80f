"""The desk: one line a person, who had signed up, heads; names only with consent."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.services.refusing import Refused
from enterprises.services import claims
from nssf_portal.audit.models import ReadLog
from nssf_portal.identifiers.crypto import blind_index, encrypt
from outreach.models import Attendance, HeadCount, StartedClaim, StartedHere
from outreach.services import attending
from outreach.services.attending import Person
from tests.factories import outreach
from tests.factories.accounts import UserFactory
from tests.factories.applications import at_the_desk
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
PHONE = "+85512345678"


def page(name="desk", *args):
    return reverse(f"outreach_attendance:{name}", args=args)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def line(**given):
    given = {"gender": "f", "submission_id": str(uuid.uuid4())} | given
    return {f"line-{name}": value for name, value in given.items()}


def written(activity, by, **given):
    return attending.write(activity, Person(**given), submission_id=uuid.uuid4(), by=by)


def test_a_line_with_consent_keeps_name_and_number(desk, now_on):
    given = line(name="សុខ ដារា", phone="012 345 678", consent="on", group="workers", childcare="on")
    assert desk.post(page("write", now_on.pk), given).url == page("desk", now_on.pk)
    kept = Attendance.objects.get()
    assert (kept.how, kept.name, kept.group, kept.childcare) == ("desk", "សុខ ដារា", "workers", True)
    assert kept.consented_at and kept.phone_blind == blind_index("phone", PHONE)
    assert attending.phone_of(kept) == PHONE
    shown = desk.get(page("desk", now_on.pk)).content.decode()
    assert "•••5678" in shown and "345 678" not in shown
    assert ReadLog.objects.filter(screen="attendance", subject_id=now_on.pk).exists()


def test_an_empty_line_is_one_person_too(desk, now_on):
    desk.post(page("write", now_on.pk), line(gender="n"))
    assert Attendance.objects.get().consented_at is None
    desk.get(page("desk", now_on.pk))
    assert not ReadLog.objects.filter(screen="attendance").exists()


def test_the_same_submission_is_the_same_line(desk, now_on):
    given = line()
    desk.post(page("write", now_on.pk), given)
    desk.post(page("write", now_on.pk), given)
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Dara"},
        {"phone": "012 345 678"},
        {"phone": "12", "consent": "on"},
        {"enterprise": "000000"},
        {"gender": ""},
    ],
    ids=["name without consent", "number without consent", "no number", "unknown enterprise", "no sex chosen"],
)
def test_what_cannot_be_kept_is_said_at_the_field(desk, now_on, given):
    answer = desk.post(page("write", now_on.pk), line(**given))
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


def test_the_database_keeps_no_name_without_consent(now_on):
    with pytest.raises(IntegrityError), transaction.atomic():
        outreach.attendance(now_on, name="Dara")


def test_the_same_number_is_one_person(desk, now_on, officer):
    written(now_on, officer, phone=PHONE, consent=True)
    answer = desk.post(page("write", now_on.pk), line(phone="012 345 678", consent="on"))
    assert answer.status_code == 422
    assert b"already" in answer.content


def test_where_names_are_not_taken_none_is_asked_or_kept(desk, officer):
    start = timezone.now()
    of = outreach.activity(
        "announced",
        type=outreach.activity_type(asks_names=False),
        created_by=officer,
        starts_at=start,
        ends_at=start + timedelta(hours=1),
    )
    assert b'name="line-name"' not in desk.get(page("desk", of.pk)).content
    desk.post(page("write", of.pk), line(name="Dara", consent="on"))
    assert Attendance.objects.get().name == ""
    with pytest.raises(Refused):
        written(of, officer, name="Dara", consent=True)


def test_the_enterprise_by_its_number_or_the_activitys_own(desk, now_on, officer):
    factory = EnterpriseFactory(commune_code="120101")
    desk.post(page("write", now_on.pk), line(enterprise=factory.reference))
    assert Attendance.objects.get().enterprise == factory
    now_on.enterprise = factory
    now_on.save(update_fields=["enterprise"])
    assert written(now_on, officer).enterprise == factory


def test_who_signed_up_is_ticked_once(desk, now_on):
    signed = outreach.sign_up(now_on, name="Sok Dara", access_needs="ramp", childcare=2, people=3)
    signed.phone, signed.phone_blind = encrypt(PHONE.encode(), aad=signed.pk.bytes), blind_index("phone", PHONE)
    signed.save()
    shown = desk.get(page("desk", now_on.pk)).content.decode()
    assert "Sok Dara" in shown and "•••5678" in shown and "for 3 people" in shown
    for _press in range(2):
        desk.post(page("arrive", now_on.pk, signed.pk), {"gender": "m"})
    came = Attendance.objects.get()
    assert (came.name, came.gender, came.access_needs, came.childcare) == ("Sok Dara", "m", "ramp", True)
    assert attending.phone_of(came) == PHONE
    assert "not here yet" not in desk.get(page("desk", now_on.pk)).content.decode()


def test_who_was_ticked_by_mistake_can_be_ticked_again(desk, now_on):
    signed = outreach.sign_up(now_on, name="Sok Dara")
    desk.post(page("arrive", now_on.pk, signed.pk), {"gender": "m"})
    desk.post(page("strike", Attendance.objects.get().pk))
    assert "not here yet" in desk.get(page("desk", now_on.pk)).content.decode()
    for _press in range(2):
        desk.post(page("arrive", now_on.pk, signed.pk), {"gender": "f"})
    assert Attendance.objects.filter(struck_at=None).get().gender == "f"
    assert Attendance.objects.count() == 2


def test_who_cancelled_and_came_all_the_same_is_a_person_without_a_name(desk, now_on):
    signed = outreach.sign_up(now_on, name="Sok Dara", access_needs="ramp", cancelled_at=timezone.now())
    desk.post(page("arrive", now_on.pk, signed.pk), {"gender": "m"})
    came = Attendance.objects.get()
    assert (came.gender, came.name, came.access_needs, came.consented_at) == ("m", "", "", None)


def test_a_line_is_struck_once_and_stays_to_be_seen(desk, now_on, officer):
    one = written(now_on, officer)
    for _press in range(2):
        desk.post(page("strike", one.pk))
    one.refresh_from_db()
    assert one.struck_by == officer
    assert b"Nobody is counted yet" in desk.get(page("desk", now_on.pk)).content


def test_heads_of_a_group_are_replaced_by_a_later_count(desk, now_on):
    for women in (10, 12):
        given = {"group": "workers", "women": women, "men": 3, "submission_id": str(uuid.uuid4())}
        desk.post(page("heads", now_on.pk), {f"heads-{name}": value for name, value in given.items()})
    assert HeadCount.objects.count() == 2
    assert b"15 people came" in desk.get(page("desk", now_on.pk)).content
    desk.post(page("drop_heads", HeadCount.objects.get(replaced_at__isnull=True).pk))
    assert not HeadCount.objects.filter(replaced_at__isnull=True).exists()


def test_heads_are_typed_with_khmer_digits_too(desk, now_on):
    assert b'type="number"' not in desk.get(page("desk", now_on.pk)).content
    given = {"group": "", "women": "១២", "men": " ៣ ", "not_stated": "", "submission_id": str(uuid.uuid4())}
    desk.post(page("heads", now_on.pk), {f"heads-{name}": value for name, value in given.items()})
    counted = HeadCount.objects.get()
    assert (counted.women, counted.men, counted.not_stated) == (12, 3, 0)


def test_no_heads_are_no_count(desk, now_on):
    given = {"heads-group": "workers", "heads-submission_id": str(uuid.uuid4())}
    assert desk.post(page("heads", now_on.pk), given).status_code == 422


@pytest.mark.parametrize("state", ["reported", "verified", "cancelled"])
def test_what_is_reported_or_over_stays_as_it_is(desk, officer, state):
    more = {"cancelled_at": timezone.now(), "cancelled_by": officer} if state == "cancelled" else {}
    of = outreach.activity(state, created_by=officer, **more)
    desk.post(page("write", of.pk), line())
    assert not Attendance.objects.exists()
    assert b'name="line-gender"' not in desk.get(page("desk", of.pk)).content


def test_before_its_day_nobody_is_counted(desk, officer):
    of = outreach.activity("announced", created_by=officer)
    assert b"Its day has not come yet" in desk.get(page("desk", of.pk)).content
    with pytest.raises(Refused):
        written(of, officer)


def test_strangers_partners_and_readers(client, now_on, open_door):
    one = outreach.attendance(now_on)
    acts = [("write", now_on.pk), ("heads", now_on.pk), ("door", now_on.pk), ("strike", one.pk)]
    client.force_login(outreach.officer("17"))
    assert client.get(page("desk", now_on.pk)).status_code == 404
    assert all(client.post(page(*act)).status_code == 404 for act in acts)
    outreach.activity_partner(now_on)
    client.force_login(outreach.partner())
    assert client.get(page("desk", now_on.pk)).status_code == 403
    assert client.get(page("poster", now_on.pk)).status_code == 403
    assert client.get(page("list")).status_code == 403


def test_an_officer_who_is_a_partner_elsewhere_reads_no_names_there(client, now_on):
    """Two roles of one person do not add up: the partner's sight, the officer's permission."""
    from nssf_portal.accounts.models import RoleGrant

    outreach.activity_partner(now_on)
    person = outreach.officer("17")
    RoleGrant.objects.create(user=person, role="outreach_partner", institution=outreach.institution())
    client.force_login(person)
    assert client.get(page("desk", now_on.pk)).status_code == 403
    assert now_on.name.encode() not in client.get(page("list") + "?show=open").content


def test_what_was_begun_here_is_noted_once_by_its_number(desk, now_on):
    application = at_the_desk(commune_code="120101")
    for number in (application.reference, application.reference, "APP-00-XXXXX-0", "\0", EnterpriseFactory().reference):
        desk.post(page("begun", now_on.pk), {"begun-number": number})
    assert StartedHere.objects.get().application == application
    assert b"2 registrations begun here" in desk.get(page("desk", now_on.pk)).content


def test_an_enterprise_is_noted_by_the_reference_of_its_request(desk, now_on):
    request = claims.start_claim(path="none", submission_id=uuid.uuid4(), by=UserFactory())
    for _again in range(2):
        desk.post(page("begun", now_on.pk), {"begun-number": request.reference.lower()})
    assert StartedClaim.objects.get().claim == request
    assert b"1 registration begun here" in desk.get(page("desk", now_on.pk)).content


def test_what_was_begun_before_the_day_did_not_begin_here(desk, now_on):
    application = at_the_desk(commune_code="120101")
    type(application).objects.filter(pk=application.pk).update(created_at=timezone.now() - timedelta(days=2))
    told = desk.post(page("begun", now_on.pk), {"begun-number": application.reference}, follow=True)
    assert b"begun before this activity" in told.content
    assert not StartedHere.objects.exists()


def test_the_list_counts_many_activities_in_few_questions(desk, now_on, officer, django_assert_max_num_queries):
    for _n in range(4):
        start = timezone.now()
        of = outreach.activity(
            "announced", created_by=officer, type=now_on.type, starts_at=start, ends_at=start + timedelta(hours=1)
        )
        outreach.attendance(of)
    with django_assert_max_num_queries(22):
        shown = desk.get(page("list"))
    assert b"5 activities today" in shown.content
    for tab in ("open", "all"):
        assert desk.get(page("list") + f"?show={tab}").status_code == 200


def test_the_code_is_made_taken_down_and_printed(desk, now_on):
    assert desk.get(page("poster", now_on.pk)).status_code == 404
    desk.post(page("door", now_on.pk), {"door": "open"})
    now_on.refresh_from_db()
    first = now_on.door_digest
    assert b"Poster in Khmer" in desk.get(page("desk", now_on.pk)).content
    desk.post(page("door", now_on.pk), {"door": "close"})
    desk.post(page("door", now_on.pk), {"door": "open"})
    now_on.refresh_from_db()
    assert now_on.door_digest == first


def test_the_poster_shows_the_code_and_no_secret(desk, open_door, monkeypatch):
    from nssf_portal.documents.pdf import typeset_html
    from outreach import door, posters

    for language in ("km", "en"):
        html = typeset_html(posters.TEMPLATE, posters.context_of(open_door, language), language)
        assert door.token_of(open_door) in html and "data:image/png" in html
        assert open_door.door_digest not in html
    monkeypatch.setattr("outreach.views.attendance.typeset", lambda *args: b"%PDF")
    answer = desk.get(page("poster", open_door.pk) + "?in=km")
    assert answer["Content-Type"] == "application/pdf"


def test_the_wrong_method(desk, now_on):
    assert desk.post(page("desk", now_on.pk)).status_code == 405
    assert desk.get(page("write", now_on.pk)).status_code == 405
