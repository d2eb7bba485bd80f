from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from enterprises import exchange_services
        from enterprises.services import delivery_jobs, telling
        from enterprises.slots import register_all
        from nssf_portal.notifications import recipients

        register_all()
        delivery_jobs.register()
        post_migrate.connect(_fill, sender=self)
        exchange_services.register()
        telling.register_templates()
        recipients.register("invitation", telling.invitation_address)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database knows the sources; an administrator's names stay."""
    from django.db import connections

    from enterprises.models import Source
    from enterprises.sources import fill_sources

    if Source._meta.db_table in connections[using].introspection.table_names():
        fill_sources()
