"""Programmes, their versions, conditions and published terms."""

from django.urls import path

from incentives.views import programme_parts as parts
from incentives.views import programmes

app_name = "programmes"
urlpatterns = [
    path("", programmes.home, name="list"),
    path("new/", programmes.new, name="new"),
    path("<uuid:programme_id>/", programmes.programme, name="programme"),
    path("<uuid:programme_id>/edit/", programmes.edit, name="edit"),
    path("<uuid:programme_id>/change/", programmes.change, name="change"),
    path("<uuid:programme_id>/end/", programmes.end, name="end"),
    path("<uuid:programme_id>/drop/", programmes.drop, name="drop"),
    path("<uuid:programme_id>/confirm/", programmes.confirm, name="confirm"),
    path("<uuid:programme_id>/conditions/add/", parts.condition_new, name="condition_new"),
    path("conditions/<uuid:condition_id>/", parts.condition, name="condition"),
    path("conditions/<uuid:condition_id>/remove/", parts.condition_remove, name="condition_remove"),
    path("<uuid:programme_id>/terms/add/", parts.term_new, name="term_new"),
    path("terms/<uuid:term_id>/", parts.term, name="term"),
]
