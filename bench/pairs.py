"""Pairs of records with known truth, for the number about duplicates: half are one person twice, half are two people.

It knows nothing of how the register compares: spellings vary by tables of its own, made from how Khmer is written and
how offices, schools and passports spell it in Latin letters. The same seed gives the same pairs.

Two people whose names are one letter apart, born on one day, are left out: nobody could tell them apart on paper, and
an officer has to look at those."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from registration.candidates import Person
from registration.sample.names import Part, names

Change = Callable[[Person, random.Random], Person]


@dataclass(frozen=True)
class Pair:
    """Two records, whether they are one person, and what was done to make the second."""

    one: Person
    other: Person
    is_same: bool
    sort: str


# How a Khmer name is written otherwise: (as it stands, as it may be written).
_KHMER_SPELLINGS = (
    ("ណ", "ន"), ("ន", "ណ"), ("ឡ", "ល"), ("ល", "ឡ"), ("ៃ", "័យ"), ("័យ", "ៃ"), ("ាត់", "ាត"), ("ី", "ិ"), ("ិ", "ី"),
    ("ុ", "ូ"), ("ូ", "ុ"), ("់", ""), ("៉", ""), ("៊", ""), ("៉", "៊"), ("ំ", "ម"), ("្ដ", "្ត"), ("ឌ", "ដ"), ("ដ", "ឌ"),
    ("ធ", "ទ្ធ"), ("ត្ត", "ត"), ("ណ្ណ", "ន"), ("ន្ទ", "ន្ធ"), ("ឿ", "ើ"), ("ៀ", "ា"), ("ែ", "េ"), ("ុំ", "ំ"), ("ស្រី", "ស្រ៊ី"),
    ("ព", "ភ"), ("ភ", "ព"), ("ទ", "ត"), ("ច័ន្ទ", "ចាន់"), ("ចាន់", "ច័ន្ទ"), ("រ៍", "រ"), ("ឧ", "អុ"), ("ឯ", "អែ"), ("ិ៍", ""),
)  # fmt: skip
# How the same name is spelled in Latin letters: by ear, by the French, by the English, by a passport clerk.
_LATIN_SPELLINGS = (
    ("CHH", "CH"), ("CH", "TCH"), ("CH", "J"), ("TH", "T"), ("T", "TH"), ("PH", "P"), ("P", "PH"), ("KH", "K"),
    ("K", "KH"), ("OU", "U"), ("U", "OU"), ("OU", "OO"), ("OEU", "EU"), ("OEU", "UE"), ("EY", "Y"), ("Y", "EY"),
    ("Y", "I"), ("Y", "EE"), ("EA", "IA"), ("EA", "EAR"), ("IE", "EA"), ("V", "W"), ("N", "NN"), ("NN", "N"),
    ("A", "AR"), ("OR", "O"), ("O", "OR"), ("AY", "AI"), ("AI", "AY"), ("EI", "EY"), ("H", "HH"), ("LL", "L"),
    ("SOK", "SOKH"), ("SREY", "SREI"), ("MOM", "MUM"), ("UO", "OU"), ("UN", "OUN"), ("AK", "AC"), ("TH", "DH"),
    ("B", "P"), ("D", "T"), ("G", "K"), ("C", "K"), ("NG", "NGG"), ("AO", "AV"), ("AO", "AU"), ("EN", "IN"),
    ("IN", "EN"), ("IM", "EM"), ("EM", "IM"), ("O", "U"), ("U", "O"), ("NH", "GN"), ("J", "CH"),
)  # fmt: skip


def pairs(count: int, seed: int) -> Iterator[Pair]:
    """`count` pairs, same and not the same in turn, every sort as often as its neighbours."""
    chance = random.Random(f"pairs {seed}")
    for number in range(count // 2):
        yield _one_person_twice(chance, number)
        yield _two_people(chance, number)


# One person twice


def _one_person_twice(chance: random.Random, number: int) -> Pair:
    sort, changes = _SAME[number % len(_SAME)]
    one = _person(chance)
    other = one
    for change in changes:
        other = change(other, chance)
    if chance.random() < 0.05:
        one, other = _one_script(one, other, chance)
    return Pair(one, other, True, sort)


def _khmer_variant(person: Person, chance: random.Random) -> Person:
    family, given = person.family_name_km, person.given_name_km
    if chance.random() < 0.35:
        return replace(person, family_name_km=_respelled(family, _KHMER_SPELLINGS, chance, 1))
    return replace(person, given_name_km=_respelled(given, _KHMER_SPELLINGS, chance, chance.choice((1, 1, 2))))


def _transliterated(person: Person, chance: random.Random) -> Person:
    family = _respelled(person.family_name_latin, _LATIN_SPELLINGS, chance, chance.choice((0, 1)))
    given = _respelled(person.given_name_latin, _LATIN_SPELLINGS, chance, chance.choice((1, 1, 2, 3)))
    if chance.random() < 0.1 and len(given) > 5:
        cut = chance.randrange(2, len(given) - 2)
        given = f"{given[:cut]} {given[cut:]}"
    return replace(person, family_name_latin=family, given_name_latin=given)


def _swapped(person: Person, _chance: random.Random) -> Person:
    return replace(
        person,
        family_name_km=person.given_name_km,
        given_name_km=person.family_name_km,
        family_name_latin=person.given_name_latin,
        given_name_latin=person.family_name_latin,
    )


def _date_slip(person: Person, chance: random.Random) -> Person:
    born = person.born_on
    assert born is not None
    while True:
        sort = chance.randrange(4)
        if sort == 0:  # day and month changed about
            text = f"{born:%Y}{born:%d}{born:%m}"
        elif sort == 1:  # the year before or after
            text = f"{born.year + chance.choice((-1, 1))}{born:%m%d}"
        elif sort == 2:  # one digit of day, month or the end of the year
            at = chance.randrange(2, 8)
            text = f"{born:%Y%m%d}"
            text = text[:at] + chance.choice("0123456789") + text[at + 1 :]
        else:  # neighbours of the day changed about
            text = f"{born:%Y%m}{born:%d}"[:6] + f"{born:%d}"[::-1]
        day = _date(text)
        if day and day != born and 1945 <= day.year <= 2011:
            return replace(person, born_on=day)


def _default_date(person: Person, chance: random.Random) -> Person:
    assert person.born_on is not None
    precision = chance.choice(("year", "day"))
    return replace(person, born_on=date(person.born_on.year, 1, 1), born_precision=precision)


_SAME: tuple[tuple[str, tuple[Change, ...]], ...] = (
    ("Khmer spelling", (_khmer_variant,)),
    ("transliteration", (_transliterated,)),
    ("both spellings", (_khmer_variant, _transliterated)),
    ("names swapped", (_swapped,)),
    ("names swapped, transliteration", (_swapped, _transliterated)),
    ("birth date slip", (_date_slip,)),
    ("birth date slip, transliteration", (_date_slip, _transliterated)),
    ("birth date slip, Khmer spelling", (_date_slip, _khmer_variant)),
    ("default birth date", (_default_date,)),
    ("default birth date, transliteration", (_default_date, _transliterated)),
)


def _one_script(one: Person, other: Person, chance: random.Random) -> tuple[Person, Person]:
    """A form filled in one script only; sometimes the other form in the other script only."""
    bare = {"family_name_latin": "", "given_name_latin": ""}
    if chance.random() < 0.7:
        return one, replace(other, **bare)
    return replace(one, **bare), replace(other, family_name_km="", given_name_km="")


# Two people


def _two_people(chance: random.Random, number: int) -> Pair:
    sort, make = _DIFFERENT[number % len(_DIFFERENT)]
    one = _person(chance)
    if sort == "default birth dates":
        one = _default_date(one, chance)
    return Pair(one, make(one, chance), False, sort)


def _twin(one: Person, chance: random.Random) -> Person:
    """Family name and birth date in common; twins' given names often begin or end alike."""
    twin = _with_given(one, chance, alike=chance.random() < 0.4)
    return replace(twin, phone=None)


def _child(one: Person, chance: random.Random) -> Person:
    """The father's family name, or his given name as family name, as was the custom."""
    assert one.born_on is not None
    born = one.born_on + timedelta(days=chance.randrange(17 * 365, 45 * 365))
    if one.born_on.day == 1 and chance.random() < 0.3:
        born = date(born.year, 1, 1)
    child = _with_given(one, chance)
    if chance.random() < 0.4:
        child = replace(child, family_name_km=one.given_name_km, family_name_latin=one.given_name_latin)
    if chance.random() < 0.1:  # named after the father altogether
        child = replace(child, given_name_km=one.given_name_km, given_name_latin=one.given_name_latin)
    return replace(child, born_on=born, sex=chance.choice("FM"))


def _namesake(one: Person, chance: random.Random) -> Person:
    return replace(one, born_on=_other_birth(one, chance))


def _relative(one: Person, chance: random.Random) -> Person:
    """A brother, sister or cousin: the family name, perhaps the first half of the given name."""
    relative = _with_given(one, chance, alike=chance.random() < 0.3)
    return replace(relative, born_on=_other_birth(one, chance), sex=chance.choice("FM"))


def _same_default_date(one: Person, chance: random.Random) -> Person:
    """Two people of one 1 January: neighbours, relatives, anybody; or namesakes of two Januaries."""
    if chance.random() < 0.3:
        assert one.born_on is not None
        years = chance.choice((-1, 1)) * chance.randrange(2, 12)
        return replace(one, born_on=date(one.born_on.year + years, 1, 1))
    other = _with_given(one, chance, alike=chance.random() < 0.2)
    return other if chance.random() < 0.5 else _with_family(other, chance)


_DIFFERENT: tuple[tuple[str, Change], ...] = (
    ("twins", _twin),
    ("fathers and sons", _child),
    ("namesakes", _namesake),
    ("relatives", _relative),
    ("default birth dates", _same_default_date),
)


def _other_birth(one: Person, chance: random.Random) -> date:
    """Another day of a life, drawn as freely as the first."""
    while (born := _birth(chance)) == one.born_on:
        pass
    return born


def _with_given(one: Person, chance: random.Random, *, alike: bool = False) -> Person:
    """Another given name; `alike`: beginning or ending as the first one does, but more than a letter apart."""
    known = names()
    sex = one.sex if alike else chance.choice("FM")
    pool = known.women if sex == "F" else known.men
    while True:
        given = pool.draw(chance, 1)[0]
        rhymes = given.latin[:3] == one.given_name_latin[:3] or given.latin[-3:] == one.given_name_latin[-3:]
        if (rhymes or not alike or chance.random() < 0.002) and _apart(given, one):
            return replace(one, given_name_km=given.km, given_name_latin=given.latin, sex=sex)


def _with_family(one: Person, chance: random.Random) -> Person:
    while (family := names().families.draw(chance, 1)[0]).latin == one.family_name_latin:
        pass
    return replace(one, family_name_km=family.km, family_name_latin=family.latin)


def _apart(given: Part, one: Person) -> bool:
    return _edits(given.latin, one.given_name_latin) > 1 and _edits(given.km, one.given_name_km) > 1


# What both are made of


def _person(chance: random.Random) -> Person:
    known, sex = names(), chance.choice("FM")
    family = known.families.draw(chance, 1)[0]
    given = (known.women if sex == "F" else known.men).draw(chance, 1)[0]
    return Person(
        family_name_km=family.km,
        given_name_km=given.km,
        family_name_latin=family.latin,
        given_name_latin=given.latin,
        sex=sex,
        born_on=_birth(chance),
        nationality="KH",
    )


def _birth(chance: random.Random) -> date:
    """A day that is nobody's default."""
    while True:
        day = date(1960, 1, 1) + timedelta(days=chance.randrange(48 * 365))
        if (day.month, day.day) != (1, 1):
            return day


def _respelled(text: str, table: tuple[tuple[str, str], ...], chance: random.Random, times: int) -> str:
    for _time in range(times):
        possible = [pair for pair in table if pair[0] in text]
        if not possible:
            return text
        old, new = chance.choice(possible)
        places = [at for at in range(len(text)) if text.startswith(old, at)]
        at = chance.choice(places)
        text = text[:at] + new + text[at + len(old) :]
    return text


def _edits(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row = row, [i]
        for j, b in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
    return row[-1]


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
