"""The four violations NSSF itself announced (14 January 2025); their legal references are to be confirmed."""

from compliance.models import ViolationType

_ANNOUNCED = "NSSF announcement of 14 January 2025; "
_P168 = "Prakas 168/22 MLVT/Br.K.NSSF (5 July 2022)"
_ARTICLE_98 = "Law on Social Security Schemes (2 November 2019), Article 98"
ROWS = (
    (
        "not_registered",
        "មិនបានចុះបញ្ជិកាសហគ្រាស គ្រឹះស្ថាន ឬកម្មករនិយោជិត",
        "Enterprise or workers not registered",
        _P168,
        True,
    ),
    ("not_paid", "មិនបានបង់ភាគទានទាន់ពេលវេលា", "Contributions not paid on time", _ARTICLE_98, True),
    (
        "wrong_number",
        "មិនបានប្រកាសចំនួនកម្មករនិយោជិតឱ្យបានត្រឹមត្រូវ",
        "Number of workers not reported accurately",
        _ARTICLE_98,
        True,
    ),
    ("wrong_wages", "ប្រកាសប្រាក់ឈ្នួលមិនត្រឹមត្រូវ", "Wages improperly declared", "", False),
)


def seed() -> None:
    """Adds the types that are missing."""
    ViolationType.objects.bulk_create(
        [
            ViolationType(
                code=code,
                text_km=km,
                text_en=en,
                source=_ANNOUNCED + source if source else _ANNOUNCED + "no legal text found",
                confirmed=False,
                fine=fine,
                order=order,
            )
            for order, (code, km, en, source, fine) in enumerate(ROWS, start=1)
        ],
        ignore_conflicts=True,
    )
