"""Lists as institutions send them, for a demonstration: one taken over whole, one from a contact, one that waits."""
# ruff: noqa: S311  (nothing secret: invented rows, the same each time)

import csv
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone

from enterprises.models import Enterprise, RegistryBatch
from enterprises.services import deliveries
from enterprises.sources import source
from nssf_portal.accounts.models import User
from nssf_portal.jobs import services as jobs
from nssf_portal.jobs.models import Job
from nssf_portal.places.models import Place

_OBR = Path(__file__).parent / "data" / "registry_obr.csv"
_SPACE = uuid.UUID("5b1c6a0e-90a4-4f0f-9d6f-3a8f5d1c7e21")
_TRADES = (
    ("ហាងកាហ្វេ", "Coffee Shop"), ("ហាងអាហារ", "Restaurant"), ("សិប្បកម្មទឹកកក", "Ice Workshop"),
    ("ហាងកាត់ដេរ", "Tailor"), ("យានដ្ឋានជួសជុល", "Repair Garage"), ("ឃ្លាំងសម្ភារៈសំណង់", "Building Materials"),
)  # fmt: skip
_NAMES = (
    ("ឈូកស", "Chhouk Sar"), ("មេឃខៀវ", "Mek Khiev"), ("ដើមត្នោត", "Daem Thnot"), ("ទន្លេថ្មី", "Tonle Thmey"),
    ("ផ្កាយព្រឹក", "Phkay Proek"), ("សែនសុខ", "Sen Sok"), ("រតនា", "Rattana"), ("សម្បត្តិ", "Sambath"),
)  # fmt: skip
_ONE_WINDOW = "ល.រ|លេខវិញ្ញាបនបត្រ|ឈ្មោះសហគ្រាស|ប្រភេទអាជីវកម្ម|ឃុំ/សង្កាត់|ស្រុក/ខណ្ឌ|ខេត្ត|លេខទូរស័ព្ទ|ចំនួនកម្មករ|ថ្ងៃបើក"
_MLVT = (
    "LACMS No|Establishment name (Khmer)|Establishment name (English)|TIN|Commune code|Telephone|Number of workers"
    "|Date of opening"
)
_MISTI = "Licence number|Factory name|Business activity|Commune code|Phone|Total workers"


def load(*, officer: User, contact: User) -> None:
    """Through the same doors as every delivery; a second run finds them there."""
    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    _send("obr", "obr_extract.csv", _OBR.read_bytes(), month, officer, take_over=True)
    _send("one_window", "one_window.csv", _table(_ONE_WINDOW, _one_window(Random(11))), month, officer, take_over=True)
    _send("misti", "misti_factories.csv", _table(_MISTI, _misti(Random(13))), month, contact, take_over=False)
    _send("mlvt", "lacms_extract.csv", _table(_MLVT, _mlvt(Random(12))), month, officer, take_over=False)


def _send(code: str, name: str, content: bytes, month: str, by: User, *, take_over: bool) -> None:
    said_by = source(code)
    batch = deliveries.receive(
        source=said_by,
        file=ContentFile(content, name=name),
        period=month,
        by=by,
        institution=said_by.institution,
        submission_id=uuid.uuid5(_SPACE, code),
    )
    _finish(deliveries.CHECK, batch)
    if take_over and batch.state == "ready":
        deliveries.load(batch=batch, by=by)
    _finish(deliveries.LOAD, batch)


def _finish(kind: str, batch: RegistryBatch) -> None:
    for job in Job.objects.filter(kind=kind, subject_id=batch.pk):
        jobs.run(job.pk)
    batch.refresh_from_db()


def _table(headings: str, rows: Iterator[tuple]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([headings.split("|"), *rows])
    return text.getvalue().encode("utf-8-sig")


def _known(count: int) -> list[Enterprise]:
    """Enterprises the Fund has, so that something is found again."""
    own = Enterprise.objects.filter(nssf_number__startswith="1", name_km__gt="", name_latin__gt="")
    return list(own.order_by("nssf_number")[20 : 20 + count])


def _one_window(rnd: Random) -> Iterator[tuple]:
    communes = list(Place.objects.communes().filter(code__startswith="12").select_related("parent__parent")[:40])
    for number in range(1, 121):
        (trade, _english), (name, _latin) = rnd.choice(_TRADES), rnd.choice(_NAMES)
        commune = rnd.choice(communes)
        district = commune.parent
        opened = date(2021, 1, 1) + timedelta(days=rnd.randrange(1800))
        yield (
            number, f"OW-12-{number:05}", f"{trade} {name} {number}", trade, commune.name_km, district.name_km,
            district.parent.name_km, _phone(rnd), rnd.randint(1, 9), opened.strftime("%d/%m/%Y"),
        )  # fmt: skip


def _mlvt(rnd: Random) -> Iterator[tuple]:
    """A few rows that cannot be taken, so that the list waits for somebody."""
    for number, own in enumerate(_known(40)):
        workers = (own.declared_workers or 20) + rnd.randint(-3, 9)
        shown = own.opened_on.isoformat() if own.opened_on else ""
        yield (f"LAC-{number:04}", own.name_km, own.name_latin, own.tin, own.commune_code, _phone(rnd), workers, shown)
    for number in range(40, 52):
        (khmer, latin), (trade, english) = rnd.choice(_NAMES), rnd.choice(_TRADES)
        wrong = number % 4
        key = "" if wrong == 0 else f"LAC-{number:04}"
        name = ("", "") if wrong == 1 else (f"{trade} {khmer}", f"{latin} {english} {number}")
        yield (key, *name, "", "120101" if wrong != 2 else "999999", _phone(rnd), rnd.randint(3, 60), "2019-05-20")


def _misti(rnd: Random) -> Iterator[tuple]:
    for number in range(1, 46):
        (_khmer, latin), (_trade, english) = rnd.choice(_NAMES), rnd.choice(_TRADES)
        yield (f"MISTI-{number:05}", f"{latin} {english} {number}", english, "120101", _phone(rnd), rnd.randint(8, 240))


def _phone(rnd: Random) -> str:
    return f"012 {rnd.randint(100, 999)} {rnd.randint(100, 999)}"
