"""Whose deliveries: all for officers who load registries; an institution's own for its contact."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from enterprises.enums import Way
from enterprises.models import RegistryBatch, Source
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission

SENDERS = (Permission.LOAD_REGISTRY, Permission.SEND_REGISTRY)
READERS = (*SENDERS, Permission.READ_REGISTRY)


def require_one_of(*permissions: Permission) -> Callable:
    """403 unless one of the signed-in user's roles gives one of these."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not any(request.user.has_permission(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


def batch_for(request: HttpRequest, batch_id: uuid.UUID) -> RegistryBatch:
    seen = RegistryBatch.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("source", "institution", "received_by", "loaded_by", "undone_by"), pk=batch_id
    )


def may_load(user: User) -> bool:
    return user.has_permission(Permission.LOAD_REGISTRY)


def sources_for(user: User) -> QuerySet[Source]:
    """The sources whose lists this person may send or look after; never our own registers."""
    active = Source.objects.filter(is_active=True).exclude(way=Way.OWN).order_by("rank", "code")
    if any(user.has_permission(one) for one in (Permission.LOAD_REGISTRY, Permission.READ_REGISTRY)):
        return active
    return active.filter(institution__in=user.institutions(Permission.SEND_REGISTRY))
