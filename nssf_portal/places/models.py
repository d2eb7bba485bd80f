"""Provinces, districts, communes and villages: one table, one row per place and yearly release."""

from django.db import models
from django.db.models import Q
from django.utils import translation

from nssf_portal.khmer.keys import search_key
from nssf_portal.places.enums import CHILD_OF, Level, level_of


def place_key(text: str) -> str:
    """The form a place name is searched by: spaces go too, because people write Kampong Cham and Kampongcham."""
    return search_key(text).replace(" ", "")


class PlaceQuerySet(models.QuerySet["Place"]):
    def current(self) -> "PlaceQuerySet":
        """Places of the newest release; older releases stay, because records name them."""
        return self.filter(is_current=True)

    def provinces(self) -> "PlaceQuerySet":
        return self.current().filter(level=Level.PROVINCE).order_by("code")

    def children(self, code: str) -> "PlaceQuerySet":
        """The current places directly below the one with this code, in the order of their codes."""
        level = CHILD_OF.get(level_of(code))
        if level is None:
            return self.none()
        return self.current().filter(level=level, parent__code=code).order_by("code", "ordinal")

    def communes(self) -> "PlaceQuerySet":
        return self.current().filter(level=Level.COMMUNE).order_by("code")

    def within(self, code: str) -> "PlaceQuerySet":
        """Everything in the province, district or commune with this code, itself included (codes nest by prefix)."""
        return self.current().filter(code__startswith=code)

    def search(self, text: str) -> "PlaceQuerySet":
        """Places whose Khmer or Latin name, alias or code starts with the text; larger places first."""
        key = place_key(text)
        if not key:
            return self.none()
        names = Q(key_km__startswith=key) | Q(key_latin__startswith=key) | Q(code__startswith=text.strip())
        aliases = PlaceAlias.objects.filter(key__startswith=key).values("place_id")
        return self.current().filter(names | Q(pk__in=aliases)).order_by("depth", "code", "ordinal")


class Place(models.Model):
    """A place as one release of the national list gives it; village codes repeat there, so the key is our own."""

    release = models.PositiveSmallIntegerField(help_text="Year of the list the place was read from.")
    is_current = models.BooleanField(default=False)
    level = models.CharField(max_length=8, choices=Level.choices)
    code = models.CharField(max_length=8)
    ordinal = models.PositiveSmallIntegerField(
        default=0, help_text="0, or the place's turn among several with one code (villages only)."
    )
    parent = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    name_km = models.CharField(max_length=120)
    name_latin = models.CharField(max_length=120)
    shown_km = models.CharField(max_length=120, blank=True, help_text="Common form, where the list's differs.")
    shown_latin = models.CharField(max_length=120, blank=True, help_text="Common form, where the list's differs.")
    key_km = models.CharField(max_length=160)
    key_latin = models.CharField(max_length=160)
    depth = models.GeneratedField(
        expression=models.Case(
            *(models.When(level=level, then=turn) for turn, level in enumerate(Level)),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    made = models.BooleanField(default=False, help_text="Missing in the list; made here from the places below it.")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "code", "ordinal"], name="place_once_per_release"),
            models.UniqueConstraint(fields=["code", "ordinal"], condition=Q(is_current=True), name="place_one_current"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="place_level_known"),
            models.CheckConstraint(condition=Q(ordinal=0) | Q(level=Level.VILLAGE), name="place_only_villages_repeat"),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent=None) | ~Q(level=Level.PROVINCE) & Q(parent__isnull=False),
                name="place_province_has_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name()}"

    def name(self, lang: str | None = None) -> str:
        """The name people know the place by, in the given language or the reader's."""
        if (lang or translation.get_language() or "km").startswith("en"):
            return self.shown_latin or self.name_latin
        return self.shown_km or self.name_km


class PlaceAlias(models.Model):
    """Another spelling people use for a place (Siem Reap for Siemreap): searched, never shown as official."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120)
    key = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "text"], name="place_alias_once")]
        verbose_name_plural = "place aliases"

    def __str__(self) -> str:
        return self.text
