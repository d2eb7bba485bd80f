from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.identifiers.crypto import blind_index, decrypt, encrypt, key_id
from nssf_portal.identifiers.models import Identifier
from nssf_portal.ids import uuid7
from nssf_portal.khmer.keys import name_key
from nssf_portal.workflow import state_needs
from registration.enums import Channel, MemberGroup, MemberState, PlanGroup, Precision, Sex
from registration.models.tally import MEMBERS, STOCK
from registration.workflow import MEMBER


class PersonName(models.Model):
    """The four parts of a name, kept as typed, with the two search keys."""

    family_name_km = models.CharField(_("family name in Khmer"), max_length=80, blank=True)
    given_name_km = models.CharField(_("given name in Khmer"), max_length=80, blank=True)
    family_name_latin = models.CharField(_("family name in Latin letters"), max_length=80, blank=True)
    given_name_latin = models.CharField(_("given name in Latin letters"), max_length=80, blank=True)
    key_km = models.CharField(max_length=180, blank=True, editable=False)
    key_latin = models.CharField(max_length=180, blank=True, editable=False)

    class Meta:
        abstract = True

    def set_keys(self) -> None:
        """Call before saving a changed name; `save()` hides nothing."""
        self.key_km = name_key(self.family_name_km, self.given_name_km)
        self.key_latin = name_key(self.family_name_latin, self.given_name_latin)

    @property
    def full_name_km(self) -> str:
        return f"{self.family_name_km} {self.given_name_km}".strip()

    @property
    def full_name_latin(self) -> str:
        return f"{self.family_name_latin} {self.given_name_latin}".strip()

    @property
    def full_name(self) -> str:
        """In the reader's script when it is known, else in the other."""
        names = [self.full_name_km, self.full_name_latin]
        first, second = reversed(names) if get_language() == "en" else names
        return first or second


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: User) -> Self:
        """Oneself, the staff of enterprises one represents, and the members of places one's roles cover."""
        staff = Q(employments__enterprise__in=Enterprise.objects.represented_by(user))
        employed = self.model.objects.filter(staff).values("pk")
        own = Q(user_id=user.pk) | Q(pk__in=employed)
        return self.filter(own | in_places(user, Permission.READ_MEMBERS, "commune_code"))

    def holding(self, kind: str, value: str) -> Self:
        """Members found by a whole identifier (exact, through the blind index)."""
        index = blind_index(kind, value)
        return self.filter(identifiers__blind_index=index, identifiers__superseded_at__isnull=True)


@tracked()
class Member(PersonName):
    """A person registered with the Fund."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member_number = models.CharField(_("NSSF member number"), max_length=20, unique=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("date of birth"))
    born_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    nationality = models.CharField(_("nationality"), max_length=2, default="KH")
    group = models.CharField(_("group"), max_length=16, choices=MemberGroup)
    plan_group = models.CharField(_("plan group"), max_length=1, choices=PlanGroup)
    state = models.CharField(_("state"), max_length=10, choices=MemberState, default=MemberState.ACTIVE)
    commune_code = models.CharField(_("commune"), max_length=6, blank=True)
    province_code = models.GeneratedField(
        expression=Left("commune_code", 2), output_field=models.CharField(max_length=2), db_persist=True
    )
    registered_on = models.DateField(_("registered on"))
    registered_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    language = models.CharField(_("language"), max_length=2, default="km", db_default="km")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="merged")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["id"]
        triggers = [MEMBER.guard(), *MEMBERS.triggers(), *STOCK.triggers()]
        indexes = [
            # One index a script: equality for the duplicate check, prefix for search (pattern_ops does both).
            models.Index(OpClass(F("key_km"), "varchar_pattern_ops"), "born_on", "sex", name="member_key_km"),
            models.Index(OpClass(F("key_latin"), "varchar_pattern_ops"), "born_on", "sex", name="member_key_latin"),
            models.Index(OpClass(F("commune_code"), "varchar_pattern_ops"), name="member_commune"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(key_km="") | ~Q(key_latin=""), name="member_has_a_name"),
            state_needs("member_ended_on", ("ended",), "ended_on"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="ended"), name="member_merged_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.member_number


@tracked(exclude=["ciphertext", "blind_index", "key_id"])
class MemberIdentifier(Identifier):
    """The one table of members' numbers. Bound to the member: a ciphertext moved to another does not open."""

    member = models.ForeignKey(Member, models.RESTRICT, related_name="identifiers")
    disputed = models.BooleanField(default=False)  # claimed by one member while another holds it: to be proved
    added_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("identifier of a member")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["blind_index"],
                condition=~Q(kind="phone") & Q(superseded_at__isnull=True, disputed=False),
                name="identifier_once",
            )
        ]
        indexes = [
            models.Index(fields=["blind_index"], name="identifier_phone", condition=Q(kind="phone")),
            models.Index(fields=["blind_index"], name="identifier_disputed", condition=Q(disputed=True)),
        ]

    @classmethod
    def of(cls, member: Member, kind: str, value: str, **fields) -> Self:
        """A new, unsaved identifier; `value` is normalised already."""
        blob = encrypt(value.encode(), member.pk.bytes)
        return cls(
            member=member,
            kind=kind,
            ciphertext=blob,
            blind_index=blind_index(kind, value),
            last_four=value[-4:],
            key_id=key_id(blob),
            **fields,
        )

    def reveal(self) -> str:
        """The value in clear; the caller notes the reading first."""
        return decrypt(self.ciphertext, self.member_id.bytes).decode()


class MemberName(models.Model):
    """Each distinct name key once, for fuzzy search in two steps: likely names first, then their members."""

    key = models.CharField(primary_key=True, max_length=180)
    # Its consonants in either script (registration.candidates.sounds); the database computes it wherever names come in.
    sound = models.GeneratedField(
        expression=Func(F("key"), function="portal_name_sound", output_field=models.CharField(max_length=180)),
        output_field=models.CharField(max_length=180),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("distinct name")
        ordering = ["key"]
        indexes = [
            GinIndex(OpClass(F("key"), "gin_trgm_ops"), name="member_name_trigrams", fastupdate=True),
            GinIndex(OpClass(F("sound"), "gin_trgm_ops"), name="member_name_sounds", fastupdate=True),
        ]

    def __str__(self) -> str:
        return self.key
