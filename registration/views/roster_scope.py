"""How the roster pages fetch what they show: only what the user may see, acts only for who acts for the enterprise."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from enterprises.models import Enterprise
from enterprises.perms import can_manage_staff
from registration.models import Roster


def enterprise_for(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    return get_object_or_404(Enterprise.objects.visible_to(request.user), pk=enterprise_id)


def roster_for(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID) -> Roster:
    """Out of scope is 404, whether or not it exists."""
    rosters = Roster.objects.visible_to(request.user).filter(enterprise_id=enterprise_id)
    wanted = rosters.select_related("enterprise", "establishment", "replaces", "upload")
    return get_object_or_404(wanted, pk=roster_id)


def acting_for(request: HttpRequest, enterprise_id: uuid.UUID) -> Enterprise:
    """For acts on the staff: seeing the enterprise is not enough."""
    enterprise = enterprise_for(request, enterprise_id)
    if not can_manage_staff(request.user, enterprise):
        raise PermissionDenied
    return enterprise


def acting_on(request: HttpRequest, enterprise_id: uuid.UUID, roster_id: uuid.UUID) -> Roster:
    roster = roster_for(request, enterprise_id, roster_id)
    if not can_manage_staff(request.user, roster.enterprise):
        raise PermissionDenied
    return roster
