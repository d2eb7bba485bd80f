"""First indicators; what officers wrote stays."""


def seed() -> None:
    """Adds what is missing."""
