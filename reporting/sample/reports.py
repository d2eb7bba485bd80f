"""Reports in the demonstration: the second quarter of 2026 published by the worker, the third a draft; all invented."""

from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from nssf_portal.accounts.models import User
from nssf_portal.jobs import services as jobs
from reporting.enums import ReportState
from reporting.models import Report
from reporting.periods import Period
from reporting.services import reports

PUBLISHED, DRAFT = "2026Q2", "2026Q3"
_TEXTS = {
    "summary": (
        "ក្នុងត្រីមាសនេះ ការចុះបញ្ជីបានបន្តកើនឡើង។ អត្ថបទនេះជាឧទាហរណ៍សម្រាប់ការបង្ហាញ។",
        "Registration went on growing in this quarter. This text is an example for the demonstration.",
    ),
    "achievements": (
        "និយោជកផ្ញើបញ្ជីបុគ្គលិកតាមអ៊ីនធឺណិតម្ដងគត់ ហើយសមាជិកទទួលលេខក្នុងថ្ងៃតែមួយ។",
        "Employers send one list online, and members get their number on the same day.",
    ),
    "challenges": (
        "ស្ថាប័នមួយចំនួនមិនទាន់បានផ្ញើបញ្ជីសហគ្រាសទៀងទាត់នៅឡើយ។",
        "Some institutions do not send their lists of enterprises regularly yet.",
    ),
    "decisions": (
        "សូមគណៈកម្មាធិការប្រតិបត្តិសម្រេចអំពីកាលបរិច្ឆេទផ្លាស់ប្ដូរទិន្នន័យតាម CamDX។",
        "The Executive Committee is asked to decide on the day from which data are exchanged over CamDX.",
    ),
    "next_steps": (
        "អង្គភាពចល័តនឹងចុះទៅទីផ្សារនៅខេត្តដែលមានសមាជិកតិចជាងគេ។",
        "Mobile units will go to markets in the provinces with the fewest members.",
    ),
    "data_notes": (
        "តួលេខដែលពុំបានគណនា មានបញ្ជាក់មូលហេតុ ហើយមិនត្រូវរាប់ជាសូន្យឡើយ។",
        "A figure that was not computed says why; it is never a zero.",
    ),
}
_DRAFTED = ("summary", "challenges")


def load(people: Mapping[str, User]) -> None:
    """Once: reports that are there stay as their players left them."""
    if Report.objects.filter(submission_id=_key(PUBLISHED)).exists():
        return
    analyst, approver = people["analyst"], people["approver"]
    done = _computed(PUBLISHED, analyst)
    if done.state != ReportState.DRAFT:  # its page says what went wrong; the rest of the sample is worth having
        return
    _write(done, analyst, tuple(_TEXTS))
    reports.review(done, approver)
    draft = _computed(DRAFT, analyst)
    if draft.state == ReportState.DRAFT:
        _write(draft, analyst, _DRAFTED)
    reports.ask_to_publish(done, approver)  # the worker sets the paper: it takes longer than all the rest of the sample


def _computed(period: str, by: User) -> Report:
    report = reports.ask_for(Period.parse(period), by, _key(period))
    if (job := reports.job_of(report)) and job.is_open:
        jobs.run(job.pk)
    return Report.objects.get(pk=report.pk)


def _write(report: Report, by: User, keys: tuple[str, ...]) -> None:
    for key in keys:
        reports.edit(report, key, *_TEXTS[key], by)


def _key(period: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"sample-report:{period}")
