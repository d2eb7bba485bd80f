"""Working with other authorities: days to answer, months between visits, jurisdiction."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

VALUES: tuple[Seed, ...] = (
    Seed("visit.gap_months", 12, Unit.MONTHS, HOUSE, False, note="Between visits of either inspectorate."),
)
