"""The rival of number 1: the same people into the same models with `save()`, one after another."""

import tempfile
from pathlib import Path

from django.utils import timezone


def save_people(content: bytes) -> None:
    from bench.register import FACTORY
    from enterprises.models import Enterprise
    from nssf_portal.identifiers.models import allocate
    from registration.models import Employment, Member, MemberIdentifier
    from registration.reading.guard import open_guarded
    from registration.reading.headers import read_layout
    from registration.reading.rows import RosterReader
    from registration.services.checking import rules_today

    factory = Enterprise.objects.get(nssf_number=FACTORY)
    establishment = factory.establishments.get()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.xlsx"
        path.write_bytes(content)
        layout = read_layout(open_guarded(path, path.name))
    for row in RosterReader(layout, rules_today()):
        if Member.objects.filter(key_latin=row.key_latin, born_on=row.born_on, sex=row.sex).exists():
            pass  # the duplicate check by name, as the set-based path makes it
        member = Member(
            member_number=str(allocate("member")), family_name_km=row.family_name_km, given_name_km=row.given_name_km,
            family_name_latin=row.family_name_latin, given_name_latin=row.given_name_latin, sex=row.sex,
            born_on=row.born_on, group="employee", plan_group="1", commune_code="120101",
            registered_on=timezone.localdate(), channel="roster",
        )  # fmt: skip
        member.set_keys()
        member.save(force_insert=True)
        for kind, value in (("khmer_id", row.id_number), ("phone", row.phone)):
            MemberIdentifier.of(member, kind, value).save(force_insert=True)
        Employment(
            member=member, enterprise=factory, establishment=establishment, commune_code="120101", wage=row.wage,
            occupation=row.position, department=row.department, started_on=row.hired_on, channel="roster",
        ).save(force_insert=True)  # fmt: skip
