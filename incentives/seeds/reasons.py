"""Reasons for relief that were accepted before (plan 1.3); the Fund confirms or replaces them."""

from datetime import date

from incentives.models import ReliefReason

_PLAN = "Operational Plan 2024-2026, 1.3 (acceptable reasons; NSSF to name the text)"
_COVID = "Instruction 045/20 (17 April 2020), suspended contracts; Operational Plan 2024-2026, 1.3"
_SINCE = date(2024, 10, 30)

# code, kind, Khmer, English, whether a document is needed
_REASONS = (
    ("penalty-disaster", "penalty", "គ្រោះធម្មជាតិ ឬអគ្គិភ័យ", "Natural disaster or fire", True),
    ("penalty-illness", "penalty", "ជំងឺធ្ងន់ ឬមរណភាពរបស់អ្នកទទួលបន្ទុក", "Serious illness or death of who was in charge", True),
    ("penalty-system", "penalty", "ប្រព័ន្ធរបស់ ប.ស.ស. មិនដំណើរការ", "The Fund's system did not work", False),
    ("penalty-first", "penalty", "កំហុសលើកដំបូង ដែលបានកែរួចហើយ", "A first mistake that was put right at once", False),
    ("late-disaster", "lateness", "គ្រោះធម្មជាតិ ឬអគ្គិភ័យ", "Natural disaster or fire", True),
    ("late-illness", "lateness", "ជំងឺធ្ងន់ ឬមរណភាពរបស់អ្នកទទួលបន្ទុក", "Serious illness or death of who was in charge", True),
    ("late-system", "lateness", "ប្រព័ន្ធរបស់ ប.ស.ស. មិនដំណើរការ", "The Fund's system did not work", False),
    ("interest-bank", "interest", "ធនាគារមានបញ្ហា ឬបង់ខុសគណនី", "Bank failure, or paid to a wrong account", True),
    ("interest-disaster", "interest", "គ្រោះធម្មជាតិ ឬអគ្គិភ័យ", "Natural disaster or fire", True),
    ("interest-crisis", "interest", "អាជីវកម្មជួបវិបត្តិ ដែលរដ្ឋាភិបាលទទួលស្គាល់", "A crisis the government named", True),
    ("contracts-orders", "contracts", "គ្មានការបញ្ជាទិញ ឬគ្មានវត្ថុធាតុដើម", "No orders, or no material", True),
    ("contracts-emergency", "contracts", "ស្ថានភាពបន្ទាន់ (ជំងឺរាតត្បាត ទឹកជំនន់ ជម្លោះ)", "Pandemic, flood or conflict", True),
)  # fmt: skip


def seed() -> None:
    """Adds what is missing."""
    known = set(ReliefReason.objects.values_list("code", flat=True))
    missing = [
        ReliefReason(
            code=code,
            kind=kind,
            name_km=km,
            name_en=en,
            legal_ground=_COVID if code == "contracts-emergency" else _PLAN,
            needs_document=document,
            confirmed=False,
            valid_from=_SINCE,
            order=(place + 1) * 10,
        )
        for place, (code, kind, km, en, document) in enumerate(_REASONS)
        if code not in known
    ]
    ReliefReason.objects.bulk_create(missing)
