"""Scope: to an inspector or chief of one province nothing of another exists, in no list, search, count or file."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from compliance.models import TargetReason
from nssf_portal.law import book
from tests.factories import compliance as made
from tests.factories.accounts import OfficeFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registry import RecordFactory
from tests.invariants.addresses import Address, addresses
from tests.invariants.world import World, value_of

pytestmark = pytest.mark.django_db
ROOMS = ("today", "targets", "cases", "papers", "cooperation", "powers", "declarations", "matching")
NAME, NUMBER = "Zircon Umbrella Works", "734343"
NATIONAL = {"text", "power", "guideline", "checklist", "checklist_question"}
_ONCE = re.compile(r"csrfmiddlewaretoken\"[^>]*|name=\"submission_id\"[^>]*|nonce=\"[^\"]*\"|[0-9a-f-]{36}|\d\d:\d\d")


def ours() -> list[Address]:
    return [address for address in addresses() if address.name.partition(":")[0] in ROOMS]


def lists() -> list[str]:
    """Every page without an object, plain and searched by what the enterprise is known by."""
    words = ("", f"?q={NAME}&show=all&state=answered")
    return [address.path({}, "en/") + word for address in ours() if not address.kwargs for word in words]


def seen_by(client: Client) -> dict[str, str]:
    """What each list page says, without what is new at every look."""
    said = {path: client.get(path) for path in lists()}
    said["tie"] = client.post("/en/inspect/powers/me/search/", {"text": NUMBER})
    return {path: _ONCE.sub("", read(answer)) for path, answer in said.items()}


def read(answer) -> str:
    content = answer.getvalue() if answer.streaming else answer.content
    return content.decode(errors="replace")


def rules_of_the_country() -> None:
    """They are there before: who may read them reads all of them."""
    made.institution("GDT")
    elsewhere = World(EnterpriseFactory(commune_code="170101"))
    for noun in sorted(NATIONAL):
        elsewhere.get(noun)


def one_of_everything() -> World:
    """All that compliance knows of one enterprise in Phnom Penh."""
    unit = EnterpriseFactory(name_latin=NAME, nssf_number=NUMBER, commune_code="120101", phone="+85512345678")
    world = World(unit)
    for address in ours():
        for argument in names_of(address) - NATIONAL:
            value_of(world, argument)
    TargetReason.objects.create(line=world.get("line"), signal="unregistered", strength=1, points=1)
    given = {"match_state": "matched", "matched_by": "rule", "declared_workers": 7}
    RecordFactory(enterprise=unit, source_key="OBR-Z1", name_latin=NAME, **given)
    made.payment(unit, 100_000, None, timezone.localdate())
    return world


def names_of(address: Address) -> set[str]:
    return {argument.removesuffix("_id") for argument in address.kwargs}


def test_nothing_of_phnom_penh_reaches_another_provinces_inspectors():
    book.forget()  # a test before may have read values that it took back
    for code in ("HQ", "12", "17"):
        OfficeFactory(code=code)
    rules_of_the_country()
    people = Client(), Client()
    people[0].force_login(made.inspector("17"))
    people[1].force_login(made.chief("17"))
    before = [seen_by(person) for person in people]
    world = one_of_everything()
    after = [seen_by(person) for person in people]
    for then, now in zip(before, after, strict=True):
        assert not [path for path in now if now[path] != then[path]], "a name or a count gave it away"
    assert not [path for now in after for path, said in now.items() if NAME in said and NAME not in path]
    assert not doors(people[1], world)


def doors(person: Client, world: World) -> list[str]:
    """Pages, papers and files of the objects that open."""
    found = []
    for address in ours():
        if names_of(address) - {"token"} and not names_of(address) & NATIONAL:
            values = {argument: value_of(world, argument) for argument in address.kwargs}
            status = person.get(address.path(values, "en/")).status_code
            if status not in (403, 404, 405):
                found.append(f"{address.name}: {status}")
    return found
