"""Incentives: requests, relief, studies, effect."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
