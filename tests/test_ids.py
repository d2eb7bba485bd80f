"""Keys: time-ordered, and rising within one millisecond, so that rows made together keep their order."""

import itertools
import uuid

from nssf_portal.ids import uuid7, uuid7_batch


def test_keys_of_one_process_rise_however_fast_they_are_made():
    keys = [uuid7() for _n in range(3_000)] + list(uuid7_batch(9_000)) + [uuid7()]
    assert all(before < after for before, after in itertools.pairwise(keys))


def test_keys_are_uuids_of_version_7_whose_first_bits_are_the_time():
    key = uuid7()
    assert (key.version, key.variant) == (7, uuid.RFC_4122)
    assert abs((key.int >> 80) - (uuid7().int >> 80)) < 1_000


def test_ended_batches_do_not_take_keys_of_the_next():
    first, second = uuid7_batch(10), uuid7_batch(10)
    assert set(second).isdisjoint(first)
