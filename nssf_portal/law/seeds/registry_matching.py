"""Comparing registry records with enterprises: points and thresholds. The Fund sets them by what its officers find."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
