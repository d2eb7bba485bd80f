"""Officers' pages of this app, under /desk/."""

from django.urls import path

from enterprises.views import clerk

urlpatterns = [path("claims/<uuid:claim_id>/", clerk.claim, name="desk_claim")]
