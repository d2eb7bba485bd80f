"""Messages, codes and their limits: first values."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
