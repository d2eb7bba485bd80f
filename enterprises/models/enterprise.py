from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.enums import EnterpriseKind, EnterpriseState, Sector
from enterprises.models.tally import ENTERPRISES
from enterprises.workflow import ENTERPRISE
from nssf_portal.accounts.models import User
from nssf_portal.accounts.permissions import Permission
from nssf_portal.accounts.scope import in_places
from nssf_portal.audit.tracking import tracked
from nssf_portal.ids import uuid7
from nssf_portal.khmer.keys import search_key
from nssf_portal.places.names import place_name
from nssf_portal.workflow import state_needs


class Named(models.Model):
    """A name in both scripts, kept as typed, with its search keys."""

    name_km = models.CharField(_("name in Khmer"), max_length=250, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=250, blank=True)
    key_km = models.CharField(max_length=250, blank=True, editable=False)
    key_latin = models.CharField(max_length=250, blank=True, editable=False)

    class Meta:
        abstract = True

    def set_keys(self) -> None:
        """Call before saving a changed name; `save()` hides nothing."""
        self.key_km, self.key_latin = search_key(self.name_km), search_key(self.name_latin)

    @property
    def name(self) -> str:
        """In the reader's language when there is one, else the other."""
        first, second = (self.name_latin, self.name_km) if get_language() == "en" else (self.name_km, self.name_latin)
        return first or second


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def visible_to(self, user: User) -> "EnterpriseQuerySet":
        """Those the user represents, and those in the places where a role lets them read enterprises."""
        represented = Q(representatives__user_id=user.pk, representatives__ended_at__isnull=True)
        own = self.model.objects.filter(represented).values("pk")
        return self.filter(Q(pk__in=own) | in_places(user, Permission.READ_ENTERPRISES, "commune_code"))

    def represented_by(self, user: User) -> "EnterpriseQuerySet":
        return self.filter(representatives__user=user, representatives__ended_at__isnull=True)

    def registered(self) -> "EnterpriseQuerySet":
        return self.filter(state=EnterpriseState.REGISTERED)


@tracked()
class Enterprise(Named):
    """The economic unit. Known only from a registry, or registered with the Fund (and then it has its number)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    nssf_number = models.CharField(_("NSSF enterprise number"), max_length=20, unique=True, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=EnterpriseKind, default=EnterpriseKind.COMPANY)
    state = models.CharField(_("state"), max_length=12, choices=EnterpriseState, default=EnterpriseState.KNOWN)
    tin = models.CharField(_("tax identification number (TIN)"), max_length=20, blank=True)
    moc_number = models.CharField(_("commercial registration number"), max_length=20, blank=True)
    certificate_kind = models.CharField(_("other certificate"), max_length=16, blank=True)  # one_window, informal
    certificate_number = models.CharField(_("certificate number"), max_length=40, blank=True)
    commune_code = models.CharField(_("commune"), max_length=6, blank=True)
    province_code = models.GeneratedField(
        expression=Left("commune_code", 2), output_field=models.CharField(max_length=2), db_persist=True
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    sector = models.CharField(_("sector"), max_length=1, choices=Sector, blank=True)
    activity = models.CharField(_("main activity"), max_length=200, blank=True)
    declared_workers = models.PositiveIntegerField(_("workers declared elsewhere"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, blank=True, related_name="+"
    )  # null: taken over from the core system, or by rule
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # The unit this one turned out to be: it stays as a signpost, closed, and its records stand with the survivor.
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=12, default="web")  # how it came: core, web, counter, exchange
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["id"]
        triggers = [ENTERPRISE.guard(), *ENTERPRISES.triggers()]
        indexes = [
            models.Index(fields=["tin"], name="enterprise_tin", condition=~Q(tin="")),
            models.Index(fields=["moc_number"], name="enterprise_moc", condition=~Q(moc_number="")),
            models.Index(fields=["phone"], name="enterprise_phone", condition=~Q(phone="")),
            models.Index(OpClass(F("commune_code"), "varchar_pattern_ops"), name="enterprise_commune"),
            models.Index(OpClass(F("key_latin"), "varchar_pattern_ops"), name="enterprise_key_latin"),
            models.Index(OpClass(F("key_km"), "varchar_pattern_ops"), name="enterprise_key_km"),
        ]
        constraints = [
            state_needs(
                "enterprise_registered_has_number", ("registered", "suspended"), "nssf_number", "registered_on"
            ),
            state_needs("enterprise_closed_on", ("closed",), "closed_on"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state="closed"), name="enterprise_merged_is_closed"
            ),
            models.CheckConstraint(condition=~Q(name_km="") | ~Q(name_latin=""), name="enterprise_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    def visible_to(self, user: User) -> "EstablishmentQuerySet":
        return self.filter(enterprise__in=Enterprise.objects.visible_to(user))

    def open(self) -> "EstablishmentQuerySet":
        return self.filter(closed_on__isnull=True)


@tracked()
class Establishment(Named):
    """Each place an enterprise works; the head office is one too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, related_name="establishments")
    is_head_office = models.BooleanField(_("head office"), default=False)
    commune_code = models.CharField(_("commune"), max_length=6, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone number"), max_length=16, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["-is_head_office", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(is_head_office=True), name="establishment_one_head_office"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """The commune with its district and province, in the reader's language."""
        return place_name(self.commune_code)
