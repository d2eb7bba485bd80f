from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from enterprises import exchange_services, slots_registry, slots_sharing
        from enterprises.api import wiring as api_wiring
        from enterprises.models.tally import ENTERPRISES
        from enterprises.services import asking_again, delivery_jobs, matching, telling
        from enterprises.slots import register_all
        from nssf_portal import tallies
        from nssf_portal.jobs import services as jobs
        from nssf_portal.notifications import recipients

        tallies.register(ENTERPRISES)
        api_wiring.register()
        register_all()
        matching.register_job()
        delivery_jobs.register()
        slots_registry.register_all()
        slots_sharing.register_all()
        post_migrate.connect(_fill, sender=self)
        exchange_services.register()
        telling.register_templates()
        jobs.register_handler(asking_again.KIND, asking_again.ask_again)
        recipients.register("invitation", telling.invitation_address)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database knows the sources; an administrator's names stay."""
    from django.db import connections

    from enterprises.models import Source
    from enterprises.sources import fill_sources

    if Source._meta.db_table in connections[using].introspection.table_names():
        fill_sources()
