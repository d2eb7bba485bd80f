"""Every text of every app, in both languages and with the longest parameters, fits the parts an SMS may have."""

import uuid
from collections.abc import Mapping

import pytest

from nssf_portal.law import value
from nssf_portal.notifications.models import Message
from nssf_portal.notifications.templates import registered, render, segments

LONGEST = {"code": "88888888", "minutes": "60", "days": "365", "date": "31/12/2026", "month": "12/2026"}
REFERENCE = "APP-26-7K3Q-9XX"
"""As long as any reference of ours; what a new parameter may hold at most belongs into LONGEST."""


class Widest(Mapping):
    """Parameters of a message, each as long as it can be."""

    def __getitem__(self, name):
        return LONGEST.get(name, REFERENCE)

    def __iter__(self):
        return iter(LONGEST)

    def __len__(self):
        return len(LONGEST)

    def get(self, name, default=None):
        return self[name]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["km", "en"])
def test_no_text_is_longer_than_the_law_book_allows(settings, language):
    settings.PUBLIC_URL = "https://portal.nssf.gov.kh"
    most = value("message.segments").value
    texts = {
        template.code: render(Message(id=uuid.uuid4(), template=template.code, parameters=Widest()), language).body
        for template in registered()
        if not template.code.startswith("test.")
    }
    assert len(texts) > 10
    too_long = {code: segments(text) for code, text in texts.items() if segments(text) > most}
    assert not too_long
