from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "nssf_portal.exchange"
    label = "exchange"
