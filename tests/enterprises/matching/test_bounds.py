"""What is left out before names are compared could not have mattered."""

import pytest

from bench.registry_files import make
from enterprises.matching.blocking import Index
from enterprises.matching.bounds import SLACK, Bounds
from enterprises.matching.choosing import needed
from enterprises.matching.rarity import Rarity
from enterprises.matching.scoring import score
from tests.enterprises.matching.test_quality import WEIGHTS, unit


@pytest.mark.parametrize("harsh", [False, True])
def test_whatever_is_left_out_has_fewer_points_than_the_bound_says(harsh):
    files = make(enterprises=600, records=1500, seed=21, harsh=harsh)
    enterprises = [unit(row, "nssf_number") for row in files.register]
    records = [unit(row, "source_key", 1) for row in files.registry]
    rarity = Rarity(WEIGHTS)
    rarity.count(enterprises)
    rarity.count(records)
    index, least = Index(enterprises), needed(rarity, len(enterprises))
    bounds = Bounds(enterprises, rarity, least)
    left_out = 0
    for record in records:
        found = index.candidates(record)
        for at in found.difference(bounds.worth(record, found)):
            left_out += 1
            assert score(record, enterprises[at], rarity).total < least - SLACK
    assert left_out > 500
