"""Guidelines: drafted, published once and for all, acknowledged version by version."""

import pytest

from compliance.models import Acknowledgement, Guideline
from compliance.services import guidelines
from compliance.services.refusing import Refused
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
LIST = "/en/inspect/powers/guidelines/"


@pytest.fixture
def chief():
    return make.chief("HQ")


def published(chief, **fields) -> Guideline:
    return guidelines.publish(make.guideline(**fields), by=chief)


def test_a_chief_writes_and_publishes(client, chief):
    client.force_login(chief)
    there = client.post(f"{LIST}new/", {"title_en": "Visits to markets", "title_km": "ផ្សារ"}).url
    draft = Guideline.objects.get(code="visits-to-markets")
    client.post(f"{LIST}{draft.pk}/publish/")
    draft.refresh_from_db()
    assert draft.published_at is None, "a guideline without words is not published"
    client.post(there, {"title_km": "ផ្សារ", "title_en": "Visits to markets", "body_km": "ក", "body_en": "Ask first."})
    client.post(f"{LIST}{draft.pk}/publish/")
    draft.refresh_from_db()
    assert draft.published_by == chief


def test_a_published_version_never_changes(client, chief):
    done = published(chief)
    with pytest.raises(Refused):
        guidelines.write(done, by=chief, body_en="Other words")
    with pytest.raises(Refused):
        guidelines.publish(done, by=chief)
    client.force_login(chief)
    words = {"title_km": "ខ", "title_en": "B", "body_km": "ខ", "body_en": "Other"}
    assert client.post(f"{LIST}{done.pk}/edit/", words).status_code == 302
    assert Guideline.objects.get(pk=done.pk).body_en == "Be polite."


def test_a_new_version_begins_with_the_old_words_and_asks_again(client, chief):
    first, reader = published(chief), make.inspector()
    client.force_login(reader)
    for _again in range(2):
        client.post(f"{LIST}{first.pk}/read/")
    assert Acknowledgement.objects.filter(user=reader).count() == 1
    assert not guidelines.to_read(reader).exists()
    second = guidelines.draft(by=chief, code=first.code)
    assert second.version == 2 and second.body_en == first.body_en
    assert guidelines.draft(by=chief, code=first.code) == second
    assert not guidelines.to_read(reader).exists()
    guidelines.publish(second, by=chief)
    assert list(guidelines.to_read(reader)) == [second]
    assert "Visits" in client.get("/en/inspect/powers/me/").content.decode()


def test_a_chief_sees_who_of_the_own_offices_has_not_read_it(client, chief):
    here, elsewhere, done = make.inspector("12"), make.inspector("17"), published(chief)
    waiting = guidelines.not_yet(done, make.chief("12"))
    assert here in waiting and elsewhere not in waiting
    guidelines.acknowledge(done, by=here)
    assert here not in guidelines.not_yet(done, chief)
    client.force_login(here)
    assert "Who has not read it yet" not in client.get(f"{LIST}{done.pk}/").content.decode()


def test_a_draft_is_the_chiefs_only(client, chief):
    draft = make.guideline()
    client.force_login(make.inspector())
    assert client.get(f"{LIST}{draft.pk}/").status_code == 404
    assert client.post(f"{LIST}{draft.pk}/read/").status_code == 404
    assert client.post(f"{LIST}{draft.pk}/publish/").status_code == 403
    with pytest.raises(Refused):
        guidelines.acknowledge(draft, by=chief)


def test_the_list_costs_the_same_for_many(client, chief, costs_the_same):
    client.force_login(make.inspector())
    costs_the_same(LIST, lambda: [published(chief, code=f"g{number}") for number in range(9)])
