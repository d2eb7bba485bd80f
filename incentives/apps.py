from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class IncentivesConfig(AppConfig):
    name = "incentives"
    label = "incentives"
    verbose_name = _("Incentives and awards")

    def ready(self) -> None:
        from incentives.wiring import (
            answers,
            awards,
            benefits,
            desk,
            effect,
            eligibility,
            honour,
            interventions,
            jury,
            relief,
            requests,
            sample,
            studies,
        )

        parts = (
            desk, eligibility, awards, jury, honour, benefits, requests, answers, interventions, relief, studies,
            effect, sample,
        )  # fmt: skip
        for part in parts:
            part.register()
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database has the first programmes and reasons for relief."""
    from django.db import connections

    from incentives.models import Programme
    from incentives.seeds import seed

    if Programme._meta.db_table in connections[using].introspection.table_names():
        seed()
