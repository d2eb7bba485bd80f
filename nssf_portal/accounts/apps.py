from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nssf_portal.accounts"
    label = "accounts"
