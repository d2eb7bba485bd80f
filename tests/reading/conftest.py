import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """A page answered in Khmer by a test before leaves its language behind in the thread."""
    with translation.override("en"):
        yield
