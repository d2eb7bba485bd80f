"""The first questions of the bank."""


def seed() -> None:
    """Adds what is missing."""
