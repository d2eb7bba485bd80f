"""What a new edition of a report says otherwise than the one before, figure by figure, and what moved it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import Model

from reporting import registry
from reporting.computing import figures_of
from reporting.enums import ChangeReason, Origin
from reporting.models import EditionChange, Report, ReportDefinition, ReportFigure
from reporting.periods import Period

_LOOKED_INTO = 300  # a reason is looked for in the rows of so many differences; of others it is not known
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def compare(before: Report, after: Report) -> list[EditionChange]:
    """Every figure that a reader of both would find different; what is hidden in both is no difference."""
    old, new = _by_key(before), _by_key(after)
    keys = [key for key in sorted(old.keys() | new.keys()) if _told(old.get(key)) != _told(new.get(key))]
    reasons = _Reasons(before, after)
    return [
        EditionChange(
            report=after, indicator_code=key[0], cut=key[1], cell=dict(key[2]),
            before=_shown(old.get(key)), after=_shown(new.get(key)),
            reason=reasons.of(key, old.get(key), new.get(key), number),
        )
        for number, key in enumerate(keys)
    ]  # fmt: skip


def write(report: Report) -> int:
    """The differences from the edition that is corrected, in place of those of an earlier run."""
    EditionChange.objects.filter(report=report).delete()
    if report.corrects is None:
        return 0
    return len(EditionChange.objects.bulk_create(compare(report.corrects, report), batch_size=1_000))


def _by_key(report: Report) -> dict[Key, ReportFigure]:
    return {(one.indicator_code, one.cut, tuple(sorted(one.cell.items()))): one for one in figures_of(report)}


def _told(figure: ReportFigure | None) -> Any:
    """What a reader is told."""
    if figure is None or figure.missing:
        return None if figure is None else figure.missing
    if figure.hidden:
        return "hidden"
    return figure.value, figure.numerator, figure.denominator


def _shown(figure: ReportFigure | None) -> Any:
    return None if figure is None or figure.hidden else figure.value


class _Reasons:
    """Another definition, entered anew, data that came late, or corrected; empty where it cannot be told."""

    def __init__(self, before: Report, after: Report) -> None:
        self.since, self.period = before.figures_at, Period.parse(after.period)
        old, new = (
            dict(ReportDefinition.objects.filter(report=report).values_list("indicator_code", "digest"))
            for report in (before, after)
        )
        self.redefined = {code for code in old.keys() & new.keys() if old[code] != new[code]}

    def of(self, key: Key, old: ReportFigure | None, new: ReportFigure | None, number: int) -> str:
        if key[0] in self.redefined:
            return ChangeReason.DEFINITION
        if Origin.ENTERED in {one.origin for one in (old, new) if one}:
            return ChangeReason.ENTERED
        if number >= _LOOKED_INTO or self.since is None or (late := self._late(key)) is None:
            return ""
        grown = (new.value if new and new.value else 0) - (old.value if old and old.value else 0)
        return ChangeReason.LATE if late and late == grown else ChangeReason.CORRECTED

    def _late(self, key: Key) -> int | None:
        """How many of the rows behind the cell were written after the first edition; None: that is not known."""
        rows = _rows_behind(key, self.period)
        made = _history(rows.model) if rows is not None else None
        if rows is None or made is None or self.since is None:
            return None
        return rows.filter(pk__in=_inserted(made, self.since)).count()


def _rows_behind(key: Key, period: Period) -> Any:
    try:
        definition = registry.get(key[0])
    except KeyError:  # the indicator is not computed any more
        return None
    if definition.rows is None or definition.shares:
        return None
    try:
        return definition.rows(period, dict(key[2])).order_by()
    except FieldError:  # rows of this indicator cannot be cut this way
        return None


def _history(model: type[Model]) -> type[Model] | None:
    try:
        return apps.get_model(model._meta.app_label, f"{model.__name__}Event")
    except LookupError:
        return None


def _inserted(events: type[Model], since: datetime) -> Any:
    made = events._default_manager.filter(pgh_label="insert", pgh_created_at__gt=since)
    return made.order_by().values("pgh_obj_id")


def groups(report: Report) -> Iterator[tuple[str, list[EditionChange]]]:
    """The differences by indicator, the whole first."""
    found: dict[str, list[EditionChange]] = {}
    for change in EditionChange.objects.filter(report=report).order_by("indicator_code", "cut", "id"):
        found.setdefault(change.indicator_code, []).append(change)
    yield from found.items()
