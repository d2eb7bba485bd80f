"""Comparing: who sees which record, the verdict by POST, the next one, somebody was faster, undo."""

import pytest
from django.test import Client

from enterprises import reviewing
from enterprises.models import MatchCandidate, MatchDecision, RegistryRecord
from nssf_portal.audit.models import ReadLog
from tests.enterprises.review.conftest import possible
from tests.factories.accounts import UserFactory
from tests.factories.enterprises import EnterpriseFactory, representative_of

pytestmark = pytest.mark.django_db
HOME = "/en/desk/registry"
QUEUE = f"{HOME}/review/"


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    body = response.content.decode()
    assert "INVALID-VARIABLE" not in body
    return body


def url(record) -> str:
    return f"{QUEUE}{record.pk}/"


def say(client, record, unit, verdict, **more):
    return client.post(f"{url(record)}decide/", {"unit": unit.pk, "verdict": verdict, **more})


def test_who_may_not_read_registries_and_who_serves_other_places(unit, elsewhere):
    record = possible(unit)
    for user in (UserFactory(), UserFactory(grant=("analyst", "HQ")), representative_of(unit)):
        assert as_user(user).get(QUEUE).status_code == 403
        assert as_user(user).get(url(record)).status_code == 403
    assert "Golden Loom" not in text(as_user(elsewhere).get(QUEUE))
    assert as_user(elsewhere).get(url(record)).status_code == 404
    assert say(as_user(elsewhere), record, unit, "same").status_code == 404


def test_the_queue_shows_record_source_unit_and_likeness(unit, clerk):
    possible(unit, name_latin="Golden Lom")
    body = text(as_user(clerk).get(QUEUE))
    assert "Golden Lom" in body and "Online business registration" in body
    assert unit.nssf_number in body and "78%" in body


def test_filters_by_source_place_and_likeness_and_the_order(unit, clerk):
    first = possible(unit, "obr", key="A", name_latin="First one", score="0.900", tin="")
    second = possible(unit, "gdt", key="B", name_latin="Second one", score="0.550", commune_code="120501", tin="")
    client = as_user(clerk)
    for query, shown in [
        ("?source=gdt", ["Second one"]),
        ("?place=1201", ["First one"]),
        ("?score=high", ["First one"]),
        ("?score=low", ["Second one"]),
        ("?order=newest", ["Second one", "First one"]),
        ("?order=likely", ["First one", "Second one"]),
        ("?order=nonsense&score=x&page=-3", ["First one", "Second one"]),
    ]:
        page = client.get(QUEUE + query).context["page"]
        assert [row.name_latin for row in page.rows] == shown, query
    assert first.pk < second.pk


def test_25_on_a_page_and_the_tab_counts(unit, clerk):
    for n in range(27):
        possible(unit, key=f"K{n}")
    client = as_user(clerk)
    page = client.get(QUEUE).context["page"]
    assert (len(page.rows), page.more) == (25, True)
    assert len(client.get(f"{QUEUE}?page=2").context["page"].rows) == 2
    assert "<b>27</b>" in text(client.get(QUEUE))


def test_the_number_of_questions_does_not_grow_with_the_rows(unit, clerk, django_assert_max_num_queries):
    for n in range(20):
        possible(EnterpriseFactory(), key=f"K{n}")
    client = as_user(clerk)
    client.get(QUEUE)
    for address in (QUEUE, f"{HOME}/records/", f"{HOME}/decided/"):
        with django_assert_max_num_queries(16):
            client.get(address)


def test_side_by_side_in_words_and_the_reading_is_logged(unit, clerk):
    record = possible(unit, tin="L001-100000010", phone="+85599000111", commune_code="120102")
    body = text(as_user(clerk).get(url(record)))
    assert "two neighbouring signs swapped" in body and "same district, another commune" in body
    assert "Same" in body and "Differs" in body
    assert ReadLog.objects.filter(subject_id=record.pk, screen="registry.review", user=clerk).exists()


def test_a_unit_of_another_office_is_compared_but_its_telephone_and_street_stay_there(clerk):
    there = EnterpriseFactory(commune_code="170201", phone="+85512345678", address="Secret street 5", name_latin="Far")
    record = possible(there, commune_code="120101", phone="+85512345678", address="")
    body = text(as_user(clerk).get(url(record)))
    assert "Secret street" not in body and f"/units/{there.pk}/" not in body
    assert "another office" in body


def test_same_links_and_the_next_record_comes(unit, clerk):
    first, second = possible(unit, key="A"), possible(EnterpriseFactory(), key="B")
    response = say(as_user(clerk), first, unit, "same", why="Same owner")
    assert response.url == url(second)
    first.refresh_from_db()
    assert (first.enterprise, first.match_state, first.matched_by) == (unit, "matched", "person")
    made = MatchDecision.objects.get()
    assert (made.by, made.verdict, made.why) == (clerk, "same", "Same owner")


def test_not_the_same_goes_on_to_the_other_unit_it_may_be(unit, clerk):
    record, other = possible(unit), EnterpriseFactory(name_latin="Other Loom")
    MatchCandidate.objects.create(record=record, enterprise=other, rank=2, score="0.400", reasons=["commune_equal"])
    client = as_user(clerk)
    assert "Other Loom" in text(client.get(f"{url(record)}?unit={other.pk}"))
    assert say(client, record, unit, "not_same").url == url(record)
    assert [one.enterprise for one in reviewing.candidates_of(record)] == [other]


def test_later_puts_the_record_at_the_end_of_the_queue(unit, clerk):
    first, second = possible(unit, key="A"), possible(EnterpriseFactory(), key="B")
    client = as_user(clerk)
    assert say(client, first, unit, "later").url == url(second)
    assert [one.pk for one in client.get(QUEUE).context["page"].rows] == [second.pk, first.pk]
    assert "Put off" in text(client.get(QUEUE)) or "put off" in text(client.get(QUEUE))


def test_filters_stay_with_the_next_record(unit, clerk):
    first = possible(unit, "obr", key="A")
    possible(EnterpriseFactory(), "gdt", key="B")
    third = possible(EnterpriseFactory(), "obr", key="C")
    response = as_user(clerk).post(f"{url(first)}decide/?source=obr", {"unit": unit.pk, "verdict": "same"})
    assert response.url == f"{url(third)}?source=obr"


def test_somebody_was_faster(unit, clerk):
    record = possible(unit)
    client, colleague = as_user(clerk), UserFactory(name="Keo Mony", grant=("clerk", "12"))
    say(as_user(colleague), record, unit, "same")
    response = client.post(f"{url(record)}decide/", {"unit": unit.pk, "verdict": "not_same"}, follow=True)
    assert "already decided by Keo Mony" in text(response)
    assert MatchDecision.objects.count() == 1


def test_an_inspector_looks_but_does_not_decide_and_a_get_decides_nothing(unit, inspector, clerk):
    record = possible(unit)
    assert "You may look, but not decide" in text(as_user(inspector).get(url(record)))
    assert say(as_user(inspector), record, unit, "same").status_code == 403
    assert as_user(clerk).get(f"{url(record)}decide/").status_code == 405


def test_deciding_elsewhere_is_no_right_to_decide_here(unit):
    from nssf_portal.accounts.models import RoleGrant
    from tests.factories.accounts import OfficeFactory

    both = UserFactory(grant=("inspector", "12"))
    RoleGrant.objects.create(user=both, role="clerk", office=OfficeFactory(code="17"))
    assert say(as_user(both), possible(unit), unit, "same").status_code == 403


def test_undo_brings_the_record_back_once(unit, clerk, inspector):
    record = possible(unit)
    client = as_user(clerk)
    say(client, record, unit, "same")
    made = MatchDecision.objects.get()
    assert made.record.name in text(client.get(f"{HOME}/decided/?who=me&verdict=same"))
    undo = f"{HOME}/decided/{made.pk}/undo/"
    assert client.get(undo).status_code == 405
    assert as_user(inspector).post(undo).status_code == 403
    assert as_user(UserFactory(grant=("clerk", "17"))).post(undo).status_code == 404
    assert client.post(undo).url == url(record)
    record.refresh_from_db()
    assert (record.match_state, record.enterprise) == ("possible", None)
    assert "undone already" in text(client.post(undo, follow=True))


def test_undoing_a_decision_about_a_withdrawn_record_leads_to_the_record(unit, clerk):
    record = possible(unit)
    say(as_user(clerk), record, unit, "same")
    RegistryRecord.objects.filter(pk=record.pk).update(withdrawn_at="2026-11-01T00:00Z")
    made = MatchDecision.objects.get()
    answer = as_user(clerk).post(f"{HOME}/decided/{made.pk}/undo/", follow=True)
    assert answer.status_code == 200 and "Undone." in text(answer)


def test_what_decisions_taught_and_the_last_one_stand_on_the_page(unit, clerk):
    client = as_user(clerk)
    for n in range(2):
        say(client, possible(unit, key=f"T{n}", reasons=("tin_slip",)), unit, "same" if n == 0 else "not_same")
    body = text(client.get(url(possible(EnterpriseFactory(), key="NEXT", reasons=("tin_slip",)))))
    assert "1 of 2 were the same" in body
    assert "Your last decision" in body


def test_a_decided_record_has_its_own_page(unit, clerk):
    record = possible(unit)
    say(as_user(clerk), record, unit, "same")
    assert as_user(clerk).get(url(record)).url == f"{HOME}/records/{record.pk}/"


def test_a_withdrawn_record_is_not_there(unit, clerk):
    record = possible(unit)
    RegistryRecord.objects.filter(pk=record.pk).update(withdrawn_at="2026-11-01T00:00Z")
    assert as_user(clerk).get(url(record)).status_code == 404
    assert say(as_user(clerk), record, unit, "same").status_code == 404


def test_when_the_rule_moved_the_page_on_meanwhile(unit, clerk, monkeypatch):
    from enterprises.services import matching

    def refuse(**_given):
        raise matching.DecisionRefused("decided otherwise")

    monkeypatch.setattr(matching, "decide", refuse)
    record = possible(unit)
    response = as_user(clerk).post(f"{url(record)}decide/", {"unit": unit.pk, "verdict": "same"}, follow=True)
    assert "Look again" in text(response)
