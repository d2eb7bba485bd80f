"""`build_targets`: one JSON document, as section 7 of the design promises."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from compliance.models import TargetList
from tests.compliance.targets.conftest import known, listed, said_of
from tests.factories.enterprises import EnterpriseFactory

pytestmark = pytest.mark.django_db
ASKED = {"--month": "2026-12", "--office": "12", "--capacity": "2"}


def build(**changed: str) -> dict:
    out = io.StringIO()
    given = ASKED | {f"--{name}": value for name, value in changed.items()}
    call_command("build_targets", *[f"{k}={v}" for k, v in given.items()], "--format=json", stdout=out)
    return json.loads(out.getvalue())


def test_one_document_with_the_best_first_and_reasons_in_words(office):
    strong, weak = known(), EnterpriseFactory()
    said_of(strong, 340)
    elsewhere = known(commune="080101")
    told = build()
    assert set(told) == {"candidates", "selected", "seconds", "top"}
    assert (told["candidates"], told["selected"]) == (2, 2)
    first, second = told["top"]
    assert set(first) == {"enterprise", "nssf_number", "score", "reasons"}
    assert (first["enterprise"], first["nssf_number"]) == (strong.reference, None)
    assert (second["enterprise"], second["nssf_number"]) == (weak.reference, weak.nssf_number)
    assert 0 <= second["score"] < first["score"] <= 1
    assert any("340" in words for words in first["reasons"])
    assert elsewhere.reference not in json.dumps(told)


def test_headquarters_sees_the_country(office):
    known(commune="080101"), known(commune="120101"), known(commune="")
    from tests.factories.accounts import OfficeFactory

    OfficeFactory(code="HQ")
    assert build(office="HQ")["candidates"] == 3


def test_an_office_without_units_has_an_empty_list(office):
    told = build()
    assert (told["candidates"], told["selected"], told["top"]) == (0, 0, [])
    assert TargetList.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"month": "2026-13"}, "month_invalid"),
        ({"month": "soon"}, "month_invalid"),
        ({"office": "99"}, "office_unknown"),
        ({"capacity": "0"}, "capacity_invalid"),
    ],
)
def test_what_cannot_be_done_says_why(office, changed, code):
    with pytest.raises(CommandError) as failure:
        build(**changed)
    assert failure.value.code == code
    assert not TargetList.objects.exists()


def test_a_closed_month_stays_as_it_was(office):
    made = listed(office)
    TargetList.objects.filter(pk=made.pk).update(state="closed")
    with pytest.raises(CommandError) as failure:
        build()
    assert failure.value.code == "month_is_over"
