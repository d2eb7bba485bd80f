"""The rival of number 1: the same people, checks and effects, with `save()` on the same models, one after another."""

import tempfile
import uuid
from pathlib import Path

from django.utils import timezone


def save_people(content: bytes) -> None:
    from bench.register import FACTORY
    from enterprises.models import Enterprise
    from nssf_portal.identifiers.crypto import encrypt
    from nssf_portal.identifiers.models import allocate
    from nssf_portal.notifications.models import Message
    from nssf_portal.reading.guard import open_guarded
    from registration.identity import identity_index
    from registration.models import Employment, Member, MemberIdentifier, MemberName, Roster, RosterRow
    from registration.reading.headers import read_layout
    from registration.reading.rows import RosterReader
    from registration.services.checking import rules_today
    from registration.services.repairing import take_over
    from registration.staging import cells_of

    factory = Enterprise.objects.get(nssf_number=FACTORY)
    establishment = factory.establishments.get()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.xlsx"
        path.write_bytes(content)
        layout = read_layout(open_guarded(path, path.name))
    rules, key = rules_today(), uuid.uuid4()
    roster = Roster.objects.create(
        reference=key.hex[:20], enterprise=factory, establishment=establishment, mode="new_only", sha256=key.hex,
        submission_id=key,
    )  # fmt: skip
    for row in RosterReader(layout, rules):
        staged = RosterRow(roster=roster, row_no=row.row_no, state="accepted", digest=row.digest)
        staged.cells = encrypt(cells_of(row.raw, layout.columns), staged.pk.bytes)
        take_over(staged, row, rules)
        staged.save(force_insert=True)
        index = identity_index(row.id_kind, row.id_number, row.nationality)
        held = MemberIdentifier.objects.filter(blind_index=index, superseded_at__isnull=True, disputed=False)
        if held.exclude(kind="phone").exists():
            continue  # somebody holds the number: an officer's matter there, left out here
        if Member.objects.filter(key_latin=row.key_latin, born_on=row.born_on, sex=row.sex).exists():
            pass  # and the one by name
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
        for name in (member.key_km, member.key_latin):
            MemberName.objects.get_or_create(key=name)
        Message.objects.create(
            event="hire", template="member.invitation", channel="sms", recipient_member=member.pk,
            dedup_key=f"hire:{member.pk}",
        )  # fmt: skip
        staged.state, staged.member, staged.registered_at = "registered", member, timezone.now()
        staged.save(update_fields=["state", "member", "registered_at"])
