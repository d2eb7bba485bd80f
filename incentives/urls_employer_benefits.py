from django.urls import path

from incentives.views import employer_benefits as views

app_name = "employer_benefits"
urlpatterns = [
    path("benefits/", views.own, name="own"),
    path("<uuid:enterprise_id>/benefits/", views.home, name="home"),
    path("<uuid:enterprise_id>/benefits/<uuid:programme_id>/", views.programme, name="programme"),
    path("<uuid:enterprise_id>/benefits/<uuid:programme_id>/ask/", views.ask, name="ask"),
    path("<uuid:enterprise_id>/benefits/requests/<uuid:incentive_id>/", views.follow, name="request"),
    path("<uuid:enterprise_id>/benefits/requests/<uuid:incentive_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:enterprise_id>/benefits/requests/<uuid:incentive_id>/consent/", views.end_consent, name="end_consent"),
]
