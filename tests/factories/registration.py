import io
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
from django.core.files.base import ContentFile

from enterprises.models import Enterprise
from nssf_portal.identifiers.models import NumberBlock
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from registration.enums import RosterMode
from registration.models import Roster
from registration.services import rosters

DATA = Path(__file__).resolve().parents[1] / "data"
HEADINGS = (
    "No", "Staff ID", "National ID No", "Family Name (KH)", "Given Name (KH)", "Family Name (EN)", "Given Name (EN)",
    "Sex", "Date of Birth", "Nationality", "Date of Hire", "Department", "Position", "Monthly Wage (KHR)", "Phone",
)  # fmt: skip
GIVEN = ("DARA", "SOPHEA", "VANNA", "BOPHA", "RITHY", "CHANTHA", "PISETH", "SREYMOM", "VUTHY", "MALY")


def number_block(first: int = 3_000_000_000) -> NumberBlock:
    return NumberBlock.objects.get_or_create(
        kind="member", first=first, defaults={"last": first + 9_999_999, "next": first, "source": "tests"}
    )[0]


def person(n: int, **changes: str) -> list[str]:
    """A staff row without fault; `changes` by heading words: id, family, given, sex, born, hired, wage, phone."""
    base = {
        "id": f"{100_000_000 + n * 37:09d}",
        "family": "SOK",
        "given": GIVEN[n % len(GIVEN)],
        "sex": "F" if n % 2 else "M",
        "born": f"{1970 + n % 30}-{1 + n % 12:02d}-{1 + n % 28:02d}",
        "nationality": "Cambodian",
        "hired": "15-06-2024",
        "position": "Worker",
        "wage": "816000",
        "phone": f"0{12_000_000 + n}",
    } | changes
    return [
        str(n), f"E{n:05d}", base["id"], "", "", base["family"], base["given"], base["sex"], base["born"],
        base["nationality"], base["hired"], "Sewing", base["position"], base["wage"], base["phone"],
    ]  # fmt: skip


def workbook(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 1, 1)})  # the same rows are the same bytes in any second
    sheet = book.add_worksheet("Staff")
    for at, row in enumerate([headings, *rows]):
        for column, value in enumerate(row):
            sheet.write_string(at, column, value)
    book.close()
    return buffer.getvalue()


def send_roster(
    enterprise: Enterprise, rows: Sequence[Sequence[str]], *, by=None, mode: str = RosterMode.NEW_ONLY, **kwargs
) -> Roster:
    """Take in a roster made of these rows and do its check."""
    file = ContentFile(workbook(rows), name="staff.xlsx")
    return checked(take_in(enterprise, file, by=by, mode=mode, **kwargs))


def take_in(enterprise: Enterprise, file: ContentFile, *, by=None, mode: str = RosterMode.NEW_ONLY, **kwargs) -> Roster:
    number_block()
    roster, _new = rosters.take_in(
        enterprise=enterprise,
        establishment=enterprise.establishments.get(is_head_office=True),
        mode=mode,
        file=file,
        submission_id=kwargs.pop("submission_id", None) or uuid.uuid4(),
        by=by,
        **kwargs,
    )
    return roster


def sample_file(name: str) -> ContentFile:
    return ContentFile((DATA / name).read_bytes(), name=name)


def run_jobs(roster: Roster) -> Roster:
    """What a worker would do for this roster now."""
    for job in Job.objects.filter(subject_id=roster.pk, state="queued"):
        assert jobs.run(job.pk), Job.objects.get(pk=job.pk).error
    return Roster.objects.get(pk=roster.pk)


checked = run_jobs


def confirmed(roster: Roster, *, by=None) -> Roster:
    """The employer's "register those who are ready", done."""
    assert rosters.confirm(roster=roster, by=by)
    return run_jobs(roster)
