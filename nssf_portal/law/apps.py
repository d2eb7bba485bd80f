from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "nssf_portal.law"
    label = "law"
    verbose_name = _("Law book")

    def ready(self):
        post_migrate.connect(_fill, sender=self)


def _fill(using, **kwargs):
    """Every migrated database has a law book; what an administrator entered is never touched."""
    from django.db import connections

    from nssf_portal.law.loader import fill
    from nssf_portal.law.models import Coverage

    if Coverage._meta.db_table in connections[using].introspection.table_names():
        fill()
