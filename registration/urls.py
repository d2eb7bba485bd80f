"""Addresses of the register of members: the employer's lists and staff."""

from importlib.util import find_spec

from django.urls import URLResolver, include, path

from registration.views import employer_confirmations as confirmations
from registration.views import employer_roster_acts as acts
from registration.views import employer_roster_row as row
from registration.views import employer_rosters as views

app_name = "registration"


def _if_built(module: str) -> list[URLResolver]:
    return [path("employer/", include(module))] if find_spec(module) else []


_ROSTERS = "employer/<uuid:enterprise_id>/rosters/"
_ROSTER = _ROSTERS + "<uuid:roster_id>/"

urlpatterns = [
    path(_ROSTERS, views.roster_list, name="roster_list"),
    path(_ROSTERS + "new/", views.roster_new, name="roster_new"),
    path(_ROSTERS + "template.xlsx", views.roster_template, name="roster_template"),
    path(_ROSTER, views.roster_page, name="roster"),
    path(_ROSTER + "rows-to-correct.xlsx", views.roster_errors, name="roster_errors"),
    path(_ROSTER + "rows/<int:row_no>/", row.roster_row, name="roster_row"),
    path(_ROSTER + "rows/", acts.roster_rows, name="roster_rows"),
    path(_ROSTER + "same-fix/", acts.roster_same_fix, name="roster_same_fix"),
    path(_ROSTER + "restore/", acts.roster_restore, name="roster_restore"),
    path(_ROSTER + "columns/", acts.roster_columns, name="roster_columns"),
    path(_ROSTER + "confirm/", acts.roster_confirm, name="roster_confirm"),
    path(_ROSTER + "put-aside/", acts.roster_cancel, name="roster_cancel"),
    path(_ROSTER + "leavers/", acts.roster_leavers, name="roster_leavers"),
    path(_ROSTER + "changes/", acts.roster_changes, name="roster_changes"),
    path("employer/<uuid:enterprise_id>/confirmations/", confirmations.confirmation_list, name="confirmations"),
    path(
        "employer/<uuid:enterprise_id>/confirmations/<uuid:confirmation_id>/",
        confirmations.confirmation,
        name="confirmation",
    ),
    *_if_built("registration.urls_staff"),
    path("", include("registration.urls_member")),
]
