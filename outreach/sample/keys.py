"""Names of the demonstration's rows: the same name is the same row, however often the sample is loaded."""

import uuid

from outreach.models import Activity

_SPACE = uuid.UUID("5d1c3a52-7d0e-4c7c-9a44-1f7f3c8f0e07")


def key(name: str) -> uuid.UUID:
    """The submission id of a sample row."""
    return uuid.uuid5(_SPACE, name)


def activity(name: str) -> Activity:
    """A sample activity by its short name ("forum")."""
    return Activity.objects.get(submission_id=key(f"activity:{name}"))
