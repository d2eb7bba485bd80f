from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "nssf_portal.places"
    label = "places"
    verbose_name = _("Places")

    def ready(self):
        post_migrate.connect(_fill, sender=self)


def _fill(using, **kwargs):
    """Every migrated database knows the places; a data migration would have to stay true to every later schema."""
    from django.db import connections

    from nssf_portal.places.models import Place
    from nssf_portal.places.services import load_places

    if Place._meta.db_table in connections[using].introspection.table_names() and not Place.objects.exists():
        load_places()
