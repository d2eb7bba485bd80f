from datetime import date

import pytest

from nssf_portal.law import book

CUT_OFF = date(2026, 4, 25)  # January to March were due, April is not


@pytest.fixture(autouse=True)
def law_as_it_is():
    yield
    book.forget()
