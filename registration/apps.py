from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    label = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        from nssf_portal.accounts.permissions import Permission
        from nssf_portal.jobs.services import register_handler
        from nssf_portal.ui import slots
        from nssf_portal.work.kinds import Kind, register_kind
        from registration import messages, slots_employer, staff_slots
        from registration.navigation import members_item
        from registration.services import checking, registering, rosters, telling

        slots_employer.register()
        staff_slots.register()
        messages.register()
        telling.register()
        register_handler(rosters.CHECK, checking.check)
        register_handler(rosters.REGISTER, registering.register)
        for code, name, url, days in (
            ("roster_row", _("Doubtful row of a staff list"), "desk_registration:pair", "sla.roster_row"),
            ("correction", _("Correction of a member"), "desk_registration:correction", "sla.correction"),
            ("merge", _("Merge of two members"), "desk_registration:merge", "sla.duplicate"),
            ("application", _("Application of a person"), "desk_registration:application", "sla.application"),
            ("wrong_report", _("A member says: this is wrong"), "desk_registration:wrong_report", "sla.complaint"),
        ):
            register_kind(Kind(code, name, url, days))
        slots.register("nav", members_item, order=20, permission=Permission.READ_MEMBERS)
