"""Answering over CamDX: limits and how long answers are kept."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
