from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "nssf_portal.notifications"
    label = "notifications"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from nssf_portal.notifications import checks, navigation, recipients  # noqa: F401  (checks register themselves)

        recipients.register("user", recipients.user_address)
        navigation.register()
