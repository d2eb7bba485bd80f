"""Lists as institutions really have them: letterheads, Khmer headings and digits, places by name, no key, Excel."""

import io
from datetime import date

import openpyxl
import pytest

from enterprises.delivering.columns import VOCABULARY
from enterprises.models import RegistryRecord
from nssf_portal.places.models import Place
from tests.enterprises.delivering.conftest import counts, problems, taken_over

pytestmark = pytest.mark.django_db


def workbook(*rows) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_one_window_list_in_khmer_without_a_key():
    commune = Place.objects.communes().filter(code__startswith="12").select_related("parent__parent").first()
    place = (f"សង្កាត់{commune.name_km}", commune.parent.name_km, commune.parent.parent.name_km)
    content = workbook(
        ["ព្រះរាជាណាចក្រកម្ពុជា"],
        ["ជាតិ សាសនា ព្រះមហាក្សត្រ"],
        [],
        ["ល.រ", "លេខវិញ្ញាបនបត្រ", "ឈ្មោះសហគ្រាស", "ឃុំ/សង្កាត់", "ស្រុក/ខណ្ឌ", "ខេត្ត", "លេខទូរស័ព្ទ", "ចំនួនកម្មករ", "ថ្ងៃបើក"],
        [1, "OW-១២-០០០០១", "ហាងកាហ្វេឈូក", *place, 12345678, "៤ នាក់", date(2021, 3, 4)],
        [2, "OW-12-00002", "ហាងអាហារមេឃ", "មិនស្គាល់", place[1], place[2], "០១២ ៣៤៥ ៦៧៩", 3, "១៥/០៣/២០២២"],
        ["សរុប", None, None, None, None, None, None, 7],
    )
    batch = taken_over(content, code="one_window", name="list.xlsx")
    assert (counts(batch), problems(batch)) == ((2, 2, 0, 0, 0), [(6, "commune", "place_unknown", "warning")])
    first, second = RegistryRecord.objects.order_by("source_key")
    assert (first.source_key, first.commune_code, first.phone) == ("cert:OW-12-00001", commune.code, "+85512345678")
    assert (first.declared_workers, str(first.opened_on), first.name_km) == (4, "2021-03-04", "ហាងកាហ្វេឈូក")
    assert (second.commune_code, str(second.opened_on)) == ("", "2022-03-15")
    assert "មិនស្គាល់" in second.address


def test_without_any_number_the_key_is_the_name_with_its_place():
    content = b"Name of enterprise,Commune code\nLotus,120101\nLotus,120101\nLotus,020605\n"
    batch = taken_over(content, code="mptc")
    assert (counts(batch)[1], problems(batch)) == (2, [(3, "source_key", "duplicate_in_file", "error")])
    assert all(key.startswith("name:") for key in RegistryRecord.objects.values_list("source_key", flat=True))
    assert counts(taken_over(content, code="mptc"))[3] == 2


def test_a_column_of_communes_may_hold_codes_and_a_number_alone_is_a_unit_without_a_name():
    content = (
        "No,Name of enterprise,TIN,Phone,Commune,Workers,Licence no\n"
        "1,Lotus,K009-123456789,012 999 888,120101,45,LIC-1\n"
        "2,,,,,,LIC-2\n"
        "3,Mekong,,,២០៦០៥,,LIC-3\n"
        "Prepared by the office,,,,,,\n"
    ).encode()
    batch = taken_over(content, code="misti")
    assert counts(batch) == (3, 2, 0, 0, 1)
    assert problems(batch) == [
        (3, "name_latin", "required", "error"),
        (4, "commune_code", "leading_zero_restored", "warning"),
    ]
    assert set(RegistryRecord.objects.values_list("commune_code", flat=True)) == {"120101", "020605"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("LACMS No.", "source_key"), ("Establishment name (Khmer)", "name"), ("ឈ្មោះជាអក្សរឡាតាំង", "name_latin"),
        ("Tax Identification Number", "tin"), ("លេខអត្តសញ្ញាណកម្មសារពើពន្ធ", "tin"), ("Registration No", "moc_number"),
        ("លេខអាជ្ញាប័ណ្ណ", "certificate_number"), ("Business Activity", "activity"),
        ("No. of employees", "declared_workers"),
        ("ឈ្មោះម្ចាស់", "ignore"), ("Owner name", "ignore"), ("គិតត្រឹមថ្ងៃទី", "as_of"), ("Head office ID", "parent_key"),
    ],
)  # fmt: skip
def test_headings_of_registries_are_known(heading, field):
    """A plain "name" is told apart by the letters in its cells."""
    assert VOCABULARY.field_of(heading) == field
