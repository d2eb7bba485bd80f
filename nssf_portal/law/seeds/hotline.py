"""The hotline, complaints and reviews: first values."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT, Seed

VALUES: tuple[Seed, ...] = (
    Seed("sla.call_back", 1, Unit.DAYS, HOUSE, False, note="Working days until somebody calls back."),
    Seed("sla.tip", 10, Unit.DAYS, HOUSE, False, note="Working days until an inspector has looked into a tip."),
    Seed("sla.complaint_answer", 10, Unit.DAYS, HOUSE, False, note="Working days until a complaint is answered."),
    Seed("sla.review", 10, Unit.DAYS, NO_TEXT, False, note="Working days until a review is decided."),
    Seed("hotline.facts", 3, Unit.NONE, HOUSE, False, note="Facts a caller must know before a status is said."),
    Seed("hotline.attempts", 3, Unit.PER_HOUR, HOUSE, False, note="Wrong answers about one record, by telephone."),
    Seed("hotline.verified.minutes", 30, Unit.NONE, HOUSE, False, note="Minutes a record stays open after the facts."),
    Seed("counter.limit", 240, Unit.PER_HOUR, HOUSE, False, note="Forms one helper sends, those with mistakes too."),
    Seed("call_back.tries", 3, Unit.TIMES, HOUSE, False, note="Calls nobody answers before we stop calling."),
    Seed("call_back.per_phone", 3, Unit.PER_HOUR, HOUSE, False),
    Seed("call_back.per_address", 30, Unit.PER_HOUR, HOUSE, False, note="From one network address."),
    Seed("tip.per_address", 30, Unit.PER_HOUR, HOUSE, False, note="From one network address."),
    Seed("complaint.per_address", 30, Unit.PER_HOUR, HOUSE, False, note="From one network address."),
    Seed("complaint.status.tries", 5, Unit.PER_HOUR, HOUSE, False, note="Codes tried for one complaint."),
    Seed("review.tries", 5, Unit.PER_HOUR, HOUSE, False, note="Birth dates tried for one decision."),
    Seed("review.per_address", 30, Unit.PER_HOUR, HOUSE, False, note="From one network address."),
)
