"""Comparing registry records with enterprises: points and thresholds. The Fund sets them by what its officers find.

Points are bits: one more doubles the odds that a record and an enterprise are the same, one less halves them."""

from decimal import Decimal

from nssf_portal.law.seeds.base import HOUSE, Seed

_POINTS = (
    ("tin_equal", "28", "Same TIN. One that is typed wrong into another's is rarer than that."),
    ("tin_slip", "14", "TIN off in its last digits, or by one sign."),
    ("tin_differs", "-16", "Another TIN: another legal person, as a rule."),
    ("moc_equal", "22", "Same number in the commercial register."),
    ("moc_differs", "-14", ""),
    ("phone_equal", "11", "At most; less for a number that many give."),
    ("phone_differs", "-1", "Enterprises change their number often."),
    ("opened_equal", "11", "At most; less for a day on which many opened."),
    ("opened_near", "3", "Within a month, or with day and month swapped."),
    ("opened_differs", "-6", ""),
    ("commune_equal", "8", "At most; less where many are."),
    ("district_equal", "2", ""),
    ("province_equal", "-2", ""),
    ("place_differs", "-4", "Enterprises move, registries are stale."),
    ("size_near", "1", "Declared workers within a factor of two."),
    ("size_differs", "-2", "Declared workers differ by more than ten times."),
    ("sector_equal", "1", ""),
    ("sector_differs", "-1", ""),
    ("word_most", "10", "A word of the name gives at most this; the rarer, the more."),
    ("word_typo", "-2", "Taken from a word's points when it is misspelt."),
    ("word_sound", "-1", "Taken when it only sounds the same."),
    ("word_short", "-2", "Taken when it is cut short."),
    ("word_missing", "-5", "For each word that only one of them has."),
    ("word_differs", "-4", "More, when each has a word that the other has not: two of one owner are named so."),
    ("name_least", "-16", "A name takes at most this away."),
    ("khmer_equal", "14", "Same Khmer name where there is no Latin one: at most; less for a usual one."),
    ("khmer_close", "-3", "Taken when the Khmer name is only nearly the same."),
    ("khmer_differs", "-8", ""),
    ("khmer_beside", "1", "Same Khmer name beside a compared Latin one."),
    ("group_differs", "-0.5", "One calls itself a group or holding, the other not."),
    ("taken", "-8", "Another record of the same source is this enterprise already."),
    ("before", "-1", "Before anything is compared: most records are nobody's."),
)

VALUES: tuple[Seed, ...] = (
    *(
        Seed(f"matching.registry.weight.{code}", Decimal(points), "", HOUSE, False, note=n)
        for code, points, n in _POINTS
    ),
    Seed(
        "matching.registry.matched", Decimal("0.95"), "", HOUSE, False, note="Linked by rule from this likelihood on."
    ),
    Seed("matching.registry.possible", Decimal("0.5"), "", HOUSE, False, note="A person looks from this one on."),
    Seed(
        "matching.registry.at_least",
        1000,
        "",
        HOUSE,
        False,
        note="A smaller register is weighed as if it had this many enterprises: chance is never ruled out.",
    ),
    Seed("matching.registry.shared_phone", 20, "", HOUSE, False, note="A phone number of more says nothing."),
    Seed("matching.registry.candidates", 5, "", HOUSE, False, note="Shown to an officer for one record, at most."),
)
