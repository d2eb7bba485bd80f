"""Inspections, notices and fines: days, warnings, who may do what."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
