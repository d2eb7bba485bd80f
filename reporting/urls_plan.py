from django.urls import path

from reporting.views import plan, plan_decisions, plan_evaluation, plan_institutions, plan_rows, plan_targets

app_name = "reporting_plan"
_PLAN = "<uuid:plan_id>/"
urlpatterns = [
    path("", plan.home, name="home"),
    path(_PLAN, plan.plan, name="plan"),
    path(f"{_PLAN}confirm/", plan.confirm_all, name="confirm_all"),
    path(f"{_PLAN}tables/", plan.tables, name="tables"),
    path(f"{_PLAN}institutions/", plan_institutions.institutions, name="institutions"),
    path(f"{_PLAN}institutions/invite/", plan_institutions.invite, name="invite"),
    path("invitations/<uuid:contact_invitation_id>/", plan_institutions.letter, name="invitation"),
    path(f"{_PLAN}next/", plan.successor, name="successor"),
    path(f"{_PLAN}rows/add/", plan_rows.add, name="add"),
    path("rows/<uuid:measure_id>/", plan_rows.row, name="row"),
    path("rows/<uuid:measure_id>/change/", plan_rows.change, name="change"),
    path("versions/<uuid:measure_version_id>/confirm/", plan_rows.confirm, name="confirm"),
    path("versions/<uuid:measure_version_id>/withdraw/", plan_rows.withdraw, name="withdraw"),
    path(f"{_PLAN}decisions/", plan_decisions.decisions, name="decisions"),
    path(f"{_PLAN}decisions/new/", plan_decisions.new, name="decide"),
    path("decisions/<uuid:plan_decision_id>/paper/", plan_decisions.paper, name="paper"),
    path(f"{_PLAN}targets/", plan_targets.targets, name="targets"),
    path(f"{_PLAN}targets/set/", plan_targets.set_target, name="set_target"),
    path("targets/<uuid:target_id>/confirm/", plan_targets.confirm_target, name="confirm_target"),
    path(f"{_PLAN}baselines/", plan_targets.baselines, name="baselines"),
    path(f"{_PLAN}baselines/add/", plan_targets.add_baseline, name="add_baseline"),
    path("baselines/<uuid:baseline_id>/confirm/", plan_targets.confirm_baseline, name="confirm_baseline"),
    path(f"{_PLAN}evaluation/", plan_evaluation.evaluation, name="evaluation"),
    path(f"{_PLAN}evaluation/write/", plan_evaluation.new, name="evaluation_new"),
    path("evaluation/<uuid:evaluation_id>/", plan_evaluation.edit, name="evaluation_edit"),
    path("evaluation/<uuid:evaluation_id>/approve/", plan_evaluation.approve, name="evaluation_approve"),
    path("evaluation/<uuid:evaluation_id>/reopen/", plan_evaluation.reopen, name="evaluation_reopen"),
]
