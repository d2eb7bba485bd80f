"""The composition root of addresses: Khmer at /..., English at /en/..., and a few fixed ones outside the prefix."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLResolver, include, path

from nssf_portal.runtime.views import healthz
from nssf_portal.ui.views import home


def _if_built(prefix: str, module: str) -> list[URLResolver]:
    package = module.rpartition(".")[0]
    return [path(prefix, include(module))] if find_spec(package) and find_spec(module) else []


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("callback/", include("nssf_portal.exchange.identity.urls")),
    *_if_built("verify/", "registration.cards.urls"),  # before the codes of papers, which may be any word
    *_if_built("verify/", "nssf_portal.documents.verify_urls"),
    *_if_built(".well-known/", "registration.cards.urls_known"),
]
urlpatterns += _if_built("callback/", "nssf_portal.notifications.urls_callback")
urlpatterns += _if_built("exchange/", "nssf_portal.exchange.provider.urls")
urlpatterns += _if_built("api/", "nssf_portal.api.urls")
urlpatterns += i18n_patterns(
    path("", home, name="home"),
    path("", include("nssf_portal.ui.urls")),
    path("accounts/", include("nssf_portal.accounts.urls")),
    path("accounts/identity/", include("nssf_portal.exchange.identity.urls_account")),
    # Not allauth.urls: its pages for accounts elsewhere make no sense here, the identity port has its own.
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
    path("security/", include("nssf_portal.audit.urls")),
    path("places/", include("nssf_portal.places.urls")),
    *_if_built("", "nssf_portal.notifications.urls"),
    *_if_built("desk/", "nssf_portal.work.urls"),
    *_if_built("desk/", "registration.urls_hotline"),
    *_if_built("register/", "registration.urls_service"),
    *_if_built("desk/", "registration.urls_desk"),
    *_if_built("desk/", "enterprises.urls_desk"),
    *_if_built("desk/registry/", "enterprises.urls_registry"),
    *_if_built("desk/registry/", "enterprises.urls_matching"),
    *_if_built("desk/registry/rounds/", "enterprises.urls_rounds"),
    *_if_built("desk/core/", "registration.urls_core"),
    *_if_built("desk/exchange/", "nssf_portal.exchange.urls"),
    *_if_built("employer/confirm/", "enterprises.urls_confirm"),
    *_if_built("employer/", "compliance.urls_employer_declarations"),
    *_if_built("employer/", "compliance.urls_employer_standing"),
    *_if_built("employer/", "compliance.urls_employer_notices"),
    *_if_built("employer/", "compliance.urls_employer_cases"),
    *_if_built("inspect/", "compliance.urls_today"),
    *_if_built("inspect/targets/", "compliance.urls_targets"),
    *_if_built("inspect/cases/", "compliance.urls_cases"),
    *_if_built("inspect/papers/", "compliance.urls_papers"),
    *_if_built("inspect/together/", "compliance.urls_cooperation"),
    *_if_built("inspect/powers/", "compliance.urls_powers"),
    *_if_built("inspect/declarations/", "compliance.urls_declarations"),
    *_if_built("employer/", "incentives.urls_employer_benefits"),
    *_if_built("employer/", "incentives.urls_employer_relief"),
    *_if_built("employer/", "incentives.urls_employer_awards"),
    *_if_built("incentives/", "incentives.urls_desk"),
    *_if_built("incentives/awards/", "incentives.urls_awards"),
    *_if_built("incentives/awards/", "incentives.urls_award_lists"),
    *_if_built("incentives/jury/", "incentives.urls_jury"),
    *_if_built("incentives/programmes/", "incentives.urls_programmes"),
    *_if_built("incentives/requests/", "incentives.urls_requests"),
    *_if_built("incentives/answers/", "incentives.urls_answers"),
    *_if_built("incentives/relief/", "incentives.urls_relief"),
    *_if_built("incentives/studies/", "incentives.urls_studies"),
    *_if_built("incentives/effect/", "incentives.urls_effect"),
    *_if_built("awards/", "incentives.urls_honour"),
    *_if_built("outreach/", "outreach.urls_desk"),
    *_if_built("outreach/activities/", "outreach.urls_activities"),
    *_if_built("outreach/attendance/", "outreach.urls_attendance"),
    *_if_built("outreach/partners/", "outreach.urls_partners"),
    *_if_built("outreach/effect/", "outreach.urls_conversion"),
    *_if_built("outreach/questions/", "outreach.urls_quiz"),
    *_if_built("outreach/competitions/", "outreach.urls_competitions"),
    *_if_built("outreach/trainings/", "outreach.urls_trainings"),
    *_if_built("outreach/schools/", "outreach.urls_schools"),
    *_if_built("outreach/library/", "outreach.urls_library_desk"),
    *_if_built("outreach/stops/", "registration.urls_stops"),
    *_if_built("events/", "outreach.urls_events"),
    *_if_built("events/", "outreach.urls_door"),
    *_if_built("events/", "outreach.urls_play"),
    *_if_built("learn/", "outreach.urls_library"),
    *_if_built("stops/", "registration.urls_stops_public"),
    *_if_built("employer/", "registration.urls_stops_employer"),
    *_if_built("employer/", "registration.urls_machines"),
    *_if_built("employer/", "enterprises.urls"),
    *_if_built("developers/", "nssf_portal.api.urls_pages"),
    *_if_built("register/", "registration.urls_register"),
    *_if_built("", "registration.urls"),
    *_if_built("register/places/", "registration.urls_points"),
    *_if_built("reports/studies/", "registration.urls_studies"),
    *_if_built("me/", "registration.urls_me"),
    *_if_built("register/opinion/", "registration.urls_opinion"),
    *_if_built("reports/units/", "enterprises.urls_map"),
    *_if_built("reports/", "reporting.urls"),
    *_if_built("reports/plan/", "reporting.urls_plan"),
    *_if_built("reports/progress/", "reporting.urls_entries"),
    *_if_built("reports/coordination/", "reporting.urls_coordination"),
    *_if_built("reports/made/", "reporting.urls_reports"),
    *_if_built("reports/figures/", "reporting.urls_figures"),
    *_if_built("reports/dashboard/", "reporting.urls_dashboard"),
    *_if_built("reports/quality/", "reporting.urls_quality"),
    *_if_built("progress/", "reporting.urls_public"),
    prefix_default_language=False,
)

handler403 = "nssf_portal.ui.errors.handler403"
handler404 = "nssf_portal.ui.errors.handler404"
handler500 = "nssf_portal.ui.errors.handler500"
