"""Working beside NSSF's core system and its apps: blocks of numbers, days and limits."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
