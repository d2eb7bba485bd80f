"""Every number of the plan's introduction as printed, with source and day; where the plan contradicts itself, a note.

What a table prints stands here; what could be computed from it is computed by whoever shows it."""

from dataclasses import dataclass

SURVEY = "Labour Force Survey 2019"
CENSUS = "Economic Census 2022"
FUND = "National Social Security Fund (NSSF) 2024"
_BOTH = f"{CENSUS}; {FUND}"
_STUDY = "NSSF with GIZ, research report 2024"
_HALF = "first half of 2024"


@dataclass(frozen=True)
class Printed:
    table: str
    row: str
    column: str
    label_en: str
    label_km: str
    value: str | None
    unit: str
    as_of: str
    source: str
    note_en: str = ""
    note_km: str = ""


_STATUS = (
    ("wage_workers", "Wage workers", "កម្មករមានប្រាក់ឈ្នួល", "3769515", "47.8"),
    ("employers", "Employers", "និយោជក", "269820", "3.4"),
    ("self_employed", "Self-employed individuals", "បុគ្គលស្វ័យនិយោជន៍", "2908447", "36.9"),
    ("family_workers", "Contributing family workers", "កម្មករគ្រួសារគ្មានប្រាក់ឈ្នួល", "935324", "11.9"),
    ("total", "Total", "សរុប", "7883106", "100"),
)
TABLE_1 = tuple(
    Printed("1", row, column, english, khmer, value, unit, "2019", SURVEY)
    for row, english, khmer, number, percent in _STATUS
    for column, value, unit in (("number", number, "people"), ("percent", percent, "percent"))
)

_COLUMNS = (
    ("total", "2022", CENSUS), ("registered", "2022", CENSUS), ("registered_percent", "2022", CENSUS),
    ("not_registered", "2022", CENSUS), ("not_registered_percent", "2022", CENSUS),
    ("with_nssf", _HALF, FUND), ("with_nssf_percent", _HALF, _BOTH),
)  # fmt: skip
_UNITS = ("753670", "93647", "12.4", "660023", "87.6", "21884", "23")
_WORKERS = ("2980569", "1894055", "63.5", "1086514", "36.5", "1570799", None)
_NOTES = {
    ("units", "with_nssf_percent"): (
        (
            "A sentence of section 1.1 says that 23% of registered units are not registered with the NSSF. 21,884 of "
            "93,647 are 23% registered: this table is used."
        ),
        (
            "ប្រយោគមួយក្នុងផ្នែក ១.១ សរសេរថា ២៣% នៃសហគ្រាសដែលបានចុះបញ្ជី មិនទាន់ចុះបញ្ជីក្នុង ប.ស.ស.។ ២១ ៨៨៤ ក្នុងចំណោម ៩៣ ៦៤៧ "
            "គឺ ២៣% បានចុះបញ្ជី៖ យើងប្រើតារាងនេះ។"
        ),
    ),
    ("workers", "with_nssf_percent"): (
        (
            "The plan prints no percentage here. 1,570,799 of 1,894,055 leave 323,256 workers; the sentence “over 2 "
            "million of over 4 million” counts from the Labour Force Survey. The two are never one denominator."
        ),
        (
            "ផែនការមិនបានបោះពុម្ពភាគរយនៅទីនេះទេ។ ១ ៥៧០ ៧៩៩ ក្នុងចំណោម ១ ៨៩៤ ០៥៥ នៅខ្វះ ៣២៣ ២៥៦ នាក់។ ប្រយោគ “ជាង ២ លាននាក់ "
            "ក្នុងចំណោមជាង ៤ លាននាក់” រាប់តាមអង្កេតកម្លាំងពលកម្ម។ ភាគបែងទាំងពីរនេះមិនត្រូវបញ្ចូលគ្នាទេ។"
        ),
    ),
}


def _table_2(row: str, english: str, khmer: str, unit: str, values: tuple[str | None, ...]) -> tuple[Printed, ...]:
    return tuple(
        Printed(
            "2", row, column, english, khmer, value, "percent" if column.endswith("_percent") else unit, as_of, source,
            *_NOTES.get((row, column), ()),
        )
        for (column, as_of, source), value in zip(_COLUMNS, values, strict=True)
    )  # fmt: skip


TABLE_2 = (
    *_table_2("units", "Economic units", "អង្គភាពសេដ្ឋកិច្ច", "units", _UNITS),
    *_table_2("workers", "Workers/employees", "កម្មករនិយោជិត", "people", _WORKERS),
)


def _said(row: str, value: str, unit: str, english: str, khmer: str, as_of: str, source: str, *note: str) -> Printed:
    return Printed("text", row, "said", english, khmer, value, unit, as_of, source, *note)


TEXT = (
    _said("informal", "88", "percent", "Workers in the informal economy", "កម្មករក្នុងសេដ្ឋកិច្ចក្រៅប្រព័ន្ធ", "2019", SURVEY),
    _said("informal_men", "89", "percent", "Men among all working men", "បុរស ក្នុងចំណោមបុរសធ្វើការទាំងអស់", "2019", SURVEY),
    _said("informal_women", "87.6", "percent", "Women among all working women", "ស្ត្រី ក្នុងចំណោមស្ត្រីធ្វើការទាំងអស់",
          "2019", SURVEY),
    _said(
        "not_with_nssf", "23", "percent", "Registered units said not to be registered with the NSSF yet",
        "សហគ្រាសបានចុះបញ្ជី ដែលសរសេរថាមិនទាន់ចុះបញ្ជីក្នុង ប.ស.ស.", _HALF, FUND,
        "Table 2 says the opposite: 23% are registered. Table 2 is used in every figure of this portal.",
        "តារាងទី២ សរសេរផ្ទុយ៖ ២៣% បានចុះបញ្ជី។ តួលេខទាំងអស់នៅទីនេះប្រើតារាងទី២។",
    ),
    _said(
        "employers_and_workers", "4000000", "people", "Employers and employees in registered units, “over”",
        "និយោជក និងកម្មករនិយោជិតក្នុងសហគ្រាសដែលបានចុះបញ្ជី “ជាង”", "2019", SURVEY,
        "3,769,515 wage workers and 269,820 employers of Table 1 are 4,039,335.",
        "កម្មករមានប្រាក់ឈ្នួល ៣ ៧៦៩ ៥១៥ និងនិយោជក ២៦៩ ៨២០ នៃតារាងទី១ គឺ ៤ ០៣៩ ៣៣៥ នាក់។",
    ),
    _said(
        "workers_missing", "2000000", "people", "Of them not registered with the NSSF, “over”",
        "ក្នុងចំណោមនោះ មិនទាន់ចុះបញ្ជីក្នុង ប.ស.ស. “ជាង”", _HALF, f"{SURVEY}; {FUND}",
        "By the survey 2,468,536 are missing; by the census of Table 2, 323,256. Both are shown, never one alone.",
        "តាមអង្កេត ខ្វះ ២ ៤៦៨ ៥៣៦ នាក់; តាមជំរឿនក្នុងតារាងទី២ ខ្វះ ៣២៣ ២៥៦ នាក់។ យើងបង្ហាញទាំងពីរ មិនបង្ហាញតែមួយទេ។",
    ),
    _said("self_employed_active", "238688", "people", "Self-employed individuals active in the NSSF",
          "បុគ្គលស្វ័យនិយោជន៍សកម្មក្នុង ប.ស.ស.", _HALF, FUND),
    _said("self_employed_share", "8", "percent", "The same of 2,908,447 self-employed individuals",
          "ដូចគ្នា ក្នុងចំណោមបុគ្គលស្វ័យនិយោជន៍ ២ ៩០៨ ៤៤៧ នាក់", _HALF, f"{SURVEY}; {FUND}"),
    _said("health_care", "97", "percent", "Members satisfied with health care benefits",
          "សមាជិកពេញចិត្តនឹងតាវកាលិកថែទាំសុខភាព", "2024", _STUDY),
    _said("services", "93", "percent", "Members satisfied with services of the NSSF and health facilities",
          "សមាជិកពេញចិត្តនឹងសេវារបស់ ប.ស.ស. និងមូលដ្ឋានសុខាភិបាល", "2024", _STUDY),
    _said("awareness", "87", "percent", "Members aware of the social security system",
          "សមាជិកដឹងអំពីប្រព័ន្ធសន្តិសុខសង្គម", "2024", _STUDY),
    _said("covered_2018", "26.5", "percent", "People covered by social protection", "ប្រជាពលរដ្ឋដែលមានការគាំពារសង្គម",
          "2018", "Preface of the plan"),
    _said("covered_2024", "44", "percent", "People covered by social protection, “approximately”",
          "ប្រជាពលរដ្ឋដែលមានការគាំពារសង្គម “ប្រហែល”", "2024", "Preface of the plan"),
    _said("target", "1200000", "people", "New members to be reached, “at least”", "សមាជិកថ្មីដែលត្រូវឈានដល់ “យ៉ាងតិច”",
          "2024-2026", "Section 2 of the plan"),
)  # fmt: skip

FIGURES = (*TABLE_1, *TABLE_2, *TEXT)
