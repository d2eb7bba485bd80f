"""Which account belongs to which person at a provider of identities."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from nssf_portal.accounts.models import User
from nssf_portal.audit.tracking import acting
from nssf_portal.exchange.models import IdentityLink, UsedToken


class LinkedToAnother(Exception):
    """This person at the provider already belongs to another account of ours."""


@transaction.atomic
def link(*, user: User, provider: str, subject: str) -> IdentityLink:
    """Link an account to a person at a provider; once more is the same link. Raises LinkedToAnother."""
    with acting(by=user, action="identity.link"):
        found, _made = IdentityLink.objects.get_or_create(provider=provider, subject=subject, defaults={"user": user})
    if found.user_id != user.pk:
        raise LinkedToAnother
    return found


@transaction.atomic
def unlink(*, user: User, provider: str) -> int:
    """Take away an account's links to a provider; says how many there were."""
    with acting(by=user, action="identity.unlink"):
        return IdentityLink.objects.filter(user=user, provider=provider).delete()[0]


def user_of(*, provider: str, subject: str) -> User | None:
    """Give the account that belongs to this person at the provider, when it may sign in."""
    found = IdentityLink.objects.filter(provider=provider, subject=subject, user__is_active=True)
    link = found.select_related("user").first() if subject else None
    return link.user if link else None


def linked_providers(user: User) -> set[str]:
    """Give the providers this account is linked to."""
    return set(IdentityLink.objects.filter(user=user).values_list("provider", flat=True))


def use_once(*, issuer: str, token_id: str, expires_at: datetime) -> bool:
    """Note that a token was used; False when it was used before. Those long expired are cleared on the way."""
    UsedToken.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
    digest = hashlib.sha256(f"{issuer}\n{token_id}".encode()).hexdigest()
    _row, made = UsedToken.objects.get_or_create(digest=digest, defaults={"expires_at": expires_at})
    return made
