"""Working beside NSSF's core system and its apps: blocks of numbers, days and limits."""

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, Seed

VALUES: tuple[Seed, ...] = (
    Seed("core.delta_rows", 20_000, Unit.ROWS, HOUSE, False, note="Most changes on one page or in one file."),
    Seed("core.take_block", 1_000, Unit.ROWS, HOUSE, False, note="Rows of an incoming delta that commit together."),
    Seed("core.control_hour", 8, Unit.NONE, HOUSE, False, note="From this hour yesterday's control file is late."),
    Seed("core.grace_days", 1, Unit.DAYS, HOUSE, False, note="Younger registrations are not compared yet."),
    Seed("core.block_warning", 30, Unit.DAYS, HOUSE, False, note="Ask for numbers when they last for fewer days."),
    Seed("core.block_left", 500, Unit.PERSONS, HOUSE, False, note="Ask for numbers too when fewer are left."),
    Seed("core.block_lasts", 365, Unit.DAYS, HOUSE, False, note="A block asked for should last for so long."),
    Seed("core.block_least", 10_000, Unit.PERSONS, HOUSE, False, note="The smallest block worth asking for."),
    Seed("core.file_rows", 5_000, Unit.ROWS, HOUSE, False, note="Most differences in one file."),
)
