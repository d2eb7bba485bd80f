"""What every migrated database has at first; what officers wrote stays."""

from incentives.seeds import programmes, reasons


def seed() -> None:
    """Adds what is missing, changes nothing that is there."""
    programmes.seed()
    reasons.seed()
