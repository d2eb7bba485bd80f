"""What an employer has to do now: items of the slot `employer.now` return a list of these for an enterprise."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nssf_portal.khmer.dates import format_date


@dataclass(frozen=True)
class Task:
    """One thing to do: what, what happens if not, until when, and the page where it is done."""

    title: str
    text: str
    url: str
    action: str
    due_on: date | None = None
    due_state: str = ""

    @property
    def due(self) -> str:
        return _("by %(date)s") % {"date": format_date(self.due_on, get_language() or "km")} if self.due_on else ""


def soonest_first(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max))
