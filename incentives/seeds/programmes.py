"""Programmes with their conditions and published terms, as the operational plan names them."""


def seed() -> None:
    """Adds what is missing."""
