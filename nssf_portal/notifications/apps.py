from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "nssf_portal.notifications"
    label = "notifications"

    def ready(self) -> None:
        from nssf_portal.notifications import recipients

        recipients.register("user", recipients.user_address)
