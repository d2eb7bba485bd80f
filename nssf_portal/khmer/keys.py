"""Search keys: one spelling for every way a name is typed, in Khmer and in Latin letters.

The key is made of letters and digits only, because PostgreSQL's trigrams split a Khmer word at each subscript sign
and at several diacritics. It is for comparing; the name itself is kept as typed.
"""

import re
import unicodedata
from functools import lru_cache

from nssf_portal.khmer.cleaning import clean

# Each dependent vowel becomes one Latin letter; the two drawn in two parts become the letters of their parts.
_VOWELS = {
    0x17B6: "a",
    0x17B7: "i",
    0x17B8: "j",
    0x17B9: "y",
    0x17BA: "z",
    0x17BB: "u",
    0x17BC: "w",
    0x17BD: "v",
    0x17BE: "ej",
    0x17BF: "x",
    0x17C0: "q",
    0x17C1: "e",
    0x17C2: "c",
    0x17C3: "t",
    0x17C4: "ea",
    0x17C5: "o",
    0x17C6: "m",
    0x17C7: "h",
    0x17C8: "h",
}
_INDEPENDENT = {
    0x17A3: "អ",
    0x17A4: "អa",
    0x17A5: "អi",
    0x17A6: "អj",
    0x17A7: "អu",
    0x17A8: "អu",
    0x17A9: "អw",
    0x17AA: "អo",
    0x17AB: "រy",
    0x17AC: "រz",
    0x17AD: "លy",
    0x17AE: "លz",
    0x17AF: "អc",
    0x17B0: "អt",
    0x17B1: "អea",
    0x17B2: "អea",
    0x17B3: "អo",
}
# Shifters, bantoc, robat, toandakhiat and their like; the subscript sign goes, the subscript consonant stays.
_DROPPED = dict.fromkeys([0x17B4, 0x17B5, *range(0x17C9, 0x17D4), 0x17D7, 0x17DD])
_DIGITS = {0x17E0 + n: str(n) for n in range(10)}
_KHMER = {**_VOWELS, **_INDEPENDENT, **_DROPPED, **_DIGITS}

_VOWEL_BEFORE_SUBSCRIPT = re.compile("([\u17b6-\u17c8]+)((?:\u17d2[\u1780-\u17a2])+)")
_NIKAHIT_BEFORE_VOWEL = re.compile("\u17c6([\u17b6-\u17c5])")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`ʼ´"))
_PLAIN_LETTERS = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ħ": "h", "ı": "i"})


@lru_cache(maxsize=65536)
def search_key(text: str) -> str:
    """The key under which a text is found, whatever its script, spelling order, case, accents or punctuation."""
    return " ".join(filter(None, map(_word_key, clean(text).split())))


def name_key(family_name: str, given_name: str) -> str:
    """The key of a person's name in one script, family name first; empty when both parts are."""
    return f"{search_key(family_name)} {search_key(given_name)}".strip()


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    if not word.isascii():
        word = _khmer_to_letters(word)
    word = word.casefold().translate(_APOSTROPHES)
    if not word.isascii():
        word = _without_accents(word)
    if word.isalnum():
        return word
    return " ".join("".join(sign if sign.isalnum() else " " for sign in word).split())


def _khmer_to_letters(word: str) -> str:
    word = unicodedata.normalize("NFC", word)
    word = _VOWEL_BEFORE_SUBSCRIPT.sub(r"\2\1", word)
    word = _NIKAHIT_BEFORE_VOWEL.sub("\\1\u17c6", word)
    word = word.replace("\u17d2\u178a", "\u17d2\u178f")  # subscripts DA and TA are drawn alike
    return word.translate(_KHMER)


def _without_accents(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(_PLAIN_LETTERS)
