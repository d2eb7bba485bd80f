from django.urls import path

from nssf_portal.work import views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("next/", views.claim_next, name="claim_next"),
    path("items/<uuid:item_id>/claim/", views.claim, name="claim"),
    path("items/<uuid:item_id>/release/", views.release, name="release"),
    path("items/<uuid:item_id>/reassign/", views.reassign, name="reassign"),
]
