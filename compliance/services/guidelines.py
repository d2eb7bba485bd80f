"""Guidelines in versions: drafted, published once and for all, acknowledged by each inspector."""

from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.inspectors import working
from compliance.models import Acknowledgement, Guideline
from compliance.services.refusing import Refused
from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting


def current() -> QuerySet[Guideline]:
    """The newest published version of each guideline."""
    newest = Guideline.objects.filter(code=OuterRef("code"), published_at__isnull=False).order_by("-version")
    return Guideline.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by("code")


def to_read(user: User) -> QuerySet[Guideline]:
    """Versions in use that this person has not acknowledged; a new version asks again."""
    return current().exclude(acknowledgements__user=user)


def not_yet(guideline: Guideline, viewer: User) -> list[User]:
    """Inspectors of this chief's offices who have not acknowledged the version."""
    read = set(guideline.acknowledgements.values_list("user_id", flat=True))
    people = {grant.user_id: grant.user for grant in working(viewer)}
    return sorted((user for key, user in people.items() if key not in read), key=str)


@transaction.atomic
def draft(*, by: User, code: str, **texts: Any) -> Guideline:
    """The next version of a guideline; one draft of each at a time, and it may still be written."""
    newest = Guideline.objects.select_for_update(of=("self",)).filter(code=code).order_by("-version").first()
    if newest and newest.published_at is None:
        return newest
    copied = {name: getattr(newest, name) for name in _TEXTS} if newest else {}
    with acting(by=by, action="guideline.draft"):
        return Guideline.objects.create(code=code, version=newest.version + 1 if newest else 1, **(copied | texts))


_TEXTS = ("title_km", "title_en", "body_km", "body_en")


def _open(guideline: Guideline) -> Guideline:
    locked = Guideline.objects.select_for_update(of=("self",)).get(pk=guideline.pk)
    if locked.published_at:
        raise Refused(_("A published version never changes. Begin the next version."), locked)
    return locked


@transaction.atomic
def write(guideline: Guideline, *, by: User, **texts: Any) -> Guideline:
    """Change a draft."""
    locked = _open(guideline)
    for name, value in texts.items():
        setattr(locked, name, value)
    with acting(by=by, action="guideline.write"):
        locked.save(update_fields=list(texts))
    return locked


@transaction.atomic
def publish(guideline: Guideline, *, by: User) -> Guideline:
    """From now on it never changes, and every inspector is asked to read it."""
    locked = _open(guideline)
    locked.published_at, locked.published_by = timezone.now(), by
    with acting(by=by, action="guideline.publish"):
        locked.save(update_fields=["published_at", "published_by"])
    return locked


def acknowledge(guideline: Guideline, *, by: User) -> Acknowledgement:
    """Read and understood; a second time is the first."""
    if guideline.published_at is None:
        raise Refused(_("This is a draft."), guideline)
    return Acknowledgement.objects.get_or_create(guideline=guideline, user=by)[0]
