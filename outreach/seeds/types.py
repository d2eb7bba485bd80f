"""Types of activity of the plan's action table, with their sheets."""


def seed() -> None:
    """Adds what is missing."""
