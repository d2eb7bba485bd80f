import pytest

from compliance.services import issuing
from nssf_portal.law import book as law_book
from tests.factories import compliance as made


@pytest.fixture(autouse=True)
def book_read_anew():
    """What another test confirmed is read again as it is."""
    law_book.forget()
    yield
    law_book.forget()


@pytest.fixture(autouse=True)
def unset_type(monkeypatch, settings, tmp_path):
    """Papers are looked at in test_papers_as_pictures only: setting type takes a second a page."""
    monkeypatch.setattr(issuing, "typeset", lambda template, context, language: f"{template} {language}".encode())
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def book(db):
    """The law book as it is once everything was confirmed."""
    made.confirm_law()
