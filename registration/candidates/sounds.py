"""How a name sounds, coarsely: Latin spellings of one Khmer name fall together, and meet the Khmer spelling.

Khmer is written in Latin letters by no one rule: by ear, after French, after English, as the ministry's clerk did.
`latin_sound` keeps what the spellings agree on. `skeleton` keeps the consonants only, of either script, and is what
`portal_name_sound` computes in the database (registration/migrations); a test compares the two."""

import re
from functools import lru_cache

_VOWEL = "aeiouy"

# In order. Capitals are finished sounds: C as in "chea", G as in "ng".
_LATIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tch|chh|ch|tj|dj|ts|j|z", "C"),
        (r"ng", "G"),
        (r"nh|gn", "n"),
        (r"kh|gh|ck|[gcq]", "k"),
        (r"ph|[fb]", "p"),
        (r"th|dh|d", "t"),
        (r"sh|x", "s"),
        (r"w", "v"),
        (rf"[rh](?![{_VOWEL}])", ""),  # only lengthens the vowel before it, or is not heard
    )
)
_RUN = re.compile(rf"[{_VOWEL}]+")
_DOUBLE = re.compile(r"(.)\1+")
_Y_FIRST = re.compile(rf"(^| )y(?=[{_VOWEL}])")


@lru_cache(maxsize=65536)
def latin_sound(key: str) -> str:
    """The sound of a key in Latin letters, spaces left out."""
    return _DOUBLE.sub(r"\1", _RUN.sub(_vowel, _consonants(key))).replace(" ", "")


def _consonants(key: str) -> str:
    for pattern, sound in _LATIN:
        key = pattern.sub(sound, key)
    return _Y_FIRST.sub(r"\1Y", key)


def _vowel(found: re.Match[str]) -> str:
    """Seven classes of vowels, each the spellings of one or two of Khmer's."""
    run = found.group()
    back = "o" in run or "u" in run
    if back:
        return "w" if "e" in run else "u"  # soeun, seun; sok, suk, souk
    if "a" not in run:
        return "i"  # srey, vuthy, heng
    if len(run) == run.count("a"):
        return "a"
    return "y" if run.startswith("a") else "e"  # chhay, mai; sophea, phia


# Consonants in either script become the same capital; the vowels and what only carries them go.
KHMER_CONSONANTS = {
    "ក": "K", "ខ": "K", "គ": "K", "ឃ": "K", "ង": "G", "ច": "C", "ឆ": "C", "ជ": "C", "ឈ": "C", "ញ": "N", "ដ": "T",
    "ឋ": "T", "ឌ": "T", "ឍ": "T", "ណ": "N", "ត": "T", "ថ": "T", "ទ": "T", "ធ": "T", "ន": "N", "ប": "P", "ផ": "P",
    "ព": "P", "ភ": "P", "ម": "M", "យ": "Y", "រ": "R", "ល": "L", "វ": "V", "ស": "S", "ហ": "H", "ឡ": "L", "អ": "",
    "m": "M",
}  # fmt: skip
_KHMER = str.maketrans(KHMER_CONSONANTS | dict.fromkeys("aijyzuwvxqectoh0123456789", ""))
_FADING = re.compile(r"(?<=[A-Z])[YVR]+(?= |$)|(?<=[A-Z])Y")  # final glides are written or not


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """The consonants of a key in either script, a space between words."""
    if any("\u1780" <= sign <= "\u17a2" for sign in key):
        bare = key.replace("mង", "ង").translate(_KHMER)  # nikahit before NGO is written for the vowel
    else:
        bare = re.sub(rf"[{_VOWEL}0-9]", "", _consonants(key)).upper()
    return _DOUBLE.sub(r"\1", _FADING.sub("", bare)).strip()
