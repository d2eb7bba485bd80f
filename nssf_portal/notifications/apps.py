from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "nssf_portal.notifications"
    label = "notifications"
