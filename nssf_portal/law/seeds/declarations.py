"""Declarations, payments and standing: days, rates of exchange, how far back one looks."""

from decimal import Decimal

from nssf_portal.law.enums import Unit
from nssf_portal.law.seeds.base import HOUSE, NO_TEXT, SD32, SINCE_2018, Seed

_FUND_SITE = "Contribution page of the Fund's own site"

_DECLARING: tuple[Seed, ...] = (
    Seed(
        "contribution.month_rule",
        "by_days",
        "",
        NO_TEXT,
        False,
        SINCE_2018,
        note="Rates that change inside a month: by_days, first_day or last_day.",
    ),
    Seed(
        "contribution.part_month",
        "whole_wage",
        "",
        NO_TEXT,
        False,
        SINCE_2018,
        note="Who joined or left in the month: whole_wage, or by_days of the wage.",
    ),
    Seed(
        "contribution.usd_rate",
        Decimal("4000"),
        Unit.RIEL,
        SD32,
        False,
        SINCE_2018,
        note="For one US dollar: to be replaced by the rate the Fund notifies for each month.",
    ),
    Seed(
        "contribution.late_interest.counting",
        "begun",
        "",
        NO_TEXT,
        False,
        SINCE_2018,
        note="Months of delay: begun, or full ones only; simple interest.",
    ),
    Seed("deadline.first_payment", 30, Unit.DAYS, _FUND_SITE, False, SINCE_2018, note="From the registration."),
    Seed("declaration.first_month", "2026-01", "", HOUSE, False, note="Earlier months are in the core system only."),
    Seed("declaration.look_back", 12, Unit.MONTHS, HOUSE, False, note="How many months are looked at."),
    Seed("declaration.remind_before", 5, Unit.DAYS, HOUSE, False, note="Before the last day to declare."),
    Seed("declaration.remind_after", 3, Unit.DAYS, HOUSE, False, note="After it, who has not declared yet."),
    Seed("upload.payments.size", 20, Unit.MEGABYTES, HOUSE, False),
    Seed("payments.rows", 50_000, Unit.ROWS, HOUSE, False, note="In one file of the collection system."),
)

_STANDING: tuple[Seed, ...] = (
    Seed("standing.lookback_months", 12, Unit.MONTHS, HOUSE, False, note="Months and hires that a standing looks at."),
    Seed(
        "standing.late_hires_share",
        Decimal("0.2"),
        Unit.NONE,
        HOUSE,
        False,
        note="A larger share of hires registered late is something to put right.",
    ),
    Seed(
        "standing.headcount_tolerance",
        Decimal("0.1"),
        Unit.NONE,
        HOUSE,
        False,
        note="So far may the number that others say lie above the registered one.",
    ),
    Seed("standing.headcount_spare", 2, Unit.PERSONS, HOUSE, False, note="A difference of so many is never too much."),
    Seed("standing.headcount_months", 24, Unit.MONTHS, HOUSE, False, note="Older numbers are not compared."),
)

VALUES: tuple[Seed, ...] = (*_DECLARING, *_STANDING)
