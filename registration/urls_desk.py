"""Addresses of the clerks' desk: comparisons, corrections, members, merges, reports."""

from django.urls import path

from registration.views import clerk, clerk_members

app_name = "desk_registration"

urlpatterns = [
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
