"""Awards: lists, jury, committee."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
