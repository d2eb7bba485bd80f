"""The formalization map, the scoreboard of sources and the re-registration of enterprises."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

_TABLE_2 = "Operational Plan on the Social Security Formalization 2024-2026 (30 October 2024), Table 2"
_PLAN_4_1 = "Operational Plan 2024-2026, measure 4.1: renewed registration of enterprises from before CamDX"

VALUES: tuple[Seed, ...] = (
    # Quoted, never computed: two counts of two institutions on two dates.
    Seed("plan.units.registered_2022", 93_647, Unit.NONE, f"{_TABLE_2}: Economic Census 2022"),
    Seed("plan.units.with_fund_2024", 21_884, Unit.NONE, f"{_TABLE_2}: NSSF, first half of 2024"),
    Seed("plan.units.all_2022", 753_670, Unit.NONE, f"{_TABLE_2}: Economic Census 2022"),
    Seed("figures.days_kept", 62, Unit.DAYS, HOUSE, False, note="Older days: the last of each month stays."),
    Seed("units.export.rows", 10_000, Unit.ROWS, HOUSE, False),
    Seed("reregistration.registered_before", "2020-06-15", "", _PLAN_4_1, False, note="Online registration began."),
    Seed("reregistration.answer_days", 30, Unit.DAYS, HOUSE, False, note="From the letter to the last day."),
    Seed("reregistration.again_after", 365, Unit.DAYS, HOUSE, False, note="Who confirmed is left in peace so long."),
    Seed("reregistration.round_most", 1_000, Unit.NONE, HOUSE, False, note="Enterprises in one round."),
    Seed("reregistration.at_once", 500, Unit.NONE, HOUSE, False, note="More are prepared by a job."),
    Seed("confirm.tries.request", 5, Unit.PER_HOUR, HOUSE, False, note="Codes tried for one letter."),
    Seed("confirm.tries.address", 20, Unit.PER_HOUR, HOUSE, False, note="Codes tried from one address."),
    Seed("sla.reregistration", 5, Unit.DAYS, HOUSE, False, note="Working days to look into a letter that is wrong."),
    Seed("upload.letters.size", 200, Unit.MEGABYTES, HOUSE, False),
)
