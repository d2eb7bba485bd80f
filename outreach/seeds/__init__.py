"""What every migrated database has at first; what officers wrote stays."""

from outreach.seeds import courses, pages, questions, types


def seed() -> None:
    """Adds what is missing, changes nothing that is there."""
    types.seed()
    questions.seed()
    courses.seed()
    pages.seed()
