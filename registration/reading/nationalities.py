"""Nationalities as rosters write them, to ISO 3166 alpha-2."""

from functools import lru_cache

from nssf_portal.reading.headings import heading_key

KHMER = "KH"
UNKNOWN = "ZZ"

_NAMES = {
    KHMER: "kh khm khmer cambodian cambodia kampuchea cambodge cambodgien cambodgienne cambodain ខ្មែរ កម្ពុជា សញ្ជាតិខ្មែរ",
    "CN": "cn chn chinese china prc ចិន",
    "VN": "vn vnm vietnamese vietnam វៀតណាម",
    "TH": "th tha thai thailand ថៃ",
    "LA": "la lao laotian laos ឡាវ",
    "MM": "mm mmr myanmar burmese ភូមា មីយ៉ាន់ម៉ា",
    "MY": "my mys malaysian malaysia ម៉ាឡេស៊ី",
    "SG": "sg sgp singaporean singapore សិង្ហបុរី",
    "ID": "id idn indonesian indonesia ឥណ្ឌូនេស៊ី",
    "PH": "ph phl filipino filipina philippine philippines ហ្វីលីពីន",
    "KR": "kr kor korean southkorea southkorean korea republicofkorea កូរ៉េ កូរ៉េខាងត្បូង",
    "KP": "kp northkorea northkorean",
    "JP": "jp jpn japanese japan ជប៉ុន",
    "TW": "tw twn taiwanese taiwan តៃវ៉ាន់",
    "HK": "hk hkg hongkong hongkonger",
    "IN": "in ind indian india ឥណ្ឌា",
    "BD": "bd bgd bangladeshi bangladesh បង់ក្លាដែស",
    "PK": "pk pak pakistani pakistan",
    "LK": "lk lka srilankan srilanka",
    "NP": "np npl nepali nepalese nepal",
    "FR": "fr fra french france français française francais francaise បារាំង",
    "GB": "gb gbr uk british unitedkingdom english england អង់គ្លេស",
    "US": "us usa american unitedstates america unitedstatesofamerica អាមេរិក",
    "AU": "au aus australian australia អូស្ត្រាលី",
    "CA": "ca can canadian canada កាណាដា",
    "NZ": "nz nzl newzealand newzealander",
    "DE": "de deu german germany អាល្លឺម៉ង់",
    "IT": "it ita italian italy អ៊ីតាលី",
    "ES": "es esp spanish spain",
    "CH": "ch che swiss switzerland",
    "BE": "be bel belgian belgium",
    "NL": "nl nld dutch netherlands",
    "RU": "ru rus russian russia រុស្ស៊ី",
    "TR": "tr tur turkish turkey türkiye",
    "SE": "se swe swedish sweden",
    "DK": "dk dnk danish denmark",
    "NO": "no nor norwegian norway",
}
_CODES = {heading_key(name): code for code, names in _NAMES.items() for name in names.split()}
# "ជនជាតិ" and "សញ្ជាតិ" (nationality) are often put before the name.
_PREFIXES = tuple(map(heading_key, ("សញ្ជាតិ", "ជនជាតិ")))


def all_codes() -> list[str]:
    """Every code a number may have been kept under, unknown ones included."""
    return [*_NAMES, UNKNOWN]


@lru_cache(maxsize=4096)
def nationality_code(text: str) -> str:
    """The ISO code of a nationality; blank means Khmer, a word we do not know is ZZ."""
    key = heading_key(text)
    if not key:
        return KHMER
    if key in _CODES:
        return _CODES[key]
    for prefix in _PREFIXES:
        if key.startswith(prefix):
            return _CODES.get(key.removeprefix(prefix), UNKNOWN)
    return UNKNOWN
