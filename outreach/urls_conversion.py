"""What activities brought, beside similar places, and where to go next."""

from django.urls import path

from outreach.views import conversion

app_name = "outreach_effect"

urlpatterns = [
    path("", conversion.funnel, name="funnel"),
    path("similar/", conversion.similar, name="similar"),
    path("next/", conversion.next_places, name="next"),
    path("<uuid:activity_id>/", conversion.activity, name="activity"),
]
