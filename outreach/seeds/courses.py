"""Courses of officials (plan 4.3)."""


def seed() -> None:
    """Adds what is missing."""
