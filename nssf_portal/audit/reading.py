from django.db import models

from nssf_portal.accounts.models import User
from nssf_portal.audit.models import ReadLog


def note_reading(record: models.Model, *, by: User, screen: str, reason: str = "", revealed: bool = False) -> None:
    """One row in the read log; the only thing a GET may write besides the exchange log and sessions."""
    ReadLog.objects.create(
        user=by,
        subject_kind=str(record._meta.model_name),
        subject_id=record.pk,
        screen=screen,
        reason=reason,
        revealed=revealed,
    )
