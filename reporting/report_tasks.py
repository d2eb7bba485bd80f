"""The clock's part in reports: after a quarter or a year ended its report is asked for, once."""

import logging

from django.utils import timezone

from nssf_portal.celery import app
from reporting.computing import plan_for
from reporting.models import Report
from reporting.periods import Period
from reporting.services import reports

log = logging.getLogger(__name__)


@app.task(name="reporting.report_tasks.ask_for_reports")
def ask_for_reports() -> None:
    """Every night: of the quarter (and the year) that is over, where nobody has asked yet; a missed night is caught."""
    this_quarter = Period.quarter_of(timezone.localdate())
    for period in (this_quarter.before, Period.parse(str(this_quarter.first.year)).before):
        plan = plan_for(period)
        if plan is None or Report.objects.filter(plan=plan, period=period.code).exists():
            continue
        made = reports.ask_for(period, None)
        log.info("the report of %s was asked for: %s", period.code, made.reference)
