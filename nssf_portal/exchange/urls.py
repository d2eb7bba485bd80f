from django.urls import path

from nssf_portal.exchange import views

app_name = "exchange_desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("messages/", views.message_list, name="messages"),
    path("messages/<uuid:xroad_id>/", views.message, name="message"),
    path("contracts/check/", views.check_now, name="check_now"),
    path("contracts/<int:pk>/accept/", views.accept, name="accept"),
]
