from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from enterprises.services import telling
        from enterprises.slots import register_all
        from nssf_portal.notifications import recipients

        register_all()
        telling.register_templates()
        recipients.register("invitation", telling.invitation_address)
