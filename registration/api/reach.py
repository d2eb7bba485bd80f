"""What a client reaches: its enterprise, its rosters; everything else is not there."""

import hashlib
import re
import uuid

from django.utils.translation import gettext as _
from rest_framework.request import Request

from enterprises.enums import EnterpriseState
from enterprises.models import Enterprise, Establishment
from nssf_portal.api.authentication import client_of
from nssf_portal.api.problems import Problem, field_error
from registration.models import Roster

_REFERENCE = re.compile(r"[A-Z]{3}-\d\d-[0-9A-Z]{4,8}-[0-9A-Z]", re.ASCII)


def enterprise_of(request: Request) -> Enterprise:
    """The enterprise the programme works for."""
    own = Enterprise.objects.represented_by(request.user).filter(pk=client_of(request).owner_id)
    if (found := own.first()) is None:
        raise Problem("not_found")
    return found


def registered_enterprise(request: Request) -> Enterprise:
    found = enterprise_of(request)
    if found.state != EnterpriseState.REGISTERED:
        raise Problem("conflict", _("The enterprise is not registered."))
    return found


def establishment_of(enterprise: Enterprise, key: uuid.UUID | None) -> Establishment:
    """The named open place of work, or the head office."""
    places = enterprise.establishments.open()
    found = places.filter(pk=key).first() if key else places.filter(is_head_office=True).first()
    if found is None:
        raise field_error("#/establishment", _("This is no open place of work of the enterprise."), "unknown")
    return found


def roster_of(request: Request, name: str, *, lock: bool = False) -> Roster:
    """By its reference or its id."""
    found = Roster.objects.filter(enterprise=enterprise_of(request)).select_related("enterprise", "establishment")
    if lock:
        found = found.select_for_update(of=("self",))
    if _REFERENCE.fullmatch(name):
        roster = found.filter(reference=name).first()
    else:
        roster = found.filter(pk=_uuid(name)).first()
    if roster is None:
        raise Problem("not_found")
    return roster


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if len(text) == 36 and text.isascii() else None
    except ValueError:
        return None


def etag_of(roster: Roster) -> str:
    """Changes with the state and every count: who acts on what they saw says so with If-Match."""
    seen = (roster.state, roster.accepted, roster.repair, roster.review, roster.registered, roster.dropped)
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:16]}"'


def check_unchanged(request: Request, roster: Roster) -> None:
    wanted = request.headers.get("If-Match", "").strip()
    if wanted and wanted != "*" and etag_of(roster) not in [one.strip() for one in wanted.split(",")]:
        raise Problem("changed_meanwhile")
