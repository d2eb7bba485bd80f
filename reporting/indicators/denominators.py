"""What a share of an outside count is divided by: data with a date and a source, never a number in code."""

from datetime import date

from reporting.models import Baseline


def denominator_of(code: str, on: date) -> int | None:
    """The newest stated denominator of the indicator by that day; None: nobody stated one."""
    said = Baseline.objects.filter(indicator_id=code, as_of__lte=on, denominator__isnull=False)
    return said.order_by("-as_of", "-entered_at").values_list("denominator", flat=True).first()
