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
