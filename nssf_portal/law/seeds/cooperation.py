"""Working with other authorities: days to answer, months between visits, jurisdiction."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

_P185 = "Prakas 185 MLVT (28 August 2008), who inspects which enterprise"

VALUES: tuple[Seed, ...] = (
    Seed("visit.gap_months", 12, Unit.MONTHS, HOUSE, False, note="Between visits of either inspectorate."),
    Seed("mlvt.municipal_place", "12", Unit.NONE, _P185, note="The capital: its department and the ministry share it."),
    Seed("mlvt.municipal_staff_up_to", 100, Unit.PERSONS, _P185, note="More workers: the ministry inspects."),
    Seed("unit_question.days", 7, Unit.DAYS, HOUSE, False, note="For a commune or district to answer."),
    Seed("unit_question.working_days", True, "", HOUSE, False),
    Seed("unit_question.tries", 30, Unit.PER_HOUR, HOUSE, False, note="Links opened from one address."),
    Seed("referral.days", 15, Unit.DAYS, HOUSE, False, note="For another authority, or the Fund, to answer."),
    Seed("referral.working_days", True, "", HOUSE, False),
    Seed("referral.lookups", 60, Unit.PER_HOUR, HOUSE, False, note="Numbers of units a partner may type."),
    Seed("share.days", 30, Unit.DAYS, HOUSE, False, note="How long a list is shared unless said otherwise."),
    Seed("share.days_most", 180, Unit.DAYS, HOUSE, False),
    Seed("share.ends_soon_days", 7, Unit.DAYS, HOUSE, False),
    Seed("mlvt_plan.rows", 2_000, Unit.ROWS, HOUSE, False, note="Of one uploaded plan of visits."),
    Seed("strength.few", 5, Unit.NONE, HOUSE, False, note="Fewer settled cases are not compared."),
)
