from django.urls import path

from reporting.views import dashboard

app_name = "reporting_dashboard"
urlpatterns = [
    path("", dashboard.home, name="home"),
    path("province/", dashboard.province, name="province"),
    path("office/", dashboard.office, name="office"),
    path("institution/", dashboard.of_institution, name="institution"),
    path("figures.csv", dashboard.download, name="csv"),
]
