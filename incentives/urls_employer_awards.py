"""An enterprise and the award: nominate itself, agree to the public roll, its certificates."""

from django.urls import path

from incentives.views import employer_awards as views

app_name = "employer_awards"
_AWARD = "<uuid:enterprise_id>/awards/<uuid:award_id>"
urlpatterns = [
    path("<uuid:enterprise_id>/awards/", views.home, name="home"),
    path("<uuid:enterprise_id>/awards/nominate/<uuid:cycle_id>/", views.nominate, name="nominate"),
    path("<uuid:enterprise_id>/awards/roll/<uuid:candidate_id>/", views.agree, name="agree"),
    path("<uuid:enterprise_id>/awards/leave/<uuid:candidate_id>/", views.leave, name="leave"),
    path(f"{_AWARD}/certificate/km/", views.paper, {"name": "certificate_km"}, name="certificate_km"),
    path(f"{_AWARD}/certificate/en/", views.paper, {"name": "certificate_en"}, name="certificate_en"),
    path(f"{_AWARD}/letter/km/", views.paper, {"name": "letter_km"}, name="letter_km"),
    path(f"{_AWARD}/letter/en/", views.paper, {"name": "letter_en"}, name="letter_en"),
]
