"""Applications of workers and the self-employed, and membership: first values."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
