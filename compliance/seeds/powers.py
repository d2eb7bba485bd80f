def seed() -> None:
    """Adds what is missing."""
