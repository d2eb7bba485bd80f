"""The demonstration's activities; everything in it is invented."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from enterprises.models import Enterprise
from nssf_portal.accounts.models import Institution, User
from nssf_portal.audit.tracking import acting
from nssf_portal.documents import services as documents
from nssf_portal.documents.models import Upload
from nssf_portal.places.models import Place
from outreach.enums import EvidenceKind, FieldKind, MoneyKind, PartnerRole, Rhythm
from outreach.models import Activity, ActivityType
from outreach.sample.keys import key
from outreach.services import (
    activities,
    consulting,
    materials,
    money,
    proposing,
    reporting_back,
    series,
    taking_part,
)

_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
_REPORT = "ការផ្សព្វផ្សាយបានប្រព្រឹត្តទៅដោយរលូន។ អ្នកចូលរួមសួរច្រើនអំពីការថែទាំសុខភាព និងការចុះបញ្ជី (គំរូ)។"
_HALL = {"venue": "សាលប្រជុំសង្កាត់ (គំរូ)", "latitude": "11.55640", "longitude": "104.92820"}


def load(people: dict[str, User]) -> None:
    """Each state has an activity; each verified one its evidence, report and money."""
    officer, chief = people["outreach"], people["outreach.chief"]
    leaflet = _materials(officer)
    _forum(officer, chief, leaflet)
    _on_site(officer, chief, leaflet)
    _school(officer, chief)
    _training(officer, chief)
    _outreach(officer)
    _course(officer)
    _competition(officer)
    _workshops(officer, chief)
    _annual(chief)
    _cancelled(officer)
    _proposed(people["association"])


def at(days: int, hour: int = 9) -> datetime:
    """So many days from today, in the time of the country."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(hour)))


def _plan(name: str, code: str, days: int, by: User, hours: int = 2, **fields: Any) -> Activity:
    given = {"place_code": "120101", "languages": ["km"], **_HALL, **fields}
    of = ActivityType.objects.get(code=code)
    given.setdefault("is_public", of.is_public)
    return activities.plan(
        by=by, submission_id=key(f"activity:{name}"), type=of, starts_at=at(days), ends_at=at(days, 9 + hours), **given
    )


def _names(km: str, en: str, about_km: str = "", about_en: str = "") -> dict[str, str]:
    return {"name_km": km, "name_en": en, "summary_km": about_km, "summary_en": about_en}


def _held(one: Activity, by: User) -> Activity:
    held = activities.hold(one, by=by)
    for number, kind in enumerate((EvidenceKind.PHOTO, EvidenceKind.SIGN_IN)):
        upload = _upload(f"{one.pk}:{number}", kind == EvidenceKind.PHOTO, by)
        reporting_back.add_evidence(held, by=by, kind=kind, upload=upload)
    return held


def _reported(one: Activity, by: User) -> Activity:
    return reporting_back.report(_held(one, by), by=by, report=_REPORT, answers=_sheet(one))


def _verified(one: Activity, by: User, chief: User) -> Activity:
    done = reporting_back.verify(_reported(one, by), by=chief)
    _as_it_was(done, chief)
    return done


def _sheet(one: Activity) -> dict[Any, Any]:
    """Every question of the sheet has an answer."""
    said = {FieldKind.NUMBER: 12, FieldKind.YES_NO: True}
    return {
        row.pk: row.choices_km[0] if row.kind == FieldKind.CHOICE else said.get(FieldKind(row.kind), "ការថែទាំសុខភាព")
        for row in reporting_back.fields_of(one)
    }


def _as_it_was(one: Activity, by: User) -> None:
    """Announced before, reported after: the days of the story, not the day on which the sample was loaded."""
    day, begin = timedelta(days=1), one.starts_at
    told = {
        "created_at": begin - 30 * day,
        "held_at": one.ends_at,
        "reported_at": begin + 2 * day,
        "verified_at": begin + 5 * day,
    }
    days: dict[str, Any] = {name: value for name, value in told.items() if getattr(one, name)}
    days |= {"announced_at": begin - 20 * day, "announced_by": one.created_by}
    with acting(by=by, action="demo.days"):
        Activity.objects.filter(pk=one.pk).update(**days)


def _upload(name: str, is_photo: bool, by: User, kind: str = "activity") -> Upload:
    file = SimpleUploadedFile("hall.png", _photo(), "image/png") if is_photo else SimpleUploadedFile("list.pdf", _PAPER)
    return documents.take_in(file, kind=kind, by=by, submission_id=key(f"upload:{name}"))


def _photo() -> bytes:
    """A drawn hall with chairs: nobody is in the picture."""
    picture = Image.new("RGB", (320, 200), "#e9eef4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 20, 280, 90), fill="#23406e")
    for x in range(30, 300, 30):
        for y in (120, 150, 180):
            draw.rectangle((x, y, x + 18, y + 14), fill="#c8a24a")
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _pay(
    one: Activity, by: User, name: str, kind: str, what: str, amount: int, source: str = "", day: date | None = None
) -> None:
    money.enter(
        one,
        by=by,
        submission_id=key(f"money:{name}"),
        kind=MoneyKind(kind),
        what=what,
        amount=amount,
        source=Institution.objects.get(code=source) if source else None,
        spent_on=day,
        upload=_upload(f"money:{name}", False, by) if kind == MoneyKind.SPENT else None,
    )


def _forum(officer: User, chief: User, leaflet: Any) -> None:
    one = _plan(
        "forum", "forum-monthly", -60, officer, 3, capacity=120, target_group="employers",
        **_names("វេទិកាពិភាក្សាប្រចាំខែស្ដីពីការចុះបញ្ជី (គំរូ)", "Monthly forum on registration (sample)",
                 "និយោជក និងសមាគមពិភាក្សាអំពីការចុះបញ្ជីបុគ្គលិក។", "Employers and associations talk about registering staff."),
    )  # fmt: skip
    assoc = Institution.objects.get(code="ASSOC")
    taking_part.add_partner(one, by=officer, institution=assoc, role=PartnerRole.CO_ORGANISER)
    taking_part.add_speaker(one, by=officer, name="គង់ សុផល (គំរូ)", organisation="ប.ស.ស.", agreed=True)
    materials.use(one, leaflet, by=officer, copies=150)
    day = timezone.localdate(one.starts_at)
    _pay(one, officer, "forum:1", "planned", "សាល និងអាហារសម្រន់", 4_000_000)
    _pay(one, officer, "forum:2", "planned", "ការបោះពុម្ព", 1_500_000, "ILO")
    _pay(one, officer, "forum:3", "spent", "សាល និងអាហារសម្រន់", 3_650_000, day=day)
    _pay(one, officer, "forum:4", "spent", "ការបោះពុម្ពខិត្តប័ណ្ណ", 1_280_000, "ILO", day)
    _verified(one, officer, chief)
    heard = consulting.hear(
        one, by=officer, submission_id=key("said:1"), institution=assoc,
        heard="សហគ្រាសតូចៗថា ទម្រង់បែបបទវែងពេក (គំរូ)។",
    )  # fmt: skip
    since = day + timedelta(days=20)
    consulting.changed(heard, by=officer, changed="ទម្រង់ខ្លីសម្រាប់បុគ្គលិកតិចជាង ៨ នាក់ (គំរូ)។", changed_on=since)
    consulting.hear(one, by=officer, submission_id=key("said:2"), heard="សូមមានថ្ងៃចុះបញ្ជីនៅផ្សារ នៅចុងសប្ដាហ៍ (គំរូ)។")


def _on_site(officer: User, chief: User, leaflet: Any) -> None:
    there = Enterprise.objects.filter(state="registered", commune_code__startswith="12").order_by("nssf_number").first()
    one = _plan(
        "on_site", "on-site-day", -45, officer, 6, enterprise=there, target_group="workers", takes_sign_ups=False,
        place_code="120902", **_names("ថ្ងៃចុះបញ្ជីនៅរោងចក្រ (គំរូ)", "Registration day at a factory (sample)"),
    )  # fmt: skip
    day = timezone.localdate(one.starts_at)
    materials.use(one, leaflet, by=officer, copies=80)
    _pay(one, officer, "on_site:1", "planned", "ការធ្វើដំណើរ", 600_000)
    _pay(one, officer, "on_site:2", "spent", "ការធ្វើដំណើរ និងប្រេងឥន្ធនៈ", 540_000, day=day)
    _pay(one, officer, "on_site:3", "spent", "សម្ភារៈ", 180_000, day=day)
    _verified(one, officer, chief)


def _school(officer: User, chief: User) -> None:
    one = _plan(
        "school", "school-outreach", -30, officer, target_group="students", takes_sign_ups=False, place_code="120201",
        **_names("ការផ្សព្វផ្សាយនៅវិទ្យាល័យ (គំរូ)", "Outreach at a high school (sample)"),
    )  # fmt: skip
    moeys = Institution.objects.get(code="MOEYS")
    taking_part.add_partner(one, by=officer, institution=moeys, role=PartnerRole.HOST)
    day = timezone.localdate(one.starts_at)
    _pay(one, officer, "school:1", "spent", "ខិត្តប័ណ្ណសម្រាប់សិស្ស", 320_000, day=day)
    _verified(one, officer, chief)


def _training(officer: User, chief: User) -> None:
    one = _plan(
        "training", "training-officials", -21, officer, 7, target_group="officials", takes_sign_ups=False, capacity=30,
        **_names("វគ្គបណ្ដុះបណ្ដាលមន្ត្រីបញ្ជរ និងអធិការ (គំរូ)", "Training of counter officers and inspectors (sample)"),
    )  # fmt: skip
    day = timezone.localdate(one.starts_at)
    _pay(one, officer, "training:1", "spent", "គ្រូបង្គោល និងឯកសារ", 2_100_000, "GIZ", day)
    _verified(one, officer, chief)


def _outreach(officer: User) -> None:
    """Waits for the second person."""
    one = _plan(
        "outreach", "enterprise-outreach", -6, officer, target_group="workers", takes_sign_ups=False,
        **_names("ការផ្សព្វផ្សាយផ្ទាល់នៅផ្សារ (គំរូ)", "Direct outreach at a market (sample)"),
    )  # fmt: skip
    _pay(one, officer, "outreach:1", "spent", "ការធ្វើដំណើរ", 90_000, day=timezone.localdate(one.starts_at))
    _as_it_was(_reported(one, officer), officer)


def _course(officer: User) -> None:
    """Held yesterday; nobody reported it yet."""
    one = _plan(
        "course", "enterprise-course", -1, officer, 4, target_group="employers", capacity=60, place_code="120401",
        **_names("វគ្គសម្រាប់អ្នកទទួលបន្ទុកបុគ្គលិក (គំរូ)", "Course for staff officers of enterprises (sample)",
                 "របៀបចុះបញ្ជីបុគ្គលិក និងប្រកាសប្រចាំខែ។", "How staff are registered and declared every month."),
    )  # fmt: skip
    _pay(one, officer, "course:1", "planned", "អាហារសម្រន់", 800_000)
    _as_it_was(activities.hold(one, by=officer), officer)


def _competition(officer: User) -> None:
    one = _plan(
        "competition", "competition", 0, officer, target_group="students", capacity=200, place_code="120301",
        **_names("ការប្រកួតប្រជែងចំណេះដឹងអំពី ប.ស.ស. (គំរូ)", "Knowledge competition about the Fund (sample)",
                 "ក្រុមសិស្ស និងកម្មករឆ្លើយសំណួរ។ មានរង្វាន់។", "Teams of students and workers answer questions. Prizes."),
    )  # fmt: skip
    union = Institution.objects.get(code="UNIONS")
    taking_part.add_partner(one, by=officer, institution=union, role=PartnerRole.MOBILISER)
    with acting(by=officer, action="demo.days"):  # all of today, so that the door is open whenever one looks
        Activity.objects.filter(pk=one.pk).update(starts_at=at(0, 0), ends_at=at(1, 0) - timedelta(minutes=1))
    activities.announce(one, by=officer)


def _workshops(officer: User, chief: User) -> None:
    """A series that has begun: one verified, one over and not said so, one in five days announced, more planned."""
    today = timezone.localdate()
    made = series.start(
        by=officer, submission_id=key("series:workshop"), type=ActivityType.objects.get(code="workshop-weekly"),
        rhythm=Rhythm.WEEKLY, every=1, first_on=today + timedelta(days=-9), last_on=today + timedelta(days=180),
        starts=time(14), ends=time(16), place_code="120101", capacity=40, languages=["km", "sgn"], **_HALL,
        contact_phone="+85510000024",
        **_names("សិក្ខាសាលាប្រចាំសប្ដាហ៍អំពីការចុះបញ្ជី (គំរូ)", "Weekly workshop on registration (sample)",
                 "ការចុះបញ្ជី សិទ្ធិ កាតព្វកិច្ច និងអត្ថប្រយោជន៍។ ចូលរួមដោយឥតគិតថ្លៃ។",
                 "Registration, rights, duties and benefits. Free of charge."),
    )  # fmt: skip
    rows = {row.series_on: row for row in made.activities.all()}
    first, coming = rows[today + timedelta(days=-9)], rows[today + timedelta(days=5)]
    _verified(first, officer, chief)
    with acting(by=officer, action="demo.key"):
        Activity.objects.filter(pk=coming.pk).update(submission_id=key("activity:workshop"))
    for row in (coming, rows[today + timedelta(days=12)]):
        activities.announce(row, by=officer)


def _annual(chief: User) -> None:
    """Far from the capital; only who sees the whole country has it on the list."""
    commune = Place.objects.current().filter(code__startswith="1710", level="commune").order_by("code").first()
    one = _plan(
        "annual", "forum-annual", 20, chief, 7, capacity=300, place_code=commune.code if commune else "171001",
        **_names("វេទិកាពិភាក្សាប្រចាំឆ្នាំ (គំរូ)", "Annual discussion forum (sample)",
                 "និយោជក កម្មករ និស្សិត និងស្ថាប័នរដ្ឋជួបគ្នា។", "Employers, workers, students and public bodies meet."),
    )  # fmt: skip
    activities.announce(one, by=chief)


def _cancelled(officer: User) -> None:
    one = _plan(
        "cancelled", "workshop-monthly", 9, officer, capacity=50,
        **_names("សិក្ខាសាលាប្រចាំខែ (គំរូ)", "Monthly workshop (sample)"),
    )  # fmt: skip
    activities.announce(one, by=officer)
    activities.cancel(one, by=officer, reason="សាលត្រូវជួសជុល (គំរូ)។")


def _proposed(association: User) -> None:
    proposing.propose(
        by=association, institution=Institution.objects.get(code="ASSOC"), submission_id=key("activity:proposed"),
        type=ActivityType.objects.get(code="workshop-monthly"), role=PartnerRole.HOST, place_code="120101",
        starts_at=at(25, 14), ends_at=at(25, 16), target_group="self_employed", languages=["km"],
        venue="ទីស្នាក់ការសមាគម (គំរូ)", capacity=35,
        **_names("សិក្ខាសាលាសម្រាប់អ្នកលក់ដូរ (គំរូ)", "Workshop for vendors (sample)",
                 "សមាជិករបស់យើងចង់ដឹងអំពីការថែទាំសុខភាព។", "Our members want to know about health care."),
    )  # fmt: skip


def _materials(officer: User) -> Any:
    """Two materials; the leaflet has a newer version."""
    leaflet = materials.add(
        by=officer, submission_id=key("material:leaflet"), upload=_upload("leaflet:1", False, officer, "material"),
        name_km="ខិត្តប័ណ្ណ៖ ចុះបញ្ជីក្នុងបីជំហាន (គំរូ)", name_en="Leaflet: register in three steps (sample)",
        target_group="workers",
    )  # fmt: skip
    newer = _upload("leaflet:2", False, officer, "material")
    version = materials.add_version(leaflet, by=officer, upload=newer, note="លេខទូរសព្ទថ្មី (គំរូ)។")
    materials.add(
        by=officer, submission_id=key("material:poster"), upload=_upload("poster", True, officer, "material"),
        name_km="ផ្ទាំងរូបភាព៖ សិទ្ធិរបស់អ្នក (គំរូ)", name_en="Poster: your rights (sample)", target_group="public",
    )  # fmt: skip
    return version
