"""The hotline, complaints and reviews: first values."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
