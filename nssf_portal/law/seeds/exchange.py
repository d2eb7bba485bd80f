"""Answering over CamDX: limits and how long answers are kept."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

VALUES: tuple[Seed, ...] = (
    Seed("exchange.provider.keys", 100, Unit.ROWS, HOUSE, False, note="Enterprises or workers in one message."),
    Seed("exchange.provider.calls", 3_600, Unit.PER_HOUR, HOUSE, False, note="Messages of one partner."),
    Seed("exchange.provider.size", 1, Unit.MEGABYTES, HOUSE, False, note="Largest body taken in."),
    Seed("exchange.provider.kept", 30, Unit.DAYS, HOUSE, False, note="A message sent again gets its first answer."),
    Seed(
        "exchange.provider.smallest_cell",
        5,
        Unit.NONE,
        HOUSE,
        False,
        note="Counts for partners: smaller ones are not told, others rounded to a multiple.",
    ),
)
