"""What inspectors see of an enterprise's months and number of workers; what others count beside the Fund."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.declaring.headcount import compare
from enterprises.models import RegistryRecord
from enterprises.sources import source
from nssf_portal.audit.models import ReadLog
from tests.compliance.declarations.conftest import declare, registered, worker
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import representative_of

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 31)


def said(shop, workers: int, code: str = "mlvt", as_of: date = date(2026, 6, 30), **fields) -> RegistryRecord:
    given = {"received_at": timezone.make_aware(timezone.datetime(2026, 7, 5)), "match_state": "matched"} | fields
    return RegistryRecord.objects.create(
        source=source(code), source_key=f"{code}-{shop.pk}", enterprise=shop, name_latin="Lotus",
        declared_workers=workers, as_of=as_of, **given,
    )  # fmt: skip


def test_others_count_more_than_the_fund_knows(shop):
    worker(shop)
    said(shop, 12)
    said(shop, 9, "gdt")
    found = compare(shop, timezone.localdate())
    assert {(one.code, one.workers, one.as_of) for one in found.said} == {
        ("mlvt", 12, date(2026, 6, 30)),
        ("gdt", 9, date(2026, 6, 30)),
    }
    assert (found.registered, found.declared, found.gap) == (1, None, 11)


def test_nobody_says_anything_is_no_gap_of_nothing(shop):
    assert compare(shop, timezone.localdate()).gap is None


def test_only_what_was_known_on_the_day(shop):
    late = timezone.make_aware(timezone.datetime(2026, 11, 5))
    said(shop, 12, received_at=late)
    said(shop, 20, "gdt", as_of=date(2026, 11, 2))
    assert compare(shop, ON).said == []
    assert len(compare(shop, timezone.localdate()).said) == 2


def page(shop):
    return reverse("declarations:enterprise", args=[shop.pk])


def test_the_inspectors_page(client, shop):
    one = worker(shop)
    said(shop, 12)
    declare(shop)
    client.force_login(UserFactory(grant=("inspector", "12")))
    answer = client.get(page(shop))
    text = answer.content.decode().replace("\u00a0", " ")
    assert "more elsewhere than registered" in text
    assert "October 2026" in text
    assert one.member.full_name not in text
    assert ReadLog.objects.filter(screen="inspect.declarations").exists()
    shown = client.get(reverse("enterprises:enterprise", args=[shop.pk])).content.decode()
    assert page(shop) in shown


def test_who_may_not(client, shop):
    owner = representative_of(shop)
    client.force_login(owner)
    assert client.get(page(shop)).status_code == 403
    client.force_login(UserFactory(grant=("inspector", "17")))
    assert client.get(page(shop)).status_code == 404
    tied = UserFactory(grant=("inspector", "12"))
    shop.representatives.create(user=tied, role="owner", basis="sample")
    client.force_login(tied)
    assert client.get(page(shop)).status_code == 404
    assert client.post(page(shop)).status_code == 405


def test_the_page_costs_the_same_for_many_months(client, django_assert_max_num_queries):
    shop = registered()
    for month in range(1, 11):
        declare(shop, date(2026, month, 1), kind="no_staff")
    client.force_login(UserFactory(grant=("inspector", "12")))
    client.get(page(shop))
    with django_assert_max_num_queries(22):
        client.get(page(shop))
