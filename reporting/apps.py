from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    label = "reporting"
    verbose_name = _("Progress reports")

    def ready(self) -> None:
        from reporting.slots import register_all
        from reporting.wiring import coordination, dashboard, entries, figures, plan, public, quality, reports, sample

        register_all()
        for part in (plan, entries, coordination, reports, figures, dashboard, quality, public, sample):
            part.register()
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database has the plan, the rows of its indicators, and its tables."""
    from django.db import connections

    from reporting.models import Plan
    from reporting.seeds import seed

    if Plan._meta.db_table in connections[using].introspection.table_names():
        seed()
