from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nssf_portal.accounts"
    label = "accounts"

    def ready(self) -> None:
        from nssf_portal.accounts import checks, navigation, phone_codes  # noqa: F401  (checks register themselves)

        phone_codes.register()
        navigation.register()
