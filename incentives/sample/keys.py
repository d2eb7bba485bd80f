"""What the parts of the demonstration share: keys that never change, an invented owner, and days that pass."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, QuerySet

from enterprises.enums import RepresentativeRole
from enterprises.models import Enterprise, Representative
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting

_SPACE = uuid.UUID("c2f4a1d6-53b8-4e7a-9b1f-6d0e8a27f3c9")
SAMPLE = "Sample decision (invented, demonstration only)"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
_OWNER = "owner.invented@demo.nssf.example"
_DAY = timedelta(days=1)


def key(what: str) -> uuid.UUID:
    return uuid.uuid5(_SPACE, what)


def owner_of(*enterprises: Enterprise) -> User:
    """Who acts for the other enterprises of the demonstration; an invented person nobody can sign in as."""
    user = User.objects.filter(email=_OWNER).first() or User.objects.create_user(
        email=_OWNER, phone="+85510000099", password=None, name="ម្ចាស់សហគ្រាស គំរូ (Sample Owner)"
    )
    given = {"role": RepresentativeRole.OWNER, "basis": Representative.Basis.SAMPLE}
    with acting(by=None, action="demo.represent"):
        for one in enterprises:
            Representative.objects.get_or_create(enterprise=one, user=user, ended_at=None, defaults=given)
    return user


def pass_days(
    days: int,
    *rows: "QuerySet[models.Model]",
    but: tuple[str, ...] = (),
    by: User | None = None,
    action: str = "demo.days",
) -> None:
    """These rows are so many days older; their history keeps the day on which the sample was loaded.

    Where a page tells its history act by act, the act that came last says that it was its own (`by`, `action`)."""
    with acting(by=by, action=action):
        for found in rows:
            names = [name for name in _days_of(found.model) if name not in but]
            found.order_by().update(**{name: F(name) - days * _DAY for name in names})


def _days_of(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.DateField)]
