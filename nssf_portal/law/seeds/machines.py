"""The API of machines: limits, lives of tokens and files, retries of webhooks."""

from nssf_portal.law.seeds.base import Seed

VALUES: tuple[Seed, ...] = ()
