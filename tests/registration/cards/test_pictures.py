"""The card on plastic and on a screen: the size of a bank card, the QR code large enough for old phones."""

import io
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from PIL import Image

from nssf_portal.documents import pdf
from registration.cards import presenting, services
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")


@needs_pango
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pdf_is_one_page_of_a_bank_cards_size(card, language, monkeypatch):
    assert presenting.card_pdf(card, language).startswith(b"%PDF-")
    made = []

    def typeset(template, context, language):
        html = pdf.typeset_html(template, context, language)
        engine = pdf._engine()
        made.extend(engine.HTML(string=html, base_url=pdf._BASE, url_fetcher=pdf._fetcher(engine)).render().pages)
        return b"%PDF-"

    monkeypatch.setattr(presenting, "typeset", typeset)
    presenting.card_pdf(card, language)
    (page,) = made
    assert (round(page.width / 96 * 25.4, 1), round(page.height / 96 * 25.4, 1)) == (85.6, 54.0)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Member's card", "3 April 1994", "1023\u00a0448\u00a0719")), ("km", ("3\u00a0មេសា\u00a01994",))],
)
def test_the_card_says_who_and_until_when(card, language, words):
    with translation.override(language):
        context = presenting.card_context(card, language)
    html = pdf.typeset_html(presenting.TEMPLATE, context, language).replace("\u200b", "").replace("&nbsp;", "\u00a0")
    for word in (*words, "ហេង ដារ៉ា"):
        assert word.replace("\u00a0", " ") in html.replace("\u00a0", " ")


def test_the_same_card_shows_on_a_screen(card, rf):
    html = render_to_string("registration/member/_card.html", presenting.card_context(card, "en"))
    assert "1023\u00a0448\u00a0719" in html.replace("&nbsp;", "\u00a0")
    assert "data:image/png;base64," in html


def test_a_birth_date_is_shown_as_exactly_as_it_is_known(clerk):
    made = services.issue(MemberFactory(born_on=date(1960, 1, 1), born_precision="year"), by=clerk)
    assert presenting.card_context(made, "en")["born"] == "1960"


def test_the_code_is_a_small_picture(card):
    import base64

    encoded = presenting.card_context(card, "en")["qr_src"].split(",")[1]
    picture = Image.open(io.BytesIO(base64.b64decode(encoded)))
    assert picture.width == picture.height <= (65 + 8) * 6


@pytest.mark.parametrize(
    ("number", "shown"), [("1023448719", "1023 448 719"), ("1234567-1234567-1", "1234567-1234567-1")]
)
def test_only_ten_digits_are_grouped(number, shown):
    assert presenting.grouped(number) == shown
