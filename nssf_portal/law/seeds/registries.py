"""Deliveries of institutions: limits, and when a value counts as stale."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
