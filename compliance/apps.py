from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ComplianceConfig(AppConfig):
    name = "compliance"
    label = "compliance"
    verbose_name = _("Compliance")

    def ready(self) -> None:
        from compliance.wiring import (
            cases,
            cooperation,
            declarations,
            employer,
            papers,
            powers,
            sample,
            standing,
            targets,
        )

        for part in (declarations, standing, targets, cases, papers, employer, cooperation, powers, sample):
            part.register()
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database has the first violations, checklists, shared fields and powers."""
    from django.db import connections

    from compliance.models import ViolationType
    from compliance.seeds import seed

    if ViolationType._meta.db_table in connections[using].introspection.table_names():
        seed()
