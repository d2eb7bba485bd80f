"""Outreach: how long names are kept, days for attribution, limits of stops."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
