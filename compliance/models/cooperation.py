"""What is shared with other authorities, field by field, and what is asked of them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compliance.enums import Existence, Party, QuestionState, ReferralState, SharedField
from compliance.models.case import CaseFile
from compliance.models.scope import of_officers
from compliance.models.target import TargetLine, TargetList
from compliance.workflow import QUESTION, REFERRAL
from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, Office, User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs, together


@tracked()
class PartyField(models.Model):
    """One field that one kind of partner may see on a shared list, and by which text. No row, no field."""

    party = models.CharField(_("who"), max_length=16, choices=Party)
    field = models.CharField(_("field"), max_length=12, choices=SharedField)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("field a partner may see")
        ordering = ["party", "field"]
        constraints = [models.UniqueConstraint(fields=["party", "field"], name="party_field_once")]

    def __str__(self) -> str:
        return f"{self.party} {self.field}"


def reaches(user: User, permission: Permission, field: str) -> Q:
    """Rows of the places where the user holds the permission, and of what lies above them.

    A province's list holds lines of a commune: its authority sees the list, and of its lines its own (services)."""
    prefixes = user.place_prefixes(permission) if user.is_authenticated else []
    above = {prefix[:length] for prefix in prefixes for length in range(len(prefix) + 1)}
    return in_places(user, permission, field) | Q(**{f"{field}__in": above})


class ListShareQuerySet(models.QuerySet["ListShare"]):
    def visible_to(self, user: User) -> Self:
        """Those who share it, and until it ends those it is shared with: the institution, or the place's people."""
        if not user.is_authenticated:
            return self.none()
        own = Q(list__in=TargetList.objects.visible_to(user))
        return self.filter(own | Q(pk__in=self.model.objects.given_to(user).values("pk")))

    def given_to(self, user: User) -> Self:
        """What partners see: ended or past its day, it is gone at once."""
        given = Q(institution__in=user.institutions(Permission.READ_SHARED))
        for party, permission in (
            (Party.LABOUR, Permission.READ_SHARED_LABOUR),
            (Party.LOCAL, Permission.ANSWER_UNITS),
            (Party.SOCIAL_SECURITY, Permission.READ_TARGETS),
        ):
            given |= Q(party=party) & reaches(user, permission, "place_code")
        return self.running().filter(given)

    def running(self) -> Self:
        return self.filter(ended_at__isnull=True, until__gte=timezone.localdate())


@tracked()
class ListShare(models.Model):
    """A target list shown to a partner, with the fields of its kind, until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    list = models.ForeignKey(TargetList, models.RESTRICT, related_name="shares")
    place_code = models.CharField(max_length=6, blank=True)  # the list's
    party = models.CharField(_("with whom"), max_length=16, choices=Party)
    institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=300)
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    until = models.DateField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")

    objects = ListShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared list")
        ordering = ["-shared_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "party", "institution"],
                condition=Q(ended_at__isnull=True),
                name="list_share_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(party="institution") ^ Q(institution__isnull=True), name="list_share_names_institution"
            ),
            together("list_share_ended_by_and_at", "ended_at", "ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.until}"


class UnitQuestionQuerySet(models.QuerySet["UnitQuestion"]):
    def visible_to(self, user: User) -> Self:
        """Inspectors of the place; the local authority of the place."""
        if not user.is_authenticated:
            return self.none()
        own = Q(enterprise__in=Enterprise.objects.represented_by(user).values("pk"))
        local = in_places(user, Permission.ANSWER_UNITS, "commune_code") & ~Q(state=QuestionState.VOID) & ~own
        return self.filter(of_officers(user, Permission.READ_CASES, "commune_code", "enterprise") | local)

    def asked(self) -> Self:
        return self.filter(state=QuestionState.ASKED)


@tracked(exclude=["token_digest"])
class UnitQuestion(models.Model):
    """The commune is asked: does it exist, is it open, where? It sees no staff and no informant; silence proves
    nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    case = models.ForeignKey(CaseFile, models.RESTRICT, null=True, blank=True, related_name="questions")
    line = models.ForeignKey(TargetLine, models.RESTRICT, null=True, blank=True, related_name="questions")
    commune_code = models.CharField(max_length=6)
    token_digest = models.UUIDField(unique=True, null=True, editable=False)  # the link's secret, as a keyed digest
    state = models.CharField(_("state"), max_length=8, choices=QuestionState, default=QuestionState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    due_on = models.DateField(_("answer until"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    exists = models.CharField(_("does it exist"), max_length=10, choices=Existence, blank=True)
    is_open = models.CharField(_("is it open"), max_length=10, choices=Existence, blank=True)
    where = models.CharField(_("where"), max_length=300, blank=True)
    interest = models.BooleanField(_("I or my family have a part in it"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = UnitQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a unit")
        ordering = ["due_on", "id"]
        triggers = [QUESTION.guard()]
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(state="asked"), name="unit_question_one_open"),
            state_needs("unit_question_answered_at", ("answered",), "answered_at", "interest"),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(exists=""), name="unit_question_answer_says_something"
            ),
            # By nobody with an account: who held the link.
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(answered_at__isnull=False),
                name="unit_question_answered_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune_code} {self.state}"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """The place's inspectors, and the institution or office that is asked, or asks; nobody of one's own unit."""
        if not user.is_authenticated:
            return self.none()
        ours = of_officers(user, Permission.READ_CASES, "commune_code", "enterprise")
        theirs = user.institutions(Permission.READ_SHARED)
        offices = [g.office_id for g in user.active_grants if g.office_id and g.gives(Permission.READ_SHARED_LABOUR)]
        asked = Q(to_institution__in=theirs) | Q(to_office__in=offices)
        partner = asked | Q(from_institution__in=theirs) | Q(from_office__in=offices)
        return self.filter(ours | partner & ~Q(enterprise__in=Enterprise.objects.represented_by(user).values("pk")))

    def open(self) -> Self:
        return self.filter(state__in=(ReferralState.SENT, ReferralState.ACCEPTED))


@tracked()
class Referral(models.Model):
    """Something another authority is to look at, with its clock: accepted, answered, or declined for a reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission_id = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="+")
    commune_code = models.CharField(max_length=6, blank=True)
    case = models.ForeignKey(CaseFile, models.RESTRICT, null=True, blank=True, related_name="referrals")
    from_office = models.ForeignKey(Office, models.RESTRICT, null=True, blank=True, related_name="+")
    from_institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    to_institution = models.ForeignKey(Institution, models.RESTRICT, null=True, blank=True, related_name="+")
    to_office = models.ForeignKey(Office, models.RESTRICT, null=True, blank=True, related_name="+")
    what = models.CharField(_("what is asked"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=ReferralState, default=ReferralState.SENT)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, related_name="+")
    due_on = models.DateField(_("answer until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=2000, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["due_on", "id"]
        triggers = [REFERRAL.guard()]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_institution__isnull=False) ^ Q(to_office__isnull=False), name="referral_to_one"
            ),
            state_needs("referral_accepted_by", ("accepted",), "accepted_at", "accepted_by"),
            together("referral_accepted_by_and_at", "accepted_at", "accepted_by"),
            state_needs("referral_answered_by", ("answered", "declined"), "answered_at", "answered_by"),
            together("referral_answered_by_and_at", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "declined"]) | ~Q(answer=""), name="referral_answer_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
