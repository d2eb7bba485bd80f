from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import EVERYTHING, NOTHING, in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.workflow import state_needs
from registration.cards.enums import Algorithm, CardState, KeyState
from registration.cards.workflow import CARD, CARD_KEY
from registration.models.member import Member


class CardKeyQuerySet(models.QuerySet["CardKey"]):
    def visible_to(self, user: User) -> Self:
        """The public halves are public; the list with its dates is the administrators'."""
        allowed = user.is_authenticated and user.has_permission(Permission.MANAGE_LAW)
        return self.filter(EVERYTHING if allowed else NOTHING)

    def active(self) -> Self:
        return self.filter(state=KeyState.ACTIVE)

    def trusted(self, on: date) -> Self:
        """What verifiers are given: keys that sign, will sign, or signed a card that has not run out."""
        still_needed = Q(state=KeyState.RETIRED, needed_until__gte=on)
        return self.filter(Q(state__in=[KeyState.PUBLISHED, KeyState.ACTIVE]) | still_needed).order_by("published_at")


@tracked()
class CardKey(models.Model):
    """The public half of a key that signs cards; the private half is in the key file and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kid = models.CharField(_("key id"), unique=True, max_length=16)
    algorithm = models.CharField(_("algorithm"), max_length=8, choices=Algorithm, default=Algorithm.ES256)
    x = models.CharField(max_length=64, help_text="Base64url, as in a JWK (RFC 7518, 8037).")
    y = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=KeyState, default=KeyState.PUBLISHED)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    active_from = models.DateTimeField(_("signs from"), null=True, blank=True)
    retired_at = models.DateTimeField(_("signs no more since"), null=True, blank=True)
    needed_until = models.DateField(_("its last card runs out on"), null=True, blank=True)

    objects = CardKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of cards")
        ordering = ["published_at", "kid"]
        triggers = [CARD_KEY.guard()]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="card_key_one_active"),
            state_needs("card_key_active_from", ("active",), "active_from"),
            state_needs("card_key_retired_at", ("retired",), "active_from", "retired_at", "needed_until"),
            state_needs("card_key_withdrawn_at", ("withdrawn",), "retired_at"),
        ]

    def __str__(self) -> str:
        return self.kid


class CardQuerySet(models.QuerySet["Card"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and those of members in the places one's roles cover; employers see none."""
        if not user.is_authenticated:
            return self.none()
        clerk = in_places(user, Permission.READ_MEMBERS, "member__commune_code")
        return self.filter(Q(member__user_id=user.pk) | clerk)

    def valid(self, on: date) -> Self:
        return self.filter(state=CardState.ISSUED, expires_on__gte=on)

    def dead(self, on: date) -> Self:
        """Cards whose own date still runs but which nobody may rely on: what the revocation list holds."""
        gone = ~Q(state=CardState.ISSUED) | Q(member__state="ended")
        return self.filter(gone, expires_on__gte=on)


@tracked(exclude=["token"])
class Card(models.Model):
    """A member's digital card: the signed token as it was given out, encrypted, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, models.RESTRICT, related_name="cards")
    version = models.PositiveSmallIntegerField(_("card number of this member"))
    cti = models.UUIDField(unique=True, editable=False)
    key = models.ForeignKey(CardKey, models.RESTRICT, related_name="+")
    token = models.BinaryField(editable=False)  # kept: signed again it would differ, and its key may be gone
    state = models.CharField(_("state"), max_length=10, choices=CardState, default=CardState.ISSUED)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    issue_reason = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField(_("valid until"))
    replaced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, related_name="+")
    revoked_reason = models.CharField(max_length=300, blank=True)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("member's card")
        ordering = ["id"]
        triggers = [CARD.guard()]
        indexes = [
            models.Index(fields=["expires_on"], condition=~Q(state="issued"), name="card_dead"),
            models.Index(fields=["key", "-expires_on"], name="card_of_key"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(state="issued"), name="card_one_valid"),
            models.UniqueConstraint(fields=["member", "version"], name="card_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="card_version_from_one"),
            state_needs("card_replaced_at", ("replaced",), "replaced_at"),
            models.CheckConstraint(
                condition=~Q(state="revoked")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason=""),
                name="card_revoked_by_someone_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} no. {self.version}"
