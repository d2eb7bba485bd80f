"""The editor of checklists: versions, questions, publishing; a case keeps the version it began with."""

import pytest

from compliance.models import Checklist, ChecklistQuestion
from compliance.services import checklists
from compliance.services.refusing import Refused
from tests.factories import compliance as make

pytestmark = pytest.mark.django_db
LIST = "/en/inspect/powers/checklists/"


@pytest.fixture
def chief(client):
    user = make.chief("HQ")
    client.force_login(user)
    return user


@pytest.fixture
def published():
    """Version 90 of a follow-up, with two questions."""
    made = make.checklist()
    make.checklist_question(made, "q1", order=1)
    make.checklist_question(made, "q2", order=2, text_en="Is it paid?")
    return made


def words(**more) -> dict:
    return {"text_km": "ថ្មី?", "text_en": "New?", "section_km": "", "section_en": ""} | more


def test_a_draft_begins_with_what_is_asked_today(client, chief, published):
    for _again in range(2):
        client.post(f"{LIST}draft/", {"kind": "follow_up"})
    draft = Checklist.objects.get(kind="follow_up", published_at__isnull=True)
    assert draft.version == 91 and [q.code for q in draft.questions.all()] == ["q1", "q2"]


def test_questions_are_added_changed_moved_and_removed(client, chief, published):
    draft = checklists.draft(kind="follow_up", by=chief)
    client.post(f"{LIST}{draft.pk}/add/", words(proven_by="registered"))
    codes = [question.code for question in draft.questions.all()]
    assert codes[:2] == ["q1", "q2"] and len(set(codes)) == 3
    last = draft.questions.get(code=codes[2])
    assert last.proven_by == "registered"
    client.post(f"{LIST}questions/{last.pk}/", words(text_en="Better?"))
    client.post(f"{LIST}questions/{last.pk}/move/", {"way": "up"})
    assert [question.text_en for question in draft.questions.all()] == ["Is there a list?", "Better?", "Is it paid?"]
    first = draft.questions.get(code="q1")
    client.post(f"{LIST}questions/{first.pk}/move/", {"way": "up"})
    client.post(f"{LIST}questions/{first.pk}/move/", {"way": "out"})
    assert [question.text_en for question in draft.questions.all()] == ["Better?", "Is it paid?"]
    assert published.questions.count() == 2


def test_a_published_version_never_changes(client, chief, published):
    question = published.questions.first()
    for act in (
        lambda: checklists.add(published, by=chief, **words()),
        lambda: checklists.change(question, by=chief, text_en="Other"),
        lambda: checklists.shift(question, up=False, by=chief),
        lambda: checklists.remove(question, by=chief),
        lambda: checklists.publish(published, by=chief),
    ):
        with pytest.raises(Refused):
            act()
    client.post(f"{LIST}questions/{question.pk}/", words(text_en="Other"))
    client.post(f"{LIST}questions/{question.pk}/move/", {"way": "out"})
    assert ChecklistQuestion.objects.get(pk=question.pk).text_en == "Is there a list?"


def test_open_cases_keep_the_version_they_began_with(client, chief, published):
    case = make.case_file(kind="follow_up", checklist=published)
    draft = checklists.draft(kind="follow_up", by=chief)
    client.post(f"{LIST}{draft.pk}/publish/")
    case.refresh_from_db()
    assert case.checklist == published and checklists.published("follow_up") == draft


def test_an_empty_checklist_is_not_published(chief):
    Checklist.objects.filter(kind="joint", published_at__isnull=True).delete()
    draft = checklists.draft(kind="joint", by=chief)
    draft.questions.all().delete()
    with pytest.raises(Refused):
        checklists.publish(draft, by=chief)


def test_inspectors_read_published_versions_only(client, chief, published):
    draft = checklists.draft(kind="follow_up", by=chief)
    client.force_login(make.inspector())
    assert client.get(LIST).status_code == 200 and client.get(f"{LIST}{published.pk}/").status_code == 200
    assert client.get(f"{LIST}{draft.pk}/").status_code == 404
    assert client.post(f"{LIST}draft/", {"kind": "follow_up"}).status_code == 403
    assert client.post(f"{LIST}{draft.pk}/publish/").status_code == 403
    assert client.get(f"{LIST}{draft.pk}/publish/").status_code == 405


def test_a_page_costs_the_same_for_many_questions(chief, costs_the_same):
    made = make.checklist(version=95)
    costs_the_same(f"{LIST}{made.pk}/", lambda: [make.checklist_question(made, f"x{n}") for n in range(9)])
