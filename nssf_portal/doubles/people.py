"""Invented owners and directors of the sample registries, and the fixed people demonstrations use."""

import random
from dataclasses import dataclass

_FAMILY = (
    ("សៅ", "SAO"), ("នួន", "NUON"), ("សំ", "SAM"), ("មាស", "MEAS"), ("គឹម", "KIM"), ("ឯម", "EM"), ("សុខ", "SOK"),
    ("ស៊ឹម", "SIM"), ("ឌួង", "DUONG"), ("ជា", "CHEA"), ("ផុន", "PHON"), ("តេង", "TENG"), ("ឃុន", "KHUN"),
    ("ឡុង", "LONG"), ("ប៊ុន", "BUN"), ("ឆាយ", "CHHAY"), ("ព្រំ", "PRUM"), ("ម៉ៅ", "MAO"), ("សេង", "SENG"), ("ប៉ែន", "PEN"),
)  # fmt: skip
_GIVEN = (
    ("ធីតា", "THIDA"), ("កញ្ញា", "KANHA"), ("បញ្ញា", "PANHA"), ("ពិសិដ្ឋ", "PISETH"), ("វណ្ណា", "VANNA"),
    ("ចំរើន", "CHAMROEUN"), ("រស្មី", "REAKSMEY"), ("ម៉ាលី", "MALY"), ("សម្បត្តិ", "SAMBATH"), ("រដ្ឋា", "RATHA"),
    ("វុទ្ធី", "VUTHY"), ("សំណាង", "SAMNANG"), ("វិចិត្រ", "VICHET"), ("សុវណ្ណារី", "SOVANNARY"), ("ទេវី", "TEVY"),
    ("វិសាល", "VISAL"), ("រតនា", "RATANA"), ("បូផា", "BOPHA"), ("សុធារី", "SOTHEARY"), ("សុវណ្ណ", "SOVANN"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SamplePerson:
    family_name_km: str
    given_name_km: str
    family_name_latin: str
    given_name_latin: str
    id_number: str


OWNER_SOPHEAP = SamplePerson("ចាន់", "សុភាព", "CHAN", "SOPHEAP", "010203040")
DIRECTOR_DARA = SamplePerson("លឹម", "ដារ៉ា", "LIM", "DARA", "020304051")
OWNER_MONY = SamplePerson("កែវ", "មុនី", "KEO", "MONY", "030405062")
DIRECTOR_VEASNA = SamplePerson("សុខ", "វាសនា", "SOK", "VEASNA", "040506073")


@dataclass(frozen=True, slots=True)
class SampleIdentity:
    """Somebody CamDigiKey, the Ministry of Interior and the certificates' platform all know."""

    person: SamplePerson
    sex: str
    born_on: str
    phone: str
    subject: str
    certificate: str = ""
    sector: str = ""
    occupation: str = ""
    certificate_from: str = "2026-01-05"
    certificate_to: str = "2028-01-04"


def _known(names: tuple[str, str, str, str], id_number: str, sex: str, born_on: str, *more: str) -> SampleIdentity:
    phone, subject, *certificate = more
    return SampleIdentity(SamplePerson(*names, id_number), sex, born_on, phone, subject, *certificate)


# The people a tester may be (docs/operations.md lists them too).
IDENTITIES: tuple[SampleIdentity, ...] = (
    _known(("ស៊ឹម", "ចាន់ថា", "SIM", "CHANTHA"), "070101010", "F", "1994-04-17", "+85512700101", "cdk-chantha",
           "CAM-IE-000101", "G", "5221"),
    _known(("ព្រំ", "វណ្ណា", "PRUM", "VANNA"), "070202020", "M", "1988-11-02", "+85512700202", "cdk-vanna",
           "CAM-IE-000202", "H", "8322"),
    _known(("មាស", "បូផា", "MEAS", "BOPHA"), "070303030", "F", "1979-01-30", "+85512700303", "cdk-bopha",
           "CAM-IE-000303", "I", "5120"),
    _known(("ឌួង", "ពិសិដ្ឋ", "DUONG", "PISETH"), "070404040", "M", "2001-07-08", "+85512700404", "cdk-piseth",
           "CAM-IE-000404", "F", "7112", "2023-03-01", "2025-02-28"),  # ran out
    _known(("ចាន់", "ធីតា", "CHAN", "THIDA"), "070505050", "F", "1999-12-25", "+85512700505", "cdk-thida"),
    _known(("ឃុន", "សំណាង", "KHUN", "SAMNANG"), "070606060", "M", "1990-06-15", "+85512700606", "cdk-samnang"),
    _known(("នួន", "ម៉ាលី", "NUON", "MALY"), "070707070", "F", "1985-09-09", "+85512700707", "cdk-maly"),
    _known(("ម៉ៅ", "រតនា", "MAO", "RATANA"), "070808080", "F", "2010-02-03", "+85512700808", "cdk-ratana"),  # 16 in 2026
)  # fmt: skip


# TIN -> the people named there; whoever is not fixed is invented from the TIN.
FIXED_OWNERS = {
    "K007-075006691": OWNER_SOPHEAP,  # Happy RD Printing (NSSF 100002)
    "L005-601571670": OWNER_SOPHEAP,  # Zenith Lucky Agriculture Paper (NSSF 100003)
    "L004-087891151": OWNER_MONY,  # Asia Nova Brothers Academy (NSSF 100007), nobody represents it yet
}
FIXED_DIRECTORS = {
    "K007-075006691": DIRECTOR_DARA,
    "E686-7809768138": DIRECTOR_VEASNA,  # Smart Khmer PP KE Packaging (NSSF 100011), nobody represents it yet
}


def owner_of(tin: str) -> SamplePerson:
    """Give the owner a registry names for this TIN, always the same one."""
    return FIXED_OWNERS.get(tin) or invent(f"owner {tin}")


def director_of(tin: str) -> SamplePerson:
    """Give the director; in some firms the owner is the director too."""
    if tin in FIXED_DIRECTORS:
        return FIXED_DIRECTORS[tin]
    own = random.Random(f"same {tin}").random() < 0.3  # noqa: S311  (sample data)
    return owner_of(tin) if own else invent(f"director {tin}")


def invent(seed: str) -> SamplePerson:
    """Make up a person from a seed; the ID number starts with 8, as no fixed person's does."""
    rng = random.Random(seed)  # noqa: S311  (sample data)
    family, given = rng.choice(_FAMILY), rng.choice(_GIVEN)
    return SamplePerson(family[0], given[0], family[1], given[1], f"8{rng.randrange(10**8):08d}")
