"""A partner proposes, follows, brings people with consent; what it reads back are counts."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from nssf_portal.identifiers.crypto import blind_index
from outreach import partner_view, small_counts
from outreach.models import Activity, ListedPerson, PersonList
from outreach.services import listing
from tests.factories import outreach as made
from tests.factories.accounts import OfficeFactory

pytestmark = pytest.mark.django_db
HOME = "/en/outreach/partners/"
TODAY = timezone.localdate


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def association():
    OfficeFactory(code="12")
    return made.partner()


@pytest.fixture
def desk(association):
    return signed_in(association)


@pytest.fixture
def forum(association):
    return made.activity("announced", proposed_for=made.institution())


def csv_of(*rows: str, head: str = "គោត្តនាមនិងនាម,ភេទ,លេខទូរស័ព្ទ,ថ្ងៃយល់ព្រម") -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", "\n".join((head, *rows)).encode())


def day(ago: int = 3) -> str:
    return f"{TODAY() - timedelta(days=ago):%d/%m/%Y}"


def khmer(value: str) -> str:
    return value.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))


def sent(desk: Client, of: Activity, file: SimpleUploadedFile, submission: str = ""):
    given = {"submission_id": submission or str(uuid.uuid4()), "agreed": "on", "file": file}
    return desk.post(f"{HOME}{of.pk}/list/", given | {"institution": made.institution().pk})


def proposal(**fields) -> dict:
    coming = TODAY() + timedelta(days=20)
    return {
        "submission_id": str(uuid.uuid4()),
        "type": made.activity_type().pk,
        "name_km": "វេទិកា",
        "name_en": "Forum of drivers",
        "on": f"{coming:%d/%m/%Y}",
        "starts": "08:00",
        "ends": "១១:៣០",
        "place_code": "120101",
        "place_code_province": "12",
        "place_code_district": "1201",
        "target_group": "informal",
        "languages": ["km"],
        "role": "host",
        "institution": made.institution().pk,
    } | fields


def test_a_proposal_is_one_however_often_it_is_sent_and_waits_for_the_office(desk):
    given = proposal()
    first, second = desk.post(f"{HOME}propose/", given), desk.post(f"{HOME}propose/", given)
    found = Activity.objects.get()
    assert first.status_code == 302 and first.url == second.url == f"{HOME}{found.pk}/"
    assert (found.state, found.proposed_for.code, found.partners.get().role) == ("proposed", "ASSOC", "host")
    page = text(desk.get(first.url))
    assert "Forum of drivers" in page and "looks at your proposal" in page
    assert "Forum of drivers" in text(signed_in(made.officer()).get(f"{HOME}lists/"))


def test_a_proposal_for_a_day_that_is_over_is_refused_in_words(desk):
    answer = desk.post(f"{HOME}propose/", proposal(on=f"{TODAY() - timedelta(days=2):%d/%m/%Y}"))
    assert answer.status_code == 422 and "still to come" in text(answer)
    assert not Activity.objects.exists()


def test_nobody_proposes_for_another_institution(desk):
    answer = desk.post(f"{HOME}propose/", proposal(institution=made.institution("UNION").pk))
    assert answer.status_code == 422 and not Activity.objects.exists()


def test_the_partner_reads_why_a_proposal_was_not_taken_up(desk, association):
    given = {"decided_at": timezone.now(), "decided_by": made.officer(), "decided_reason": "The hall is closed."}
    of = made.activity("declined", proposed_for=made.institution(), **given)
    page = text(desk.get(f"{HOME}{of.pk}/"))
    assert "The hall is closed." in page and "propose another activity" in page


def test_another_partner_and_other_roles_see_nothing(forum):
    stranger, officer = signed_in(made.partner("UNION")), signed_in(made.officer())
    for rest in ("", "list/"):
        assert stranger.get(f"{HOME}{forum.pk}/{rest}").status_code == 404
        assert officer.get(f"{HOME}{forum.pk}/{rest}").status_code == 403
    assert signed_in(made.partner()).post(f"{HOME}{forum.pk}/").status_code == 405


def test_a_list_in_khmer_is_taken_and_the_file_sent_again_is_the_same_list(desk, forum):
    rows = [f"សុខ ចាន់ធី,ស្រី,{khmer('012345678')},{khmer(day())}", f"ចាន់ ដារ៉ា,ប្រុស,017 222 333,{day()}"]
    submission = str(uuid.uuid4())
    first = sent(desk, forum, csv_of(*rows), submission)
    sent(desk, forum, csv_of(*rows), submission)
    found = PersonList.objects.get()
    assert first.status_code == 302 and (found.rows, found.refused) == (2, 0)
    one = found.people.get(row=2)
    assert (one.name, one.gender, listing.phone_of(one)) == ("សុខ ចាន់ធី", "f", "+85512345678")
    assert one.phone_blind == blind_index("phone", "+85512345678")
    assert b"12345678" not in bytes(one.phone)


def test_all_that_is_wrong_is_said_at_once_and_good_rows_are_taken(desk, forum):
    head = "Full name,Sex,Phone number,Agreed on"
    rows = (
        f"Sok Dara,F,012345678,{day()}",
        ",x,12,",
        f"Sok Dara,F,012 345 678,{day()}",
        f"Chan Thy,,017222333,{day(-2)}",
        f"Keo Sophea,,017222444,{day(400)}",
        f"Long Vanna,,017222555,{day()}",
    )
    page = text(sent(desk, forum, csv_of(*rows, head=head)))
    for said in (
        "The name is missing.",
        "no phone number we can read",
        "F or M",
        "Who did not agree",
        "stands in row 2",
        "still to come",
        "older than 180 days",
    ):
        assert said in page
    found = PersonList.objects.get()
    assert (found.rows, found.refused) == (2, 4)
    assert "Sok Dara" not in page and "345" not in page
    repaired = csv_of(rows[0], f"Chan Thy,,017222333,{day()}", head=head)
    assert "on your list before" in text(sent(desk, forum, csv_of(rows[0], head=head)))
    assert sent(desk, forum, repaired).status_code == 302
    assert sorted(ListedPerson.objects.values_list("name", flat=True)) == ["Chan Thy", "Long Vanna", "Sok Dara"]


def test_excel_with_the_name_in_two_columns_is_read(desk, forum):
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, dated = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Our members", ""])
        sheet.write_row(1, 0, ["Family name", "Given name", "Gender", "Telephone", "Consent date"])
        sheet.write_row(2, 0, ["Sok", "Dara", "M", 12345678])
        sheet.write_datetime(2, 4, timezone.datetime.combine(TODAY(), timezone.datetime.min.time()), dated)
    answer = sent(desk, forum, SimpleUploadedFile("people.xlsx", target.getvalue()))
    assert answer.status_code == 302
    one = ListedPerson.objects.get()
    assert (one.name, one.gender, one.consented_on, listing.phone_of(one)) == ("Sok Dara", "m", TODAY(), "+85512345678")


def test_a_file_that_is_no_list_and_a_list_without_consent_are_refused(desk, forum):
    assert "day on which the person agreed" in text(sent(desk, forum, csv_of("Sok,012345678", head="Name,Phone")))
    assert sent(desk, forum, SimpleUploadedFile("people.pdf", b"%PDF-1.4")).status_code == 422
    given = {"submission_id": str(uuid.uuid4()), "file": csv_of(f"Sok Dara,F,012345678,{day()}")}
    answer = desk.post(f"{HOME}{forum.pk}/list/", given | {"institution": made.institution().pk})
    assert answer.status_code == 422 and "Bring only people who agreed" in text(answer)
    assert not PersonList.objects.exists()


def test_a_cancelled_activity_takes_no_list(desk):
    given = {"cancelled_at": timezone.now(), "cancelled_by": made.officer()}
    of = made.activity("cancelled", proposed_for=made.institution(), **given)
    assert "takes no lists now" in text(desk.get(f"{HOME}{of.pk}/list/"))
    sent(desk, of, csv_of(f"Sok Dara,F,012345678,{day()}"))
    assert not PersonList.objects.exists()


def test_the_table_to_fill_in_is_a_workbook_that_we_can_read(desk, forum):
    content = desk.get(f"{HOME}table/").content
    assert content[:2] == b"PK"
    assert "The file holds no people" in text(sent(desk, forum, SimpleUploadedFile("people.xlsx", content)))


def test_no_name_and_no_number_comes_back_on_any_page_of_the_partner(desk, association):
    of = made.activity("verified", proposed_for=made.institution())
    found = made.person_list(of, rows=8)
    for row in range(8):
        ListedPerson.objects.create(list=found, row=row, name=f"Secret{row}", consented_on=TODAY())
    made.attendance(of, name="Hidden", consented_at=timezone.now())
    for rest in ("", f"{of.pk}/", f"{of.pk}/list/"):
        page = text(desk.get(HOME + rest))
        assert "Secret" not in page and "Hidden" not in page
    for rest in ("lists/", f"lists/{found.pk}/", f"lists/{found.pk}/2/"):
        assert desk.get(HOME + rest).status_code == 403
    for shown in (partner_view.ListSeen, partner_view.PeopleSeen):
        assert not {"name", "phone", "phone_blind", "gender", "application"} & set(shown.__dataclass_fields__)


def test_what_was_said_and_what_changed_is_shown(desk, forum):
    made.consultation(forum, changed="One page less.", changed_on=TODAY())
    made.consultation(forum, heard="Of others.", institution=made.institution("UNION"))
    page = text(desk.get(f"{HOME}{forum.pk}/"))
    assert "The form is too long." in page and "One page less." in page
    assert "Of others." not in page


def test_small_counts_are_kept_back_and_cannot_be_reckoned():
    assert small_counts.parts((2, 1, 0), 5) == [None, None, None]
    assert small_counts.parts((20, 30, 0), 5) == [20, 30, 0]
    assert small_counts.parts((20, 30, 2), 5) == [None, 30, None]
    assert small_counts.parts((2, 3, 20), 5) == [None, None, 20]
    assert (small_counts.whole(4, 5), small_counts.whole(1234, 5)) == ("fewer than 5", "1,234")
    told = [small_counts.of_list(count, 12, 5) for count in (0, 4, 5, 7, 8, 12)]
    assert told == ["fewer than 5", "fewer than 5", "5", "7", "more than 7", "more than 7"]


def test_who_came_is_told_with_small_parts_kept_back(desk):
    of = made.activity("verified", proposed_for=made.institution())
    made.heads(of, women=20, men=30, not_stated=2)
    seen = partner_view.people_of(of)
    assert (seen.total, seen.women, seen.men, seen.not_stated) == ("52", None, 30, None)
    assert "fewer than 5" in text(desk.get(f"{HOME}{of.pk}/"))


def test_the_first_page_asks_the_same_questions_whatever_its_length(desk, association, django_assert_max_num_queries):
    of = made.activity_type()
    for _number in range(4):
        made.person_list(made.activity("announced", proposed_for=made.institution(), type=of))
    desk.get(HOME)
    with django_assert_max_num_queries(22):
        assert desk.get(HOME).status_code == 200
