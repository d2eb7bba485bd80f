from django.urls import path

from nssf_portal.places import views

app_name = "places"
urlpatterns = [path("children/", views.children, name="children")]
