from django.urls import path

from nssf_portal.work import views, views_many

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("assign/", views_many.assign, name="assign"),
    path("approve/", views_many.approve, name="approve"),
    path("views/", views_many.save_view, name="save_view"),
    path("views/<int:view_id>/remove/", views_many.remove_view, name="remove_view"),
    path("next/", views.claim_next, name="claim_next"),
    path("items/<uuid:item_id>/claim/", views.claim, name="claim"),
    path("items/<uuid:item_id>/release/", views.release, name="release"),
    path("items/<uuid:item_id>/reassign/", views.reassign, name="reassign"),
]
