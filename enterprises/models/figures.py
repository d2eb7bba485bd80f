"""Counted once a night (and after a run), so that no page counts registers: the map's cells and each source's row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from enterprises.models.source import Source


class UnitFigure(models.Model):
    """Units on a day by place, sector, size and source: registered, matched, possible, missing."""

    day = models.DateField()
    place_code = models.CharField(max_length=4)  # the district; '' = no place said
    sector = models.CharField(max_length=1, blank=True)
    size = models.CharField(max_length=8, blank=True)  # micro, small, medium, large; '' = not said
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="+")  # null: each unit once
    registered = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)  # of the registered, those a registry knows too
    possible = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figure of units")
        ordering = ["day", "place_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "place_code", "sector", "size", "source"],
                name="unit_figure_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.place_code}"


class SourceFigure(models.Model):
    """A figure of one source on a day: coverage, completeness of a field, age, match rate, conflict rate."""

    day = models.DateField()
    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    measure = models.CharField(max_length=20)  # records, filled, age_days, matched, possible, missing, compared, ...
    field = models.CharField(max_length=24, blank=True)  # for filled and conflicting
    value = models.BigIntegerField(null=True)  # null: not computed

    class Meta:
        verbose_name = _("figure of a source")
        ordering = ["day", "source_id", "measure", "field"]
        constraints = [models.UniqueConstraint(fields=["day", "source", "measure", "field"], name="source_figure_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.source_id} {self.measure}"
