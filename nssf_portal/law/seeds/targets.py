"""Target lists: weights of reasons, shares, time to register by oneself."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
