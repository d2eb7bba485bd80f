"""Addresses that machines call: outside the language prefix."""

from django.urls import path

from nssf_portal.notifications.views import telegram_webhook

urlpatterns = [path("telegram/<str:secret>", telegram_webhook, name="telegram_webhook")]
