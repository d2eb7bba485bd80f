"""What every migrated database has at first; what officers wrote stays."""

from compliance.seeds import checklists, party_fields, powers, violations


def seed() -> None:
    """Adds what is missing, changes nothing that is there."""
    violations.seed()
    checklists.seed()
    party_fields.seed()
    powers.seed()
