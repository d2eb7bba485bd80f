"""Filing a month in the browser: once, corrected, the two short ways, and what refuses it."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.models import Declaration, DeclarationLine
from compliance.services.declaring import DeclarationRefused
from tests.compliance.declarations.conftest import OCTOBER, declare, registered, worker
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db


def address(shop, name="month", month="2026-10"):
    args = [shop.pk] if name == "months" else [shop.pk, month]
    return reverse(f"employer_declarations:{name}", args=args)


def post(client, shop, kind="staff", **more):
    data = {"kind": kind, "submission_id": uuid.uuid4()} | more
    return client.post(address(shop, "file"), data, follow=True)


def text_of(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_the_months_and_the_one_to_declare(employer, shop):
    answer = employer.get(address(shop, "months"))
    assert answer.status_code == 200
    assert address(shop).encode() in answer.content
    assert "October 2026" in text_of(answer)


def test_a_month_filled_from_the_staff_list_is_declared(employer, shop, owner):
    one, joined = worker(shop), worker(shop, date(2026, 10, 5))
    page = text_of(employer.get(address(shop)))
    assert joined.member.full_name in page
    assert "joined" in page
    answer = post(employer, shop)
    made = Declaration.objects.get()
    assert (made.kind, made.workers, made.filed_by, made.channel) == ("staff", 2, owner, "web")
    assert (made.occupational_risk, made.pension_worker) == (13_200, 32_640)
    assert made.amount == 2 * (6_600 + 21_450 + 2 * 16_320)
    assert made.due_on == date(2026, 11, 20)
    assert not made.confirmed
    assert made.reference in text_of(answer)
    lines = DeclarationLine.objects.filter(declaration=made).order_by("joined")
    assert [line.employment_id for line in lines] == [one.pk, joined.pk]


def test_a_double_click_is_one_declaration(employer, shop):
    worker(shop)
    submission = uuid.uuid4()
    for _click in range(2):
        assert post(employer, shop, submission_id=submission).status_code == 200
    assert Declaration.objects.count() == 1
    post(employer, shop)  # another page, the same content
    assert Declaration.objects.count() == 1


def test_a_correction_supersedes_and_the_first_one_is_kept(employer, shop):
    one = worker(shop)
    first = declare(shop)
    worker(shop)
    assert "Correct October 2026" in text_of(employer.get(address(shop) + "?correct=1"))
    page = text_of(post(employer, shop))
    newest = Declaration.objects.current().get()
    assert newest.workers == 2
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert first.lines.get().employment_id == one.pk
    assert first.reference in page
    assert newest.reference in page


def test_another_wage_for_this_month_only(employer, shop):
    one = worker(shop)
    post(employer, shop, **{f"wage-{one.pk}": "1,000,000"})
    line = DeclarationLine.objects.get()
    assert (line.wage, line.base) == (Decimal(1_000_000), 975_000)
    one.refresh_from_db()
    assert one.wage == 816_000


def test_a_wage_that_is_no_number_files_nothing(employer, shop):
    one = worker(shop)
    assert "Write each wage as a number" in text_of(post(employer, shop, **{f"wage-{one.pk}": "a lot"}))
    assert not Declaration.objects.exists()


def test_nothing_changed_is_one_tap(employer, shop):
    worker(shop)
    declare(shop, date(2026, 9, 1))
    assert "Nothing changed: declare" in text_of(employer.get(address(shop)))
    post(employer, shop, "no_change")
    made = Declaration.objects.get(month=OCTOBER)
    assert (made.kind, made.workers, made.occupational_risk) == ("no_change", 1, 6_600)
    assert made.lines.count() == 1


def test_nothing_changed_is_refused_where_something_did(employer, shop):
    worker(shop)
    declare(shop, date(2026, 9, 1))
    worker(shop, date(2026, 10, 5))
    assert "Nothing changed: declare" not in text_of(employer.get(address(shop)))
    assert "staff list changed" in text_of(post(employer, shop, "no_change"))
    assert not Declaration.objects.filter(month=OCTOBER).exists()


def test_no_staff_is_one_tap_where_nobody_is_listed(employer, shop):
    assert "No staff: declare" in text_of(employer.get(address(shop)))
    post(employer, shop, "no_staff")
    made = Declaration.objects.get()
    assert (made.kind, made.workers, made.amount) == ("no_staff", 0, 0)
    worker(shop)
    assert "End their work there first" in text_of(post(employer, shop, "no_staff"))


def test_a_month_to_come_or_before_registration_is_not_declared(shop, employer):
    worker(shop)
    this_month = timezone.localdate().replace(day=1)
    declare(shop, this_month)
    for month in (date(this_month.year + 1, 12, 1), date(2019, 12, 1)):
        with pytest.raises(DeclarationRefused):
            declare(shop, month)
        assert employer.get(address(shop, month=f"{month:%Y-%m}")).status_code == 404
    for wrong in ("2026-13", "october", "2026-10-01"):
        assert employer.get(address(shop, month=wrong)).status_code == 404


def test_a_submission_of_another_enterprise_is_no_declaration_here(shop):
    other = registered()
    worker(shop)
    worker(other)
    given = declare(other).submission_id
    with pytest.raises(DeclarationRefused):
        declare(shop, submission_id=given)


def test_a_staff_clerk_declares_and_a_stranger_finds_nothing(client, shop):
    worker(shop)
    made = declare(shop)
    for user in (representative_of(EnterpriseFactory()), UserFactory(grant=("inspector", "12"))):
        client.force_login(user)
        for name in ("months", "month"):
            assert client.get(address(shop, name)).status_code == 404
        for name in ("file", "sheet"):
            assert client.post(address(shop, name), {"kind": "staff"}).status_code == 404
    client.force_login(representative_of(shop, "delegate"))
    worker(shop)
    post(client, shop)
    assert Declaration.objects.current().exclude(pk=made.pk).exists()
    assert client.post(address(shop, "sheet"), {"reason": "accounts"}).status_code == 403


def test_wrong_methods(employer, shop):
    assert employer.post(address(shop)).status_code == 405
    assert employer.get(address(shop, "file")).status_code == 405
    assert employer.get(address(shop, "sheet")).status_code == 405


def test_a_page_that_cannot_be_read_says_so(employer, shop):
    answer = employer.post(address(shop, "file"), {"kind": "everything"}, follow=True)
    assert "We could not read this page" in text_of(answer)


def test_the_sheet_with_a_reason(employer, shop):
    one = worker(shop, staff_number="=1+1")
    declare(shop)
    assert "Say why" in text_of(employer.post(address(shop, "sheet"), {}, follow=True))
    answer = employer.post(address(shop, "sheet"), {"reason": "for the accounts"})
    assert answer["Content-Type"].startswith("text/csv")
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Staff number,NSSF member number")
    assert line.startswith("'=1+1," + one.member.member_number)
    assert line.endswith("816000,825000,6600,21450,816000,16320,16320")


def test_a_list_of_many_costs_as_much_as_one_of_few(employer, shop, django_assert_max_num_queries):
    for _n in range(4):
        worker(shop)
    employer.get(address(shop))
    with django_assert_max_num_queries(26):
        employer.get(address(shop))
    declare(shop)
    with django_assert_max_num_queries(26):
        employer.get(address(shop))
    with django_assert_max_num_queries(18):
        employer.get(address(shop, "months"))


def test_the_home_says_what_waits(employer, shop):
    home = reverse("enterprises:employer_home")
    assert address(shop, "month") in text_of(employer.get(home)) or "Declare wages for" in text_of(employer.get(home))
    assert address(shop, "months") in text_of(employer.get(home))
