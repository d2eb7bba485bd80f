"""Award cycles and eligibility, under /incentives/awards/."""

from django.urls import path

from incentives.views import award_eligibility as runs
from incentives.views import award_rules as rules
from incentives.views import awards as views

app_name = "awards"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("<uuid:cycle_id>/", views.cycle, name="cycle"),
    path("<uuid:cycle_id>/edit/", views.edit, name="edit"),
    path("<uuid:cycle_id>/open/", views.open_cycle, name="open"),
    path("<uuid:cycle_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:cycle_id>/archive/", views.archive, name="archive"),
    path("<uuid:cycle_id>/eligibility/", views.run_start, name="run_start"),
    path("<uuid:cycle_id>/categories/new/", rules.category_new, name="category_new"),
    path("<uuid:cycle_id>/criteria/computed/", rules.criterion_new, {"kind": "computed"}, name="computed_new"),
    path("<uuid:cycle_id>/criteria/judged/", rules.criterion_new, {"kind": "judged"}, name="judged_new"),
    path("categories/<uuid:category_id>/", rules.category, name="category"),
    path("categories/<uuid:category_id>/remove/", rules.category_remove, name="category_remove"),
    path("criteria/<uuid:criterion_id>/", rules.criterion, name="criterion"),
    path("criteria/<uuid:criterion_id>/remove/", rules.criterion_remove, name="criterion_remove"),
    path("eligibility/<uuid:run_id>/", runs.run, name="run"),
    path("eligibility/<uuid:run_id>/freeze/", runs.freeze, name="freeze"),
    path("eligibility/rows/<uuid:eligibility_id>/", runs.row, name="row"),
]
