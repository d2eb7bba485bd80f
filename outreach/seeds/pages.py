"""The first plain-words pages."""


def seed() -> None:
    """Adds what is missing."""
