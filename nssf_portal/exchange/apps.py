from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "nssf_portal.exchange"
    label = "exchange"
    verbose_name = _("Data exchange")

    def ready(self) -> None:
        from nssf_portal.exchange import checks  # noqa: F401  (checks register themselves)
        from nssf_portal.exchange.identity import accounts
        from nssf_portal.exchange.provider import forgetting  # noqa: F401  (Celery finds its task)

        accounts.register()
        _register_operators()


def _register_operators() -> None:
    from nssf_portal.accounts.permissions import Permission
    from nssf_portal.exchange import contract_checks, views
    from nssf_portal.jobs.services import register_handler
    from nssf_portal.ui import slots

    register_handler(contract_checks.JOB, contract_checks.run)
    slots.register("nav", views.nav_item, order=88, permission=Permission.MANAGE_EXCHANGE)
