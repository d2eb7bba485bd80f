from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "nssf_portal.audit"
    label = "audit"

    def ready(self) -> None:
        from nssf_portal.accounts.permissions import Permission
        from nssf_portal.audit import navigation
        from nssf_portal.ui import slots

        post_migrate.connect(_make_partitions, sender=self)
        slots.register("nav", navigation.item, order=90, permission=Permission.REVIEW_ACCESS)
        slots.register("accounts.home", navigation.home, order=90, permission=Permission.REVIEW_ACCESS)


def _make_partitions(**kwargs: Any) -> None:
    """Each `migrate` looks three months ahead; tests make none, so that emptying tables stays quick."""
    from nssf_portal.audit.partitions import make_ahead

    if months := getattr(settings, "PARTITION_MONTHS_AHEAD", 3):
        make_ahead(months)
