"""Where lists, committee and announcement show themselves: the employer's home, messages, jobs."""

from django.http import HttpRequest

from enterprises.models import Enterprise
from nssf_portal.ui import slots
from nssf_portal.ui.slots import Panel


def employer_panel(_request: HttpRequest, enterprise: Enterprise) -> Panel:
    return Panel("incentives/employer_awards/_side_panel.html", {"enterprise": enterprise})


def register() -> None:
    """Called when the app is ready."""
    from incentives.services import award_messages, award_papers
    from nssf_portal.jobs import services as jobs

    award_messages.register_templates()
    jobs.register_handler(award_papers.KIND, award_papers.papers_job)
    slots.register("employer.home.side", employer_panel, order=40)
