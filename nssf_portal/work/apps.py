from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "nssf_portal.work"
    label = "work"

    def ready(self) -> None:
        from nssf_portal import tallies
        from nssf_portal.accounts.permissions import Permission
        from nssf_portal.ui import slots
        from nssf_portal.work import navigation
        from nssf_portal.work.models import CLOSED_WORK

        tallies.register(CLOSED_WORK)
        slots.register("nav", navigation.queue_item, order=10, permission=Permission.READ_WORK)
        slots.register("accounts.home", navigation.home, order=10, permission=Permission.READ_WORK)
