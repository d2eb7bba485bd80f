"""The formalization map, the scoreboard of sources and the re-registration of enterprises."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
