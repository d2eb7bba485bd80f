"""Declarations, payments and standing: days, rates of exchange, how far back one looks."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
