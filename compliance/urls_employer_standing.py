from django.urls import path

from compliance.views import standing as views

app_name = "employer_standing"
urlpatterns = [
    path("standing/", views.own, name="own"),
    path("<uuid:enterprise_id>/standing/", views.standing, name="standing"),
    path("<uuid:enterprise_id>/standing/certificate/km/", views.certificate, {"language": "km"}, name="certificate_km"),
    path("<uuid:enterprise_id>/standing/certificate/en/", views.certificate, {"language": "en"}, name="certificate_en"),
]
