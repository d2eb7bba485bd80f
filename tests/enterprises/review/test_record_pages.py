"""Records looked up, sources side by side, and a conflict settled with a reason."""

from datetime import date

import pytest

from enterprises.models import RegistryRecord, Settlement
from enterprises.sources import source
from tests.enterprises.review.conftest import possible, word
from tests.enterprises.review.test_review_pages import HOME, as_user, text
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
RECORDS = f"{HOME}/records/"


def page_of(unit):
    return f"{HOME}/units/{unit.pk}/"


def rows(client, query):
    return [one.source_key for one in client.get(RECORDS + query).context["page"].rows]


def test_records_are_found_by_name_tin_number_and_the_sources_key(unit, clerk):
    word(unit, "obr", key="OBR-1", moc_number="00012345")
    word(EnterpriseFactory(tin=""), "gdt", key="GDT-1", name_latin="Silver Spoon")
    client = as_user(clerk)
    for query, found in [
        ("?q=GOLDEN+LO", ["OBR-1"]),
        ("?q=l001-100000001", ["OBR-1"]),
        ("?q=00012345", ["OBR-1"]),
        ("?q=GDT-1", ["GDT-1"]),
        ("?q=nobody", []),
        ("?source=gdt", ["GDT-1"]),
        ("?state=possible", []),
        ("?place=1202", []),
        ("", ["GDT-1", "OBR-1"]),
    ]:
        assert rows(client, query) == found, query
    text(client.get(f"{RECORDS}?q=nobody"))


def test_a_record_without_a_place_is_headquarters(unit, clerk):
    record = word(unit, "obr", commune_code="")
    assert as_user(clerk).get(f"{RECORDS}{record.pk}/").status_code == 404
    assert as_user(UserFactory(grant=("clerk", "HQ"))).get(f"{RECORDS}{record.pk}/").status_code == 200


def test_who_may_not_and_who_serves_other_places(unit, elsewhere):
    record = word(unit, "obr")
    assert as_user(elsewhere).get(f"{RECORDS}{record.pk}/").status_code == 404
    assert as_user(elsewhere).get(page_of(unit)).status_code == 404
    assert as_user(UserFactory()).get(RECORDS).status_code == 403
    assert as_user(UserFactory()).get(page_of(unit)).status_code == 404
    assert as_user(representative_of(unit)).get(page_of(unit)).status_code == 403


def test_a_record_stands_beside_the_other_sources(unit, clerk):
    record = word(unit, "obr", phone="+85599000111")
    word(unit, "mlvt", as_of=date(2019, 1, 1))
    body = text(as_user(clerk).get(f"{RECORDS}{record.pk}/"))
    assert "sources disagree" in body and "099 000 111" in body.replace("\u00a0", " ")
    assert "Ministry of Labour" in body and "(old)" in body.replace("<em>", "").replace("</em>", "")
    assert page_of(unit) in body


def test_a_waiting_record_leads_to_the_comparison(unit, clerk):
    record = possible(unit)
    body = text(as_user(clerk).get(f"{RECORDS}{record.pk}/"))
    assert f"{HOME}/review/{record.pk}/" in body


def test_the_unit_of_another_office_is_not_named(clerk):
    there = EnterpriseFactory(commune_code="170201", name_latin="Hidden Unit")
    record = word(there, "obr", commune_code="120101", name_latin="Seen Name")
    body = text(as_user(clerk).get(f"{RECORDS}{record.pk}/"))
    assert "Hidden Unit" not in body and "another office" in body
    assert "Hidden Unit" not in text(as_user(clerk).get(RECORDS))


def test_the_units_page_shows_values_records_places_and_both_ways(unit, clerk):
    word(unit, "obr", phone="+85599000111")
    possible(unit, key="MAYBE-1", name_latin="Golden Lom")
    client = as_user(clerk)
    body = text(client.get(page_of(unit)))
    assert "Sources disagree on one value" in body and "MAYBE-1" in body and "Head office" in body
    assert f"/en/employer/{unit.pk}/" in body
    assert page_of(unit) in text(client.get(f"/en/employer/{unit.pk}/"))


def test_a_branch_is_proposed_as_a_place_of_work_and_an_officer_adds_it_once(unit, clerk, inspector):
    branch = word(unit, "obr", key="OBR-2", name_latin="Golden Loom Kampot", commune_code="070101")
    RegistryRecord.objects.filter(pk=branch.pk).update(match_reasons=["parent_key", "branch"])
    add, client = f"{page_of(unit)}places/{branch.pk}/", as_user(clerk)
    assert "Proposed places of work" in text(client.get(page_of(unit))) and add in text(client.get(page_of(unit)))
    assert add not in text(as_user(inspector).get(page_of(unit)))
    assert as_user(inspector).post(add).status_code == 403 and client.get(add).status_code == 405
    assert client.post(f"{page_of(unit)}places/{word(unit, 'mlvt').pk}/").status_code == 404  # no branch
    for _once_and_again in range(2):
        assert "place of work is added" in text(client.post(add, follow=True))
    place = unit.establishments.get(is_head_office=False)
    assert (place.name_latin, place.key_latin, place.commune_code) == (
        "Golden Loom Kampot",
        "golden loom kampot",
        "070101",
    )
    assert "Proposed places of work" not in text(client.get(page_of(unit)))


def test_a_unit_known_only_from_a_registry_has_the_same_page(clerk):
    known = EnterpriseFactory(state="known", nssf_number=None, registered_on=None, name_km="", name_latin="Corner Shop")
    word(known, "one_window")
    assert "known, not registered" in text(as_user(clerk).get(page_of(known)))


def test_a_merged_unit_is_a_signpost(unit, clerk):
    gone = EnterpriseFactory(state="closed", closed_on="2026-01-01", merged_into=unit)
    assert page_of(unit) in text(as_user(clerk).get(page_of(gone)))
    assert as_user(clerk).get(f"{page_of(gone)}settle/phone/").status_code == 403


def test_an_officer_settles_with_a_reason_and_the_page_says_who_and_why(unit, clerk):
    record = word(unit, "obr", phone="+85599000111")
    client, form = as_user(clerk), f"{page_of(unit)}settle/phone/"
    assert "in force now" in text(client.get(form))
    assert "Say why this value is right" in text(client.post(form, {"choice": "+85599000111"}))
    assert not Settlement.objects.exists()
    response = client.post(form, {"choice": "+85599000111", "reason": "The owner said so"})
    assert response.url == page_of(unit)
    unit.refresh_from_db()
    made = Settlement.objects.get()
    assert (unit.phone, made.record, made.by, made.kind) == ("+85599000111", record, clerk, "clerk")
    body = text(client.get(page_of(unit)))
    assert "settled by an officer" in body and "The owner said so" in body


@pytest.mark.parametrize(
    ("field", "typed", "column", "kept"),
    [
        ("phone", "012 999 888", "phone", "+85512999888"),
        ("opened_on", "3 April 2019", "opened_on", date(2019, 4, 3)),
        ("tin", "l002-200000002", "tin", "L002-200000002"),
        ("declared_workers", "14", "declared_workers", 14),
        ("commune_code", "120109", "commune_code", "120109"),
        ("sector", "C", "sector", "C"),
    ],
)
def test_another_value_is_typed_as_the_enterprise_would(unit, clerk, field, typed, column, kept):
    word(unit, "obr", opened_on=date(2019, 4, 4), declared_workers=9, sector="G")
    given = {"choice": "other", "other": typed, "reason": "Seen there"}
    response = as_user(clerk).post(f"{page_of(unit)}settle/{field}/", given)
    assert response.status_code == 302, response.context["form"].errors
    unit.refresh_from_db()
    assert getattr(unit, column) == kept


def test_another_value_must_be_written(unit, clerk):
    word(unit, "obr")
    given = {"choice": "other", "other": "", "reason": "x"}
    assert "Write the value" in text(as_user(clerk).post(f"{page_of(unit)}settle/phone/", given))


def test_who_may_not_settle(unit, inspector, elsewhere, clerk):
    word(unit, "obr")
    form = f"{page_of(unit)}settle/phone/"
    assert as_user(inspector).get(form).status_code == 403
    assert as_user(elsewhere).get(form).status_code == 404
    assert as_user(UserFactory()).post(form).status_code == 404
    assert as_user(clerk).get(f"{page_of(unit)}settle/nssf_number/").status_code == 404


def test_the_employers_page_says_in_plain_words_how_sure_each_value_is(unit, own_word):
    word(unit, "gdt", name_latin="Gold Loom", as_of=date(2026, 10, 5))
    body = text(as_user(representative_of(unit)).get(f"/en/employer/{unit.pk}/"))
    assert "confirmed by the enterprise" in body and "sources disagree" in body
    assert "/desk/registry/" not in body


def test_the_units_page_asks_the_same_number_of_questions(unit, clerk, django_assert_max_num_queries):
    for n in range(12):
        RegistryRecord.objects.filter(pk=word(unit, "obr", key=f"B{n}").pk).update(parent_key="B0")
    client = as_user(clerk)
    client.get(page_of(unit))
    assert source("obr")
    with django_assert_max_num_queries(30):
        client.get(page_of(unit))


def test_a_record_linked_to_the_wrong_enterprise_is_taken_away_with_a_reason(unit, clerk, inspector):
    record = word(unit, "obr")
    client, act = as_user(clerk), f"{RECORDS}{record.pk}/apart/"
    assert client.get(act).status_code == 405
    assert as_user(inspector).post(act, {"why": "x"}).status_code == 403
    assert "Say why" in text(client.post(act, follow=True))
    client.post(act, {"why": "Another owner"})
    record.refresh_from_db()
    assert (record.match_state, record.enterprise.state) == ("unmatched", "known")
    assert "Look again" in text(client.post(act, {"why": "Another owner"}, follow=True))


def test_our_own_word_is_not_taken_apart(unit, clerk):
    record = word(unit, "core")
    assert "another enterprise" not in text(as_user(clerk).get(f"{RECORDS}{record.pk}/"))
    as_user(clerk).post(f"{RECORDS}{record.pk}/apart/", {"why": "x"})
    record.refresh_from_db()
    assert record.enterprise == unit
