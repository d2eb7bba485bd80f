"""Taken into /api/v1/ (nssf_portal.api.routes)."""

from django.urls import path

from registration.api import applications, changes, rosters, staff

app_name = "registration_api"
urlpatterns = [
    path("rosters", rosters.RostersView.as_view(), name="rosters"),
    path("rosters/<str:reference>", rosters.RosterView.as_view(), name="roster"),
    path("rosters/<str:reference>/rows", rosters.RosterRowsView.as_view(), name="roster_rows"),
    path("rosters/<str:reference>/confirm", rosters.RosterConfirmView.as_view(), name="roster_confirm"),
    path("rosters/<str:reference>/cancel", rosters.RosterCancelView.as_view(), name="roster_cancel"),
    path("staff", staff.StaffView.as_view(), name="staff"),
    path("enterprises/<str:number>", staff.EnterpriseView.as_view(), name="enterprise"),
    path("applications", applications.ApplicationsView.as_view(), name="applications"),
    path("applications/<str:external_id>", applications.ApplicationView.as_view(), name="application"),
    path("core/changes", changes.ChangesView.as_view(), name="changes"),
]
