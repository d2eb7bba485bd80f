"""Schools, their visits, and the curriculum."""

from django.urls import path

from outreach.views import curriculum, schools

app_name = "outreach_schools"
_ITEM = "curriculum/<uuid:item_of_curriculum_id>/"

urlpatterns = [
    path("", schools.school_list, name="list"),
    path("new/", schools.new, name="new"),
    path("curriculum/", curriculum.items, name="curriculum"),
    path("curriculum/new/", curriculum.new, name="item_new"),
    path(_ITEM, curriculum.item, name="item"),
    path(f"{_ITEM}edit/", curriculum.edit, name="item_edit"),
    path(f"{_ITEM}step/", curriculum.step, name="item_step"),
    path("visits/<uuid:activity_id>/", schools.visit, name="visit"),
    path("<uuid:school_id>/", schools.school, name="school"),
    path("<uuid:school_id>/edit/", schools.edit, name="edit"),
    path("<uuid:school_id>/close/", schools.close, name="close"),
    path("<uuid:school_id>/report/", schools.report, name="report"),
]
