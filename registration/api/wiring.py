"""What this app tells the API's kernel when it is ready."""

from django.utils.translation import gettext_lazy as _

from nssf_portal.api.models.client import ClientKind
from nssf_portal.api.routes import register_routes
from nssf_portal.api.scopes import register_scope
from nssf_portal.api.webhooks import register_event


def register() -> None:
    from nssf_portal.api.exports import register_export
    from registration.api.staff import STAFF_EXPORT

    register_routes("registration.api.urls")
    register_export(STAFF_EXPORT)
    register_scope("rosters.write", _("send staff lists and have them registered"))
    register_scope("rosters.read", _("read what became of staff lists"))
    register_scope("staff.read", _("read who works there, with the wage"))
    register_scope("staff.export", _("take the whole staff list as a file"))
    register_scope("enterprise.read", _("read the enterprise's own data"))
    register_scope("applications.begin", _("begin applications of people"), ClientKind.APP)
    register_scope("core.deltas", _("exchange changes with the core system"), ClientKind.APP)
    register_event("roster.checked", _("A staff list is checked"))
    register_event("roster.registered", _("The accepted people of a staff list are registered"))
    register_event("member.number.issued", _("People of a staff list have their member numbers"))
