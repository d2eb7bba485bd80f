from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nssf_portal.audit.tracking import tracked
from nssf_portal.law.enums import Counter


class PointKind(models.TextChoices):
    OFFICE = "office", _("NSSF office")
    MARKET_DESK = "market_desk", _("desk in a market or mall")
    STOP = "stop", _("stop of a mobile unit")
    PARTNER = "partner", _("partner's counter")


class PointQuerySet(models.QuerySet["ServicePoint"]):
    def open_for_public(self) -> "PointQuerySet":
        """Those that exist today; a point says itself when it ends."""
        today = timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)

    def near(self, place: str) -> "PointQuerySet":
        """In a province or district; an empty code is the whole country."""
        return self.filter(commune_code__startswith=place)


@tracked()
class ServicePoint(models.Model):
    """Where somebody can go: an office, a desk in a market, a stop, a partner's counter. Everybody may see it."""

    kind = models.CharField(_("kind"), max_length=12, choices=PointKind)
    name_km = models.CharField(_("name in Khmer"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    commune_code = models.CharField(_("commune"), max_length=6)  # a shorter code where only the province is known
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    counter = models.CharField(
        _("opening hours as of"), max_length=12, choices=Counter, blank=True, help_text=_("Empty: its own hours below.")
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = _("service point")
        verbose_name_plural = _("service points")
        ordering = ["commune_code", "kind", "id"]
        indexes = [models.Index(fields=["commune_code"], name="point_place")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "commune_code", "name_en"], name="point_once"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="point_position_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_km


class PointHours(models.Model):
    """A point's own hours: on a day of the week, or on one date (a stop). A date's hours go before the weekday's."""

    point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), null=True, blank=True)  # Monday is 0
    date = models.DateField(_("date"), null=True, blank=True)
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours of a point")
        ordering = ["point_id", "date", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=True, date__isnull=False) | Q(weekday__lte=6, date__isnull=True),
                name="point_hours_weekday_or_date",
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(closes__gt=models.F("opens")),
                name="point_hours_in_order",
            ),  # both empty: closed that day
        ]

    def __str__(self) -> str:
        return f"{self.weekday if self.date is None else self.date}"
