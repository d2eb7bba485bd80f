import pytest

from nssf_portal.law import book, clock


@pytest.fixture(autouse=True)
def _fresh_law_book():
    """What one test wrote into the law book is not what the next one reads."""
    book.forget()
    clock.forget()
    yield
    book.forget()
    clock.forget()
