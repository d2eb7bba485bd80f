from django.urls import path

from nssf_portal.audit import views

app_name = "audit"
urlpatterns = [path("", views.readings, name="readings")]
