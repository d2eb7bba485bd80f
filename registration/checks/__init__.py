"""The automatic checks of an application: each says pass, fail, warn or unavailable, with its evidence."""

from registration.checks.running import Finding, all_pass, codes_for, run, run_one

__all__ = ["Finding", "all_pass", "codes_for", "run", "run_one"]
