from django.urls import path

from enterprises.views import claims, employer, people

app_name = "enterprises"
urlpatterns = [
    path("", employer.home, name="employer_home"),
    path("register/", claims.start, name="start"),
    path("register/<uuid:claim_id>/", claims.resume, name="claim"),
    path("register/<uuid:claim_id>/done/", claims.done, name="claim_done"),
    path("register/<uuid:claim_id>/withdraw/", claims.withdraw, name="claim_withdraw"),
    path("register/<uuid:claim_id>/ask-owner/", claims.ask_owner, name="claim_ask_owner"),
    path("register/<uuid:claim_id>/file/<int:document_id>/", claims.file, name="claim_file"),
    path("register/<uuid:claim_id>/<slug:name>/", claims.step, name="claim_step"),
    path("invitation/<str:token>/", people.invitation, name="invitation"),
    path("<uuid:enterprise_id>/", employer.enterprise, name="enterprise"),
    path("<uuid:enterprise_id>/details/", employer.details, name="details"),
    path("<uuid:enterprise_id>/places/add/", employer.add_establishment, name="establishment_add"),
    path("<uuid:enterprise_id>/places/<uuid:place_id>/", employer.establishment, name="establishment"),
    path(
        "<uuid:enterprise_id>/places/<uuid:place_id>/close/", employer.close_establishment, name="establishment_close"
    ),
    path("<uuid:enterprise_id>/people/", people.people, name="people"),
    path("<uuid:enterprise_id>/people/<uuid:representative_id>/end/", people.end, name="representative_end"),
    path("<uuid:enterprise_id>/people/ask/<uuid:claim_id>/", people.invite_claimant, name="invite_claimant"),
    path("<uuid:enterprise_id>/invitations/<uuid:invitation_id>/", people.take_back, name="invitation_take_back"),
    path("<uuid:enterprise_id>/certificate/km/", employer.certificate, {"language": "km"}, name="certificate_km"),
    path("<uuid:enterprise_id>/certificate/en/", employer.certificate, {"language": "en"}, name="certificate_en"),
]
