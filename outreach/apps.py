from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    label = "outreach"
    verbose_name = _("Outreach")

    def ready(self) -> None:
        from outreach.wiring import (
            activities,
            attendance,
            competitions,
            conversion,
            desk,
            events,
            library,
            partners,
            quiz,
            sample,
            schools,
            stops,
            trainings,
        )

        parts = (
            desk, activities, partners, attendance, events, conversion, quiz, competitions, trainings, schools,
            library, stops, sample,
        )  # fmt: skip
        for part in parts:
            part.register()
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database has the first types of activity, questions and pages."""
    from django.db import connections

    from outreach.models import ActivityType
    from outreach.seeds import seed

    if ActivityType._meta.db_table in connections[using].introspection.table_names():
        seed()
