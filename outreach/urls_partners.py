"""Partners' own pages and the officers' pages of what partners bring, under /outreach/partners/."""

from django.urls import path

from outreach.views import partner_lists, partners

app_name = "outreach_partners"
_LIST = "lists/<uuid:person_list_id>/"
_PERSON = _LIST + "<int:row_no>/"

urlpatterns = [
    path("", partners.home, name="home"),
    path("propose/", partners.propose, name="propose"),
    path("table/", partners.table, name="table"),
    path("lists/", partner_lists.lists, name="lists"),
    path(_LIST, partner_lists.people, name="list"),
    path(_PERSON, partner_lists.person, name="person"),
    path(_PERSON + "call/", partner_lists.call, name="call"),
    path(_PERSON + "begin/", partner_lists.begin, name="begin"),
    path(_PERSON + "forget/", partner_lists.forget, name="forget"),
    path("<uuid:activity_id>/", partners.activity, name="activity"),
    path("<uuid:activity_id>/list/", partners.list_new, name="list_new"),
]
