"""How, where and by when a person may ask that somebody else looks at a decision again."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from nssf_portal.law import NoLawInForce
from nssf_portal.law.book import value

PERIOD = "application.review_period"


@dataclass(frozen=True)
class HowToAsk:
    """For the template registration/_how_to_ask.html."""

    until: datetime.date | None
    days: int
    code: str = PERIOD


def how_to_ask(decided_at: datetime.datetime | None = None) -> HowToAsk:
    """By the law book of the day of the decision; without a value no day is named, and nobody is too late."""
    day = timezone.localtime(decided_at).date() if decided_at else timezone.localdate()
    try:
        days = int(value(PERIOD, on=day).value)
    except NoLawInForce:
        return HowToAsk(None, 0)
    return HowToAsk(day + datetime.timedelta(days=days), days)
