"""The tally equals a recount, whatever was done to members; folding and rebuilding keep it so."""

import random

import pytest
from django.db import connection

from registration.models import Member, MemberTally
from registration.services import tallies

pytestmark = pytest.mark.django_db


def test_after_random_registrations_changes_and_merges_the_tally_is_the_recount(make_member):
    rng = random.Random(4)
    members = [
        make_member(
            f"2026-0{rng.randrange(1, 10)}",
            sex=rng.choice("FM"),
            commune_code=rng.choice(("120101", "020101")),
            state=rng.choice(("active", "pending")),
        )
        for _n in range(30)
    ]
    for member in rng.sample(members, 12):
        member.commune_code, member.sex = rng.choice(("120101", "030101")), rng.choice("FM")
        member.state = "active"
        member.save()
    for member in rng.sample(members[1:], 5):
        Member.objects.filter(pk=member.pk).update(state="ended", ended_on=member.registered_on, merged_into=members[0])
    assert tallies.differences() == []
    rows = MemberTally.objects.count()
    assert tallies.fold() == rows - MemberTally.objects.count()
    assert tallies.differences() == []
    counted = Member.objects.filter(merged_into=None).exclude(state="pending").count()
    assert sum(MemberTally.objects.values_list("people", flat=True)) == counted


def test_a_tally_that_went_wrong_is_named_and_put_right(make_member):
    make_member()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registration_membertally SET people = 5")
    (wrong,) = tallies.differences()
    assert (wrong.province_code, wrong.kept, wrong.counted) == ("12", 5, 1)
    assert tallies.rebuild().differences == [wrong]
    assert tallies.differences() == []
