from django.urls import path

from nssf_portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.inbox_list, name="inbox"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/<uuid:message_id>/read/", views.read_one, name="read"),
    path("messages/preferences/", views.preferences, name="preferences"),
    path("messages/telegram/connect/", views.connect_telegram, name="connect_telegram"),
    path("messages/telegram/end/", views.disconnect_telegram, name="disconnect_telegram"),
]
