"""The database refuses impossible states: what each model owes, checked for all of them at once."""

import pytest
from django.db import connection, models

from nssf_portal.audit.personal import models_to_declare, our_apps

MODELS = [model for config in our_apps() for model in models_to_declare(config)]
# Who did it may be nobody: the rule, the installation or the core system. When it happened is always known.
BY_RULE = {
    "accounts.RoleGrant.granted",
    "documents.IssuedDocument.issued",
    "enterprises.Claim.decided",
    "enterprises.Enterprise.registered",
    "jobs.Job.created",
    "registration.Card.issued",
    "registration.Employment.entered",
    "registration.VoluntaryStop.said",  # without an account: the session that proved the record
    "registration.CoreDelta.made",  # every night, or by a machine: no person
    "registration.CoreDelta.acknowledged",
    "enterprises.RegistryBatch.received",  # a message over CamDX has no user
    "enterprises.RegistryRecord.matched",  # by rule or by a person: the decision says who
    "enterprises.ConfirmationRequest.answered",  # by the code of the letter, without an account
    "compliance.Declaration.filed",  # by a programme or the core system
    "compliance.PaymentBatch.received",  # by a machine
    "compliance.TargetList.built",  # by a command
    "incentives.PartnerAnswer.received",  # by the exchange
    "outreach.PlainPage.published",  # the first pages come with the portal
    "outreach.PlainPage.written",
    "reporting.MeasureVersion.made",  # the plan comes with the portal
    "reporting.MeasureVersion.confirmed",
    "reporting.Baseline.entered",
    "reporting.Target.set",
    "reporting.ProgressCall.called",  # by the calendar
    "reporting.Report.requested",
    "compliance.UnitQuestion.answered",  # by whoever holds the link
    "registration.Roster.received",
    "registration.Roster.confirmed",
}
# Rows that are nothing without the one they belong to, or whose key may leave without harm.
NOT_RESTRICTED = {
    "places.PlaceAlias.place",
    "places.Place.parent",
    "exchange.Exchange.user",  # the log outlives the account
    "api.AccessToken.client",  # nothing without the client
    "api.IdempotentRequest.client",
    "api.WebhookEndpoint.client",
    "api.WebhookDelivery.endpoint",
    "registration.CoreDeltaProblem.delta",
    "registration.AppBeginning.application",  # a draft that nobody goes on with is deleted whole
    "enterprises.RegistryPerson.record",
    "enterprises.BatchColumn.batch",
    "enterprises.BatchProblem.batch",
    "enterprises.SourceColumn.source",
    "enterprises.MatchCandidate.record",  # found again by the next run
    "enterprises.MatchCandidate.enterprise",
    "enterprises.UnitFigure.source",  # counted again every night
    "enterprises.SourceFigure.source",
    "compliance.TargetWeight.list",  # made anew with the list
    "compliance.TargetReason.line",
    "registration.ColumnMapping.enterprise",  # remembered headings
    "registration.RosterColumn.roster",
    "registration.RosterProblem.row",
    "registration.MemberProof.member",
    "registration.ApplicationNumber.application",  # drafts that nobody goes on with are deleted whole
    "registration.ApplicationStep.application",
    "registration.ApplicationCheck.application",
    "registration.ApplicationCandidate.application",
    "registration.PointHours.point",
    "notifications.Preference.user",  # ways to reach an account: nothing without it
    "notifications.TelegramChat.user",
    "notifications.TelegramInvite.user",
}
GUARDED_OTHERWISE = {
    "jobs.Job",  # a lease moves it; constraints tie each state to its fields
    "notifications.Message",
    "work.Movement",  # a log of states
    "compliance.LegalTextStep",  # likewise
    "compliance.StandingRow",  # computed anew every night
}


def pairs(model: type[models.Model]) -> list[str]:
    """Of who and when; where neither may be empty, both are always there."""
    fields = {field.name: field for field in model._meta.local_fields}
    stems = [name.removesuffix("_at") for name in fields if name.endswith("_at") and name[:-3] + "_by" in fields]
    return sorted(stem for stem in stems if fields[f"{stem}_at"].null or fields[f"{stem}_by"].null)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_who_and_when_travel_together(model):
    said = " ".join(str(constraint.deconstruct()) for constraint in model._meta.constraints)
    for pair in pairs(model):
        if f"{model._meta.label}.{pair}" not in BY_RULE:
            assert f"'{pair}_at" in said and f"'{pair}_by" in said, f"{model._meta.label}.{pair}_at and _by"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_nothing_is_deleted_along_with_something_else(model):
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey) and f"{model._meta.label}.{field.name}" not in NOT_RESTRICTED:
            assert field.remote_field.on_delete in (models.RESTRICT, models.PROTECT), field


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_state_moves_along_its_table_only(model):
    """Asked of the database itself: the trigger made from the workflow is there."""
    if "state" not in {field.name for field in model._meta.local_fields} or model._meta.label in GUARDED_OTHERWISE:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE '%%guard_state%%'",
            [model._meta.db_table],
        )
        assert cursor.fetchone()[0], f"{model._meta.label} has a state and no guard"


PROTECTED = [
    model
    for model in MODELS
    if model._meta.app_label in ("enterprises", "registration", "compliance", "incentives", "outreach", "reporting")
    and {"enterprise", "commune_code", "place_code", "work_item"} & {field.name for field in model._meta.local_fields}
]
# Reached only through the record they belong to, which was fetched with `visible_to`.
THROUGH_ANOTHER = {
    "enterprises.Establishment", "enterprises.MatchCandidate", "enterprises.Settlement",
    "enterprises.Representative", "enterprises.Certificate",
    "enterprises.UnitFigure",  # counts, no unit
    "outreach.Attribution",  # shown as counts; its activity was fetched
    "outreach.NextPlace",  # counts of a commune
    "outreach.SignUp",
    "outreach.Attendance",
    "outreach.StartedEnterprise",
    "registration.ColumnMapping",
    "registration.ServicePoint",  # everybody may see where to go
}  # fmt: skip


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model._meta.label)
def test_a_record_with_a_scope_is_fetched_by_it(model):
    if model._meta.label not in THROUGH_ANOTHER:
        assert hasattr(model._default_manager.all(), "visible_to")
