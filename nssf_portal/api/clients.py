"""Clients and their tokens: made, given a new secret, ended; who holds a token."""

import hmac
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nssf_portal.accounts.models import User
from nssf_portal.api.models import AccessToken, ApiClient
from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.scopes import scopes_for
from nssf_portal.audit.tracking import acting
from nssf_portal.identifiers.crypto import blind_index
from nssf_portal.ids import uuid7
from nssf_portal.law.book import value_or

_MAILBOX = "programme.invalid"  # nobody can receive mail there (RFC 2606), so nobody can ask for a password
_NOBODY = uuid.UUID(int=0)
_MOST = 120


class ClientRefused(ValidationError):
    """Why the client was not made."""


class MadeAlready(Exception):
    """This very form made its client before: its secret was shown then."""


@dataclass(frozen=True)
class WithSecret:
    """A client and its secret, which is nowhere kept and cannot be shown again."""

    client: ApiClient
    secret: str


@transaction.atomic
def create_client(
    *,
    name: str,
    scopes: Iterable[str],
    by: User,
    kind: str = ClientKind.EMPLOYER,
    owner_id: uuid.UUID | None = None,
    submission_id: uuid.UUID | None = None,
) -> WithSecret:
    """A new client with a user of its own. Effects: User, ApiClient; the caller links the user to what it may see.

    Raises ClientRefused, and MadeAlready for a form that was sent before."""
    if submission_id and ApiClient.objects.filter(submission_id=submission_id).exists():
        raise MadeAlready
    allowed = {scope.code for scope in scopes_for(kind)}
    chosen = sorted(set(scopes) & allowed)
    if not chosen:
        raise ClientRefused(_("Choose at least one thing that the programme may do."))
    if owner_id and ApiClient.objects.active().of_owner(owner_id).count() >= value_or("api.clients_per_enterprise", 10):
        raise ClientRefused(_("So many programmes are connected already. Revoke one that is no longer used."))
    key, secret = uuid7(), _new_secret()
    with acting(by=by, action="api.client.create"):
        user = User(email=f"{key.hex}@{_MAILBOX}", name=name)
        user.set_unusable_password()
        user.save(force_insert=True)
        client = ApiClient.objects.create(
            id=key,
            public_id=f"nssf-{secrets.token_hex(10)}",
            name=name,
            kind=kind,
            secret_hash=_digest_of_secret(secret),
            user=user,
            owner_id=owner_id,
            submission_id=submission_id or uuid7(),
            scopes=chosen,
            created_by=by,
        )
    return WithSecret(client, secret)


@transaction.atomic
def rotate_secret(*, client: ApiClient, by: User) -> WithSecret:
    """A new secret at once: the old one and every token made with it stop working."""
    locked = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk, active=True)
    secret = _new_secret()
    with acting(by=by, action="api.client.rotate"):
        locked.secret_hash, locked.secret_changed_at = _digest_of_secret(secret), timezone.now()
        locked.save(update_fields=["secret_hash", "secret_changed_at"])
        AccessToken.objects.filter(client=locked).delete()
    return WithSecret(locked, secret)


@transaction.atomic
def revoke_client(*, client: ApiClient, by: User) -> bool:
    """From now on the client gets no token and its tokens open nothing; False when that was so already."""
    locked = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if not locked.active:
        return False
    with acting(by=by, action="api.client.revoke"):
        locked.active, locked.revoked_at, locked.revoked_by = False, timezone.now(), by
        locked.save(update_fields=["active", "revoked_at", "revoked_by"])
        User.objects.filter(pk=locked.user_id).update(is_active=False)
        AccessToken.objects.filter(client=locked).delete()
    return True


def authenticate(public_id: str, secret: str) -> ApiClient | None:
    """The active client with this secret; the comparison takes as long for a client that does not exist."""
    found = ApiClient.objects.select_related("user").filter(public_id=public_id[:_MOST], active=True).first()
    kept = found.secret_hash if found else _NOBODY
    same = hmac.compare_digest(kept.bytes, _digest_of_secret(secret).bytes)
    return found if found and same and found.user.is_active else None


def issue_token(client: ApiClient, wanted: Sequence[str] = ()) -> tuple[str, AccessToken]:
    """A token and its row; `wanted` narrows the scopes. Raises ValueError when the client lacks one of them."""
    if not set(wanted) <= set(client.scopes):
        raise ValueError("scope")
    text, now = f"nssf_{secrets.token_urlsafe(32)}", timezone.now()
    token = AccessToken.objects.create(
        client=client,
        digest=_digest_of_token(text),
        scopes=sorted(set(wanted)) or client.scopes,
        issued_at=now,
        expires_at=now + timedelta(minutes=int(value_or("api.token_minutes", 60))),
    )
    ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)
    return text, token


def holder_of(text: str) -> AccessToken | None:
    """The living token of a living client."""
    found = AccessToken.objects.select_related("client__user").filter(
        digest=_digest_of_token(text), expires_at__gt=timezone.now(), client__active=True, client__user__is_active=True
    )
    return found.first()


def machine_users(users: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these users are programmes."""
    return set(ApiClient.objects.filter(user__in=list(users)).values_list("user_id", flat=True))


def _new_secret() -> str:
    return f"nssf_secret_{secrets.token_urlsafe(32)}"


def _digest_of_secret(secret: str) -> uuid.UUID:
    return blind_index("api.secret", secret)


def _digest_of_token(text: str) -> uuid.UUID:
    return blind_index("api.token", text)
