"""Addresses for everybody under /register/: call me, tips, complaints, reviews. No namespace: many pages link here."""

from django.urls import path

from registration.views.hotline import public

urlpatterns = [
    path("call-me/", public.call_me, name="register_call_me"),
    path("tip/", public.tip, name="register_tip"),
    path("complaint/", public.complaint, name="register_complaint"),
    path("complaint/status/", public.complaint_status, name="register_complaint_status"),
    path("review/", public.review, name="register_review"),
    path("review/<str:reference>/", public.review, name="register_review_of"),
    path("sent/", public.sent, name="register_service_sent"),
]
