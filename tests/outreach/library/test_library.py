"""Plain words: found in Khmer however it is typed, kept by officers, with questions people really asked."""

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from compliance.services.refusing import Refused
from outreach import first_steps, plain_pages
from outreach.models import AskedQuestion, PlainPage
from outreach.seeds import pages as seeds
from outreach.services import library as services
from tests.factories import outreach as made
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LEARN, DESK = "/en/learn/", "/en/outreach/library/"


@pytest.fixture
def editor(db):
    return made.officer()


@pytest.fixture
def desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def text(response) -> str:
    return response.content.decode()


def written(**fields) -> dict:
    return {
        "submission_id": str(uuid.uuid4()),
        "slug": "new-page",
        "topic": "right",
        "title_km": "ទំព័រថ្មី",
        "title_en": "A new page",
        "body_km": "អត្ថបទ",
        "body_en": "A day is [[deadline.employee_registration]].",
        "source": "Prakas 168/22",
        "review_on": "1 June 2027",
    } | fields


def test_the_first_pages_are_there_in_both_languages_with_sources():
    pages = list(PlainPage.objects.published())
    assert len(pages) >= 10
    assert {page.topic for page in pages} == {"scheme", "right", "duty", "procedure"}
    for page in pages:
        assert page.source
        assert not plain_pages.unknown_figures(page.body_km + page.body_en), page.slug
        assert plain_pages.figures_in(page.body_km) == plain_pages.figures_in(page.body_en), page.slug
    assert seeds.seed() is None
    assert PlainPage.objects.count() == len(pages)


def test_anybody_reads_a_page_with_figures_of_the_law_book_source_and_day(client):
    page = text(client.get(f"{LEARN}register-your-workers/"))
    assert "within <strong>3</strong> days" in page
    assert "Prakas 168/22" in page
    assert "To be looked at again" in page
    assert 'value="http://testserver/en/learn/register-your-workers/"' in page
    khmer = client.get("/learn/register-your-workers/")
    assert "<strong>3</strong> ថ្ងៃ" in text(khmer)
    assert len(khmer.content) < 60_000
    assert client.get(f"{LEARN}nothing-here/").status_code == 404
    assert client.post(f"{LEARN}pension/").status_code == 405


@pytest.mark.parametrize(
    ("slug", "begins"),
    [
        ("register-as-self-employed", "/en/register/"),
        ("register-your-enterprise", "/en/employer/register/"),
        ("declare-and-pay", "/en/employer/"),
        ("card-lost", "/en/me/card/"),
    ],
)
def test_what_a_page_explains_is_begun_from_it(client, slug, begins):
    assert f'<a class="govuk-button" href="{begins}"' in text(client.get(f"{LEARN}{slug}/"))


def test_every_procedure_and_duty_has_its_beginning():
    for page in PlainPage.objects.published().filter(topic__in=("procedure", "duty")):
        assert first_steps.step_of(page.slug), page.slug
    assert first_steps.step_of("a-page-of-an-officer") is None


def test_what_nobody_confirmed_says_so_and_a_rate_is_a_percentage():
    with override("en"):
        late = plain_pages.shown("By day [[deadline.declaration_day]].")
        rate = plain_pages.shown("The rate is [[contribution.health_care.rate]].")
    assert "(to be confirmed)" in late
    assert "<strong>2.6%</strong>" in rate


def test_html_in_a_text_is_shown_as_it_was_typed():
    shown = plain_pages.shown("## Head\n\n- one <script>\n- two\n\nA [[no.such_code]]")
    assert "<h2>Head</h2>" in shown
    assert "<li>one &lt;script&gt;</li>" in shown
    assert "[[" not in shown


@pytest.mark.parametrize("typed", ["ប្រាក់សោធន", "ប្រាក់​សោធន", "សោធន", "Pension", "pension BEGAN"])
def test_a_page_is_found_however_it_is_typed(client, typed):
    page = PlainPage.objects.get(slug="pension")
    assert page in plain_pages.search(typed)
    assert 'href="/en/learn/pension/"' in text(client.get(LEARN, {"q": typed}))


def test_both_ways_of_writing_a_subscript_find_the_same():
    page = made.page("both-ways", title_km="ការបណ្ដុះបណ្ដាល")
    PlainPage.objects.filter(pk=page.pk).update(**plain_pages.keys_of(page))
    assert page in plain_pages.search("បណ្តុះបណ្តាល")


def test_a_word_that_no_page_has_leads_to_a_question(client):
    page = text(client.get(LEARN, {"q": "zeppelin"}))
    assert "We have no page about this" in page
    assert f"{LEARN}ask/" in page


def test_a_question_is_kept_once_without_who_asked(client):
    given = {"submission_id": str(uuid.uuid4()), "question": "Does my baby get a card?"}
    for _ in range(2):
        client.post(f"{LEARN}ask/?about=health-care", given)
    asked = AskedQuestion.objects.get()
    assert (asked.slug, asked.question_en, asked.published_at) == ("health-care", "Does my baby get a card?", None)
    assert "Does my baby" not in text(client.get(f"{LEARN}questions/"))
    number = client.post(f"{LEARN}ask/", given | {"question": "Call me 012345678"})
    assert "Take the number out" in text(number)


@pytest.mark.parametrize("number", ["012345678", "012 345 678", "០១២-៣៤៥-៦៧៨", "096.123.4567"])
def test_a_number_has_no_place_in_a_question(client, number):
    given = {"question": f"Please call me: {number}", "submission_id": str(uuid.uuid4())}
    answer = client.post(f"{LEARN}ask/", given)
    assert answer.status_code == 422
    assert not AskedQuestion.objects.filter(question_km__contains="call me").exists()


def test_too_many_questions_from_one_address_wait(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr("outreach.views.library.within_limit", lambda *_args, **_more: False)
    many = client.post(f"{LEARN}ask/", {"submission_id": str(uuid.uuid4()), "question": "Why?"})
    assert many.status_code == 429
    assert AskedQuestion.objects.count() == 0


def test_an_answer_is_shown_only_in_both_languages_and_is_found(desk, client):
    asked = made.asked_question(question_en="", slug="health-care")
    assert "1 question waits" in text(desk.get(f"{DESK}questions/"))
    there = f"{DESK}questions/{asked.pk}/"
    given = {"question_km": "ទារកត្រូវមានប័ណ្ណទេ?", "slug": "health-care", "answer_km": "បាទ", "act": "publish"}
    assert "stand in both languages" in text(desk.post(there, given))
    given |= {"question_en": "Does a baby need a card?", "answer_en": "Yes, a dependant's one."}
    desk.post(there, given)
    assert "a dependant&#x27;s one" in text(client.get(f"{LEARN}health-care/"))
    assert "health-care" in text(client.get(LEARN, {"q": "ទារក"}))
    desk.post(there, given | {"act": "keep"})
    assert "a dependant" not in text(client.get(f"{LEARN}health-care/"))
    assert PlainPage.objects.get(slug="health-care") not in plain_pages.search("ទារក")


def test_a_page_goes_from_draft_to_published_and_a_new_version_replaces_it(desk, client, editor):
    given = written()
    first = desk.post(f"{DESK}new/", given)
    assert desk.post(f"{DESK}new/", given).url == first.url
    page = PlainPage.objects.get(slug="new-page")
    assert client.get(f"{LEARN}new-page/").status_code == 404
    desk.post(f"{first.url}edit/", given | {"title_en": "A better page"})
    assert "Everybody can read it now" in text(desk.post(f"{first.url}publish/", follow=True))
    assert "A better page" in text(client.get(f"{LEARN}new-page/"))
    begun = desk.post(f"{first.url}next/").url
    assert desk.post(f"{first.url}next/").url == begun
    later = PlainPage.objects.get(slug="new-page", version=2)
    desk.post(f"{DESK}{later.pk}/publish/")
    page.refresh_from_db()
    assert (page.state, page.owner) == ("replaced", editor)
    assert "a newer version follows it" in text(desk.get(first.url))
    again = desk.post(f"{first.url}publish/", follow=True)
    assert "already decided or changed" in text(again)
    desk.post(f"{DESK}{later.pk}/withdraw/")
    assert client.get(f"{LEARN}new-page/").status_code == 404


def test_a_published_page_does_not_change(editor):
    page = made.page()
    with pytest.raises(Refused, match="begin a new version"):
        services.change(page, by=editor, title_en="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlainPage.objects.filter(pk=page.pk).update(state="drafted")


def test_a_page_with_a_figure_that_nobody_knows_is_not_published(desk):
    there = desk.post(f"{DESK}new/", written(body_en="[[no.such_code]]")).url
    assert "no value for no.such_code" in text(desk.post(f"{there}publish/", follow=True))
    assert "taken by a page of the library" in text(desk.post(f"{DESK}new/", written(slug="ask")))
    assert "a page with this address already" in text(desk.post(f"{DESK}new/", written(slug="pension")))


def test_a_page_comes_back_on_its_day(desk, editor):
    page = made.page(review_on=timezone.localdate() - timedelta(days=1))
    assert "1 page is to be looked at again" in text(desk.get(DESK))
    desk.post(f"{DESK}{page.pk}/right/")
    page.refresh_from_db()
    assert (page.owner, page.review_on) == (editor, services.next_review())


def test_lists_ask_the_database_the_same_however_long(client, desk, django_assert_max_num_queries):
    for _ in range(4):
        made.page()
    with django_assert_max_num_queries(12):
        client.get(LEARN)
    with django_assert_max_num_queries(20):
        desk.get(DESK)
    with django_assert_max_num_queries(12):
        client.get(LEARN, {"q": "pension"})


def test_others_do_not_edit(client):
    client.force_login(UserFactory(grant=("clerk", "12")))
    assert client.get(DESK).status_code == 403
    assert client.post(f"{DESK}{made.page().pk}/withdraw/").status_code == 403
