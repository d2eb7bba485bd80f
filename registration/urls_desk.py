"""Addresses of the clerks' desk: comparisons, corrections, members, merges, reports."""

from django.urls import path

from registration.views import clerk, clerk_members, clerk_spells
from registration.views import clerk_applications as applications

app_name = "desk_registration"

urlpatterns = [
    path("applications/<uuid:application_id>/", applications.application, name="application"),
    path("applications/<uuid:application_id>/numbers/", applications.reveal, name="application_reveal"),
    path("applications/<uuid:application_id>/papers/<int:paper_id>/", applications.paper, name="application_paper"),
    path("applications/<uuid:application_id>/check/", applications.recheck, name="application_recheck"),
    path("applications/<uuid:application_id>/spells/", clerk_spells.spells, name="application_spells"),
    path("applications/<uuid:application_id>/reopen/", applications.reopen, name="application_reopen"),
    path("pairs/<uuid:pair_id>/", clerk.pair, name="pair"),
    path("pairs/<uuid:pair_id>/numbers/", clerk.pair_reveal, name="pair_reveal"),
    path("pairs/<uuid:pair_id>/document/", clerk.pair_document, name="pair_document"),
    path("corrections/<uuid:correction_id>/", clerk.correction, name="correction"),
    path("wrong-reports/<uuid:report_id>/", clerk.wrong_report, name="wrong_report"),
    path("merges/<uuid:merge_id>/", clerk_members.merge, name="merge"),
    path("members/", clerk_members.members, name="members"),
    path("members/<uuid:member_id>/", clerk_members.member, name="member"),
    path("members/<uuid:member_id>/numbers/", clerk_members.member_reveal, name="member_reveal"),
]
