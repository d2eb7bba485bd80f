"""The register the numbers are measured against: sample people, made once and kept under VAR_DIR."""

import io
import random
from typing import Any

from django.core.management import call_command
from django.db import connection

FACTORY = "790000"


def fill(members: int, work_items: int) -> None:
    """Migrated, with that many members and open work items, unless they are there already."""
    call_command("migrate", verbosity=0)
    from enterprises.models import Enterprise, Establishment
    from nssf_portal.identifiers.models import NumberBlock
    from nssf_portal.references import new_reference
    from registration.models import Member

    if not Member.objects.exists():
        options = {"members": members, "enterprises": max(members // 50, 10), "seed": 7, "work_items": work_items}
        call_command("load_sample", **options, format="json")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    NumberBlock.objects.get_or_create(
        kind="member", first=4_000_000_000, defaults={"last": 4_999_999_999, "next": 4_000_000_000, "source": "bench"}
    )
    factory, created = Enterprise.objects.get_or_create(
        nssf_number=FACTORY,
        defaults={
            "reference": new_reference("ENT"),
            "state": "registered",
            "name_latin": "Bench Garment",
            "commune_code": "120101",
            "registered_on": "2020-01-01",
            "channel": "core",
        },
    )
    if created:
        Establishment.objects.create(
            enterprise=factory, is_head_office=True, name_latin="Bench Garment", commune_code="120101"
        )


def size() -> int:
    """About how many members there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = 'registration_member'")
        return cursor.fetchone()[0]


def a_few_members(count: int) -> list[Any]:
    """Members from all over the register, the same each time."""
    from registration.models import Member

    step = max(size() // count, 1)
    numbers = [str(9_000_000_000 + serial) for serial in range(1, size(), step)]
    return list(Member.objects.filter(member_number__in=numbers).order_by("member_number"))


def clerk(code: str) -> Any:
    """A clerk of head office (HQ), a province or a district."""
    from nssf_portal.accounts.models import Office, RoleGrant, User

    office, _made = Office.objects.get_or_create(tree="nssf", code=code, defaults={"name_km": code, "name_en": code})
    email = f"bench{code}@example.test".lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, language="en")
    RoleGrant.objects.get_or_create(user=user, role="clerk", office=office)
    return User.objects.get(pk=user.pk)


def _number_of_a_member(chance: random.Random) -> int:
    """Of one of the first thousands of sample members (see registration.sample.people)."""
    return 700_000_000 + chance.randrange(1, 5_000) * 48_271_397 % 100_000_000


def roster_file(rows: int, seed: int, flawed: int = 0) -> bytes:
    """An xlsx roster of invented people, all new, all acceptable; another seed, other people.

    With `flawed`, so many rows of a hundred lack their sex, or carry the number of a member of another name."""
    import xlsxwriter

    from registration.sample.names import names

    chance, known = random.Random(seed), names()
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("Staff")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    headings = (
        "No", "Staff ID", "National ID No", "Family Name (KH)", "Given Name (KH)", "Family Name (EN)",
        "Given Name (EN)", "Sex", "Date of Birth", "Nationality", "Date of Hire", "Department", "Position",
        "Monthly Wage (KHR)", "Phone", "Group",
    )  # fmt: skip
    sheet.write_row(0, 0, headings)
    ids = chance.sample(range(100_000_000, 699_999_999), rows)
    for n, number in enumerate(ids, start=1):
        sex = chance.choice("FM")
        bad = chance.randrange(100) < flawed
        if bad and n % 2:
            number = _number_of_a_member(chance)
        family, given = known.families.draw(chance, 1)[0], (known.women if sex == "F" else known.men).draw(chance, 1)[0]
        sheet.write_row(n, 0, [n, f"E{n:06d}", str(number), family.km, given.km, family.latin, given.latin])
        sheet.write_string(n, 7, "" if bad and not n % 2 else sex)
        sheet.write_number(n, 8, chance.randrange(25_000, 36_000), day)
        sheet.write_string(n, 9, "Cambodian")
        sheet.write_number(n, 10, chance.randrange(43_500, 45_800), day)
        sheet.write_row(n, 11, ["Sewing", chance.choice(["Worker", "Operator", "Guard"]), 816_000])
        sheet.write_string(n, 14, f"0{chance.randrange(10_000_000, 99_999_999)}")
        sheet.write_string(n, 15, "A")
    book.close()
    return buffer.getvalue()
