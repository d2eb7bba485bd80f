from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "nssf_portal.exchange"
    label = "exchange"

    def ready(self) -> None:
        from nssf_portal.exchange import checks  # noqa: F401  (checks register themselves)
