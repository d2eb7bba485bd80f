"""Who can say something about an enterprise; sources are rows, so that an administrator can add one."""

from enterprises.models import Source

CORE = "core"
OWN_WORD = "enterprise"

_FIRST = {
    CORE: ("បញ្ជីរបស់ ប.ស.ស.", "NSSF's own register"),
    OWN_WORD: ("សហគ្រាសខ្លួនឯង", "The enterprise itself"),
    "obr": ("ប្រព័ន្ធចុះបញ្ជីអាជីវកម្មតាមអនឡាញ", "Online business registration"),
    "gdt": ("អគ្គនាយកដ្ឋានពន្ធដារ", "General Department of Taxation"),
    "moc": ("ក្រសួងពាណិជ្ជកម្ម", "Ministry of Commerce"),
}


def source(code: str) -> Source:
    """The source's row, made at its first use."""
    name_km, name_en = _FIRST.get(code, (code.upper(), code.upper()))
    found, _made = Source.objects.get_or_create(code=code, defaults={"name_km": name_km, "name_en": name_en})
    return found
