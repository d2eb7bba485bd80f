"""An enterprise connects a programme: a client that may act for it as a staff clerk may, and its end."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from enterprises.enums import RepresentativeRole
from enterprises.models import Enterprise, Representative
from enterprises.services.registering import add_representative
from nssf_portal.accounts.models import User
from nssf_portal.api import clients
from nssf_portal.api.models import ApiClient
from nssf_portal.audit.tracking import acting


@transaction.atomic
def connect(
    *, enterprise: Enterprise, name: str, scopes: Iterable[str], by: User, submission_id: uuid.UUID | None = None
) -> clients.WithSecret:
    """Effects: a client with its user, who becomes a representative for staff lists only.

    Raises ClientRefused and MadeAlready."""
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    made = clients.create_client(name=name, scopes=scopes, by=by, owner_id=enterprise.pk, submission_id=submission_id)
    with acting(by=by, action="api.client.connect", enterprise=str(enterprise.pk)):
        basis = Representative.Basis.INVITATION
        add_representative(enterprise, made.client.user, role=RepresentativeRole.STAFF_CLERK, basis=basis)
    return made


@transaction.atomic
def disconnect(*, client: ApiClient, by: User) -> bool:
    """Revoke it, and end what it may see; False when that was done already."""
    revoked = clients.revoke_client(client=client, by=by)
    with acting(by=by, action="api.client.disconnect"):
        Representative.objects.active().filter(user=client.user_id).update(ended_at=timezone.now(), ended_by=by)
    return revoked
