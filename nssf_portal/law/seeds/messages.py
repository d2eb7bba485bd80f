"""Messages, codes and their limits: first values."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

CODES: tuple[Seed, ...] = (
    Seed("code.lifetime.minutes", 10, Unit.NONE, HOUSE, False, note="Minutes a code by SMS is good for."),
    Seed("code.attempts", 5, Unit.TIMES, HOUSE, False, note="Tries at one code."),
    Seed("code.sent.phone", 5, Unit.PER_HOUR, HOUSE, False, note="Codes sent to one phone."),
    Seed("code.sent.address", 120, Unit.PER_HOUR, HOUSE, False, note="Codes asked for from one network address."),
    Seed("code.tried.phone", 15, Unit.PER_HOUR, HOUSE, False, note="Codes tried for one phone, whatever it is for."),
    Seed("code.tried.address", 300, Unit.PER_HOUR, HOUSE, False, note="Codes tried from one network address."),
)
SENDING: tuple[Seed, ...] = (
    Seed("message.hours.open", 8, Unit.NONE, HOUSE, False, note="Hour of the day from which SMS and Telegram leave."),
    Seed("message.hours.close", 20, Unit.NONE, HOUSE, False, note="Hour of the day at which they stop; codes leave."),
    Seed("message.segments", 3, Unit.NONE, HOUSE, False, note="Parts one SMS may have, as the network charges it."),
    Seed("telegram.bind.minutes", 15, Unit.NONE, HOUSE, False, note="Minutes a link to connect Telegram is good for."),
)
VALUES: tuple[Seed, ...] = CODES + SENDING
