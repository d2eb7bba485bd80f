from django.urls import path

from nssf_portal.ui import views

app_name = "ui"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("your-data/", views.your_data, name="your_data"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
