"""Where reports of reporting show themselves."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nssf_portal.accounts.permissions import Permission
from nssf_portal.jobs import services as jobs
from nssf_portal.ui import slots


def nav(request: HttpRequest, _obj: Any = None) -> slots.NavItem:
    url = reverse("reporting_reports:home")
    return slots.NavItem(_("Reports"), url, active=request.path.startswith(url))


def register() -> None:
    """Called when the app is ready."""
    from reporting import report_tasks  # noqa: F401  the clock's task must be known to the worker
    from reporting.services import report_jobs, reports

    jobs.register_handler(reports.COMPUTE, report_jobs.compute_job)
    jobs.register_handler(reports.PUBLISH, report_jobs.publish_job)
    slots.register("nav", nav, order=82, permission=Permission.READ_COUNTS)
