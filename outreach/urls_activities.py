"""Activities: plan, announce, hold, report, verify; series, materials, what people said."""

from django.urls import path

from outreach.views import activities, activity_acts, activity_parts, consultations, materials, series, types

app_name = "outreach_activities"
_ONE = "<uuid:activity_id>"
_MATERIAL = "materials/<uuid:material_id>"

urlpatterns = [
    path("", activities.activity_list, name="list"),
    path("new/", activities.new, name="new"),
    path("series/", series.series_list, name="series"),
    path("series/new/", series.new, name="series_new"),
    path("series/<uuid:series_id>/", series.one, name="series_one"),
    path("series/<uuid:series_id>/end/", series.end, name="series_end"),
    path("materials/", materials.material_list, name="materials"),
    path("materials/new/", materials.new, name="material_new"),
    path(f"{_MATERIAL}/", materials.material, name="material"),
    path(f"{_MATERIAL}/versions/", materials.version_add, name="version_add"),
    path(f"{_MATERIAL}/versions/<uuid:material_version_id>/", materials.version, name="version"),
    path(f"{_MATERIAL}/retire/", materials.retire, name="material_retire"),
    path("said/", consultations.consultation_list, name="consultations"),
    path("said/<uuid:consultation_id>/", consultations.changed, name="changed"),
    path("types/", types.type_list, name="types"),
    path("types/new/", types.new, name="type_new"),
    path("types/<int:activity_type_id>/", types.one, name="type"),
    path("types/<int:activity_type_id>/questions/", types.ask, name="ask"),
    path("types/<int:activity_type_id>/questions/<uuid:field_id>/end/", types.ask_no_more, name="ask_no_more"),
    path(f"{_ONE}/", activities.activity, name="activity"),
    path(f"{_ONE}/edit/", activities.edit, name="edit"),
    path(f"{_ONE}/take-up/", activity_acts.take_up, name="take_up"),
    path(f"{_ONE}/decline/", activity_acts.decline, name="decline"),
    path(f"{_ONE}/announce/", activity_acts.announce, name="announce"),
    path(f"{_ONE}/cancel/", activity_acts.cancel, name="cancel"),
    path(f"{_ONE}/hold/", activity_acts.hold, name="hold"),
    path(f"{_ONE}/report/", activity_acts.report, name="report"),
    path(f"{_ONE}/send-back/", activity_acts.send_back, name="send_back"),
    path(f"{_ONE}/verify/", activity_acts.verify, name="verify"),
    path(f"{_ONE}/money/", activity_parts.money_add, name="money_add"),
    path(f"{_ONE}/money/<uuid:money_id>/paper/", activity_parts.money_paper, name="money_paper"),
    path(f"{_ONE}/money/<uuid:money_id>/strike/", activity_parts.money_strike, name="money_strike"),
    path(f"{_ONE}/partners/", activity_parts.partner_add, name="partner_add"),
    path(f"{_ONE}/partners/<uuid:partner_id>/drop/", activity_parts.partner_drop, name="partner_drop"),
    path(f"{_ONE}/speakers/", activity_parts.speaker_add, name="speaker_add"),
    path(f"{_ONE}/speakers/<uuid:speaker_id>/drop/", activity_parts.speaker_drop, name="speaker_drop"),
    path(f"{_ONE}/evidence/", activity_parts.evidence_add, name="evidence_add"),
    path(f"{_ONE}/evidence/<uuid:photo_id>/", activity_parts.evidence, name="evidence"),
    path(f"{_ONE}/evidence/<uuid:photo_id>/strike/", activity_parts.evidence_strike, name="evidence_strike"),
    path(f"{_ONE}/materials/", activity_parts.material_use, name="material_use"),
    path(f"{_ONE}/said/", activity_parts.hear, name="hear"),
]
