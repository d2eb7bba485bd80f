"""The desk says what waits and what counts; materials keep their versions; what people said leads somewhere."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from outreach.models import ActivityType, Consultation, Material
from outreach.seeds import types
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory
from tests.outreach.activities.conftest import PDF, signed_in, text

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/"
MATERIALS = f"{HOME}activities/materials/"


def test_every_row_of_the_action_table_has_a_type_with_a_sheet():
    rows = set(ActivityType.objects.values_list("action", flat=True))
    assert rows >= {"1.2", "4.1", "4.2", "4.3", "4.4", "4.5"}
    assert all(one.fields.exists() for one in ActivityType.objects.filter(code__in=[row[0] for row in types.TYPES]))


def test_a_second_filling_changes_nothing_that_officers_wrote():
    one = ActivityType.objects.get(code="forum-annual")
    one.name_en = "Great forum"
    one.save()
    one.fields.all().delete()
    types.seed()
    one.refresh_from_db()
    assert (one.name_en, one.fields.count()) == ("Great forum", 0)


def test_an_empty_desk_says_so(desk):
    page = text(desk.get(HOME))
    assert "Nothing waits in outreach" in page
    assert "Nothing is on the plan." in page
    assert "4.5" in page


def test_the_desk_says_what_waits_for_whom(desk, officer):
    workshop = ActivityType.objects.get(code="workshop-weekly")
    for state in ("proposed", "planned", "held", "reported", "verified"):
        made.activity(state, created_by=officer, type=workshop)
    start = timezone.now() - timedelta(days=2)
    made.activity("announced", created_by=officer, type=workshop, starts_at=start, ends_at=start + timedelta(hours=1))
    page = text(desk.get(HOME))
    for said in (
        "1 proposal of a partner waits", "1 activity is not announced yet", "1 activity is over: was it held?",
        "1 activity waits for its report", "1 report waits for the second person", "A chief of outreach verifies it",
    ):  # fmt: skip
        assert said in page, said
    chief = text(signed_in(made.chief()).get(HOME))
    assert "Look at the report and its evidence" in chief
    elsewhere = text(signed_in(made.officer("08")).get(HOME))
    assert "Nothing waits in outreach" in elsewhere


def test_only_the_verified_count(officer):
    from outreach import desk as rooms

    workshop = ActivityType.objects.get(code="workshop-weekly")
    for state in ("verified", "verified", "held", "reported", "cancelled"):
        extra = {"cancelled_at": timezone.now(), "cancelled_by": officer} if state == "cancelled" else {}
        made.activity(state, created_by=officer, type=workshop, **extra)
    years = {timezone.localdate().year, (timezone.localdate() - timedelta(days=7)).year}
    rows = [r for year in years for r in rooms.actions_of(officer, year) if r.type == workshop.name]
    assert (sum(r.verified for r in rows), sum(r.unverified for r in rows)) == (2, 2)


def test_the_desk_asks_a_bounded_number_of_questions(desk, officer, django_assert_max_num_queries):
    for state in ("proposed", "planned", "held", "reported", "verified"):
        made.activity(state, created_by=officer)
    with django_assert_max_num_queries(24):
        desk.get(HOME)


def test_the_desk_is_for_officers_of_outreach(desk):
    assert 'href="/en/outreach/activities/"' in text(desk.get(HOME))
    assert signed_in(UserFactory(grant=("clerk", "12"))).get(HOME).status_code == 403


def leaflet(**fields) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "name_km": "ខិត្តប័ណ្ណ",
        "name_en": "Leaflet",
        "language": "km",
        "target_group": "workers",
        "file": SimpleUploadedFile("leaflet.pdf", PDF, "application/pdf"),
    } | fields


def test_a_material_keeps_every_version(desk, officer):
    url = desk.post(f"{MATERIALS}new/", leaflet()).url
    one = Material.objects.get()
    newer = {"submission_id": str(uuid.uuid4()), "note": "New number", "file": leaflet()["file"]}
    desk.post(f"{url}versions/", newer)
    assert [row.version for row in one.versions.all()] == [2, 1]
    activity = made.activity("held", created_by=officer)
    used = {"version": one.versions.first().pk, "copies": "30"}
    for _ in "ab":
        desk.post(f"{HOME}activities/{activity.pk}/materials/", used)
    assert activity.materials.get().copies == 30
    page = text(desk.get(url))
    assert "30 copies given" in page
    assert "New number" in page
    assert desk.get(f"{url}versions/{one.versions.last().pk}/")["Content-Type"] == "application/pdf"
    desk.post(f"{url}retire/")
    assert "not used any more" in text(desk.post(f"{url}versions/", newer | {"submission_id": str(uuid.uuid4()),
        "file": leaflet()["file"]}, follow=True))  # fmt: skip
    assert "Leaflet" in text(desk.get(MATERIALS))


def test_a_material_without_a_file_is_asked_for_again(desk):
    assert desk.post(f"{MATERIALS}new/", leaflet(file="")).status_code == 422
    assert "No material yet" in text(desk.get(MATERIALS))


def test_what_people_said_leads_to_what_changed(desk, officer):
    one = made.activity("held", created_by=officer)
    given = {"heard": "The form is too long.", "submission_id": str(uuid.uuid4())}
    for _ in "ab":
        desk.post(f"{HOME}activities/{one.pk}/said/", given)
    row = Consultation.objects.get()
    assert "The form is too long." in text(desk.get(f"{HOME}activities/said/?show=open"))
    where = f"{HOME}activities/said/{row.pk}/"
    late = {"changed": "A shorter form.", "changed_on": f"{timezone.localdate() + timedelta(days=2):%d/%m/%Y}"}
    assert desk.post(where, late).status_code == 422
    desk.post(where, late | {"changed_on": f"{timezone.localdate():%d/%m/%Y}"})
    assert "A shorter form." in text(desk.get(f"{HOME}activities/said/?show=changed"))
    assert signed_in(made.officer("08")).get(where).status_code == 404


def test_nothing_is_heard_before_it_is_announced(desk, officer):
    one = made.activity(created_by=officer)
    given = {"heard": "Too early", "submission_id": str(uuid.uuid4())}
    page = desk.post(f"{HOME}activities/{one.pk}/said/", given, follow=True)
    assert "once it is announced or held" in text(page)


@pytest.mark.parametrize(
    ("who", "begins"),
    [("officer", "/en/outreach/"), ("chief", "/en/outreach/"), ("ministry_of_education", "/en/outreach/schools/")],
)
def test_each_role_begins_in_its_room(who, begins):
    assert signed_in(getattr(made, who)()).get("/en/accounts/").url == begins


def test_every_room_of_outreach_is_reached_from_the_desk(officer):
    from outreach import desk as rooms

    assert len(rooms.rooms_of(officer)) == 18
