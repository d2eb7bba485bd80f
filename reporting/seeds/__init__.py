"""What every migrated database has at first; what officers wrote stays."""

from reporting.seeds import indicators, plan, targets


def seed() -> None:
    """Adds what is missing, changes nothing that is there."""
    plan.seed()
    indicators.seed()
    targets.seed()
