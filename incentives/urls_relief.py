"""Emergency reliefs and requests for relief, under /incentives/relief/."""

from importlib.util import find_spec

from django.urls import include, path

from incentives.views import intervention_acts as acts
from incentives.views import intervention_list as listed
from incentives.views import interventions

app_name = "relief"
_ONE = "emergencies/<uuid:intervention_id>/"
urlpatterns = [
    path("emergencies/", interventions.home, name="emergencies"),
    path("emergencies/new/", interventions.new, name="emergency_new"),
    path(_ONE, interventions.one, name="emergency"),
    path(f"{_ONE}change/", interventions.change, name="emergency_change"),
    path(f"{_ONE}report/", interventions.report, name="emergency_report"),
    path(f"{_ONE}list/", listed.lines, name="emergency_list"),
    path(f"{_ONE}list/decide/", listed.decide, name="emergency_lines"),
    path("emergencies/lines/<uuid:intervention_line_id>/", listed.line, name="emergency_line"),
    path(f"{_ONE}select/", acts.select, name="emergency_select"),
    path(f"{_ONE}propose/", acts.propose, name="emergency_propose"),
    path(f"{_ONE}redraft/", acts.redraft, name="emergency_redraft"),
    path(f"{_ONE}grant/", acts.grant, name="emergency_grant"),
    path(f"{_ONE}refuse/", acts.refuse, name="emergency_refuse"),
    path(f"{_ONE}end/", acts.end, name="emergency_end"),
    path(f"{_ONE}revoke/", acts.revoke, name="emergency_revoke"),
    path(f"{_ONE}again/", acts.again, name="emergency_again"),
]
if find_spec("incentives.urls_relief_requests"):
    urlpatterns += [path("", include("incentives.urls_relief_requests"))]
