"""Applications of workers and the self-employed, and membership: first values."""

from datetime import date
from decimal import Decimal

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT, SD280, Seed

SINCE_280 = date(2023, 8, 28)

VALUES: tuple[Seed, ...] = (
    Seed("application.employer_answer", 5, Unit.DAYS, HOUSE, False, note="Working days an employer has to answer."),
    Seed("application.certificate_wait", 60, Unit.DAYS, HOUSE, False, note="An application waits so long for it."),
    Seed("application.draft_kept", 90, Unit.DAYS, HOUSE, False, note="A draft nobody goes on with is deleted after."),
    Seed("application.per_phone", 10, Unit.PER_HOUR, HOUSE, False, note="Families share phones; robots do not."),
    Seed("application.per_address", 120, Unit.PER_HOUR, HOUSE, False, note="Drafts begun from one network address."),
    Seed("lookup.enterprise.public", 200, Unit.PER_HOUR, HOUSE, False, note="Employers looked up from one address."),
    Seed("identity.check.number", 12, Unit.PER_HOUR, HOUSE, False, note="One number is compared with MoI so often."),
    Seed("application.certificate.tries", 10, Unit.PER_HOUR, HOUSE, False, note="Numbers tried for one application."),
    Seed("application.review_period", 30, Unit.DAYS, NO_TEXT, False, note="To ask for a review of a refusal."),
    Seed("self_employed.first_day_month", 2, Unit.MONTHS, SD280, False, SINCE_280, note="Benefits after so many."),
    Seed("self_employed.abandoned_after", 6, Unit.MONTHS, SD280, False, SINCE_280, note="Unpaid months; ask 1286."),
    Seed("self_employed.informal_certificate", True, "", NO_TEXT, False, note="Asked of the self-employed since 2025."),
    Seed("dependant.notice_before", 3, Unit.MONTHS, HOUSE, False, note="Ageing out is announced so long before."),
    Seed("application.members_per_phone", 6, Unit.PERSONS, HOUSE, False, note="More on one phone: an officer looks."),
    Seed("sla.warn_before", 2, Unit.DAYS, HOUSE, False, note="Working days left at which an item is due soon."),
    Seed("consent.version", "2026-1", "", HOUSE, False, note="Version of the consent texts in force."),
    Seed("identity.kyc.pass_score", Decimal("0.9"), Unit.NONE, HOUSE, False, note="MoI's score, 0 to 1: as said."),
    Seed("identity.kyc.warn_score", Decimal("0.6"), Unit.NONE, HOUSE, False, note="Below it the check has failed."),
    Seed("me.proved_for", 30, Unit.NONE, HOUSE, False, note="Minutes a record opened by phone and facts stays open."),
    Seed("me.proof.number", 3, Unit.PER_HOUR, HOUSE, False, note="Tries at one member number, known to us or not."),
    Seed("me.proof.address", 60, Unit.PER_HOUR, HOUSE, False, note="Tries from one network address."),
    Seed("me.take_out.limit", 5, Unit.PER_HOUR, HOUSE, False, note="Exports of all one's own data."),
    Seed("me.card_lost_every", 30, Unit.DAYS, HOUSE, False, note="A lost card is replaced online once in so many."),
    Seed("self_employed.warn_months", "1 3 5", "", HOUSE, False, note="Unpaid months at which a member is warned."),
    Seed("self_employed.unpaid_after_day", 15, Unit.DAY_OF_MONTH, NO_TEXT, False, note="Of the month after."),
)
