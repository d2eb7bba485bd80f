from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    label = "registration"
    verbose_name = _("Registration")

    def ready(self) -> None:
        from nssf_portal import tallies
        from nssf_portal.accounts.permissions import Permission
        from nssf_portal.jobs.services import register_handler
        from nssf_portal.ui import slots
        from nssf_portal.work.kinds import Kind, register_kind
        from registration import (
            exchange_services,
            messages,
            slots_employer,
            slots_hotline,
            slots_machines,
            slots_member,
            slots_public,
            staff_slots,
            stop_slots,
        )
        from registration.api import wiring as api_wiring
        from registration.cards.presenting import verify_panel
        from registration.core import wiring
        from registration.models.tally import APPLICATIONS, MEMBERS, STOCK
        from registration.navigation import members_item, studies_item
        from registration.services import checking, registering, rosters, telling
        from registration.services.many import Applications

        for tally in (MEMBERS, STOCK, APPLICATIONS):
            tallies.register(tally)
        api_wiring.register()
        exchange_services.register()
        slots_employer.register()
        slots_hotline.register()
        slots_machines.register()
        slots_public.register()
        slots_member.register()
        staff_slots.register()
        stop_slots.register()
        messages.register()
        telling.register()
        wiring.register()
        register_handler(rosters.CHECK, checking.check)
        register_handler(rosters.REGISTER, registering.register)
        for code, name, url, days in (
            ("roster_row", _("Doubtful row of a staff list"), "desk_registration:pair", "sla.roster_row"),
            ("correction", _("Correction of a member"), "desk_registration:correction", "sla.correction"),
            ("merge", _("Merge of two members"), "desk_registration:merge", "sla.duplicate"),
            ("application", _("Application of a person"), "desk_registration:application", "sla.application"),
            ("wrong_report", _("A member says: this is wrong"), "desk_registration:wrong_report", "sla.complaint"),
        ):
            register_kind(Kind(code, name, url, days, bulk=Applications() if code == "application" else None))
        slots.register("verify.page", verify_panel)
        slots.register("nav", members_item, order=20, permission=Permission.READ_MEMBERS)
        slots.register("nav", studies_item, order=85, permission=Permission.STUDY)
        post_migrate.connect(_fill, sender=self)


def _fill(using: str, **kwargs: object) -> None:
    """Every migrated database has the fifteen slots and the criteria; what an analyst wrote stays."""
    from django.db import connections

    from registration.models import PriorityCriterion
    from registration.services import priorities

    if PriorityCriterion._meta.db_table in connections[using].introspection.table_names():
        priorities.seed()
