"""How far a job is, for who polls."""

import uuid

from nssf_portal.jobs.models import Job


def progress_of(kind: str, subject_id: uuid.UUID) -> int:
    """Lines done so far; 0 before it began."""
    done = Job.objects.filter(kind=kind, subject_id=subject_id).order_by("-id").values_list("done", flat=True).first()
    return done or 0
