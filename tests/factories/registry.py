import itertools

import factory

from enterprises.models import RegistryRecord
from enterprises.sources import source
from nssf_portal.khmer.keys import search_key

_keys = itertools.count(1)


class RecordFactory(factory.django.DjangoModelFactory):
    """A word of the online business registration on a unit in Phnom Penh, not compared yet."""

    class Meta:
        model = RegistryRecord

    source = factory.LazyFunction(lambda: source("obr"))
    source_key = factory.LazyFunction(lambda: f"OBR-{next(_keys)}")
    name_latin = factory.Sequence(lambda n: f"Lotus Trading {n}")
    key_latin = factory.LazyAttribute(lambda record: search_key(record.name_latin))
    commune_code = "120101"
    sector = "G"
    match_state = "waiting"
