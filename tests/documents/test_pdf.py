"""Typesetting from local files only, with Khmer lines broken between words."""

import builtins
import copy

import pytest
from django.template import Context, Template

from nssf_portal.documents import pdf

KHMER = "បេឡាជាតិសន្តិសុខសង្គម"


@pytest.fixture
def paper(settings, tmp_path):
    """A template with our style sheet, a QR code and Khmer text."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = templates
    (tmp_path / "paper.html").write_text(
        '{% load static paper %}<html lang="{{ language }}">'
        '<link rel="stylesheet" href="{% static "portal/paper.css" %}">'
        '<p>{{ name }}</p><p>Number 100002</p><img src="{% qr "http://127.0.0.1/verify/X" %}">'
        '<img src="http://192.0.2.1/spy.png"><img src="/etc/passwd"></html>'
    )
    return "paper.html"


@pytest.mark.skipif(not pdf.is_available(), reason="Pango is not installed")
def test_a_template_becomes_a_pdf(paper, caplog):
    made = pdf.typeset(paper, {"name": KHMER}, "km")
    assert made.startswith(b"%PDF-")
    refused = [record.getMessage() for record in caplog.records]
    assert len(refused) == 2, refused  # the two foreign pictures; style sheet, fonts and QR were found


def test_khmer_is_broken_between_words(paper):
    html = pdf.typeset_html(paper, {"name": KHMER}, "km")
    assert "\u200b" in html
    assert KHMER in html.replace("\u200b", "")


def test_breaks_escapes_what_people_typed():
    html = Template("{% load paper %}{{ text|breaks }}").render(Context({"text": f"<b>{KHMER}"}))
    assert html.startswith("&lt;b&gt;")


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/spy.png",
        "file:///etc/passwd",
        "http://paper.invalid/etc/passwd",
        "http://paper.invalid/static/../settings/base.py",
        "http://paper.invalid/static/%2e%2e/%2e%2e/manage.py",
    ],
)
def test_only_static_files_reach_the_paper(url):
    with pytest.raises((ValueError, Exception), match="static file|located outside"):
        pdf.static_file(url)


def test_the_style_sheet_is_a_static_file():
    assert pdf.static_file("http://paper.invalid/static/portal/paper.css").name == "paper.css"


def test_a_qr_code_is_a_picture_without_an_address():
    assert pdf.qr_png("http://127.0.0.1/verify/X").startswith("data:image/png;base64,")


def test_without_pango_the_error_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without_pango(name, *args, **kwargs):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    assert not pdf.is_available()
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango"):
        pdf.typeset("paper.html", {}, "km")
