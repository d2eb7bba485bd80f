"""Reasons for relief that were accepted before (plan 1.3); the Fund confirms or replaces them."""


def seed() -> None:
    """Adds what is missing."""
