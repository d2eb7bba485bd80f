import itertools

import factory
from django.db import connection

from enterprises.models import Enterprise, Establishment, Representative
from nssf_portal.references import new_reference
from tests.factories.accounts import UserFactory

_numbers = itertools.count(700001)


class EnterpriseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enterprise
        skip_postgeneration_save = True

    reference = factory.LazyFunction(lambda: new_reference("ENT", letters=7))
    nssf_number = factory.LazyFunction(lambda: str(next(_numbers)))
    state = "registered"
    name_latin = factory.Sequence(lambda n: f"Lotus Garment {n}")
    name_km = "រោងចក្រឈូក"
    commune_code = "120101"
    registered_on = "2020-01-15"
    channel = "core"

    @factory.post_generation
    def head_office(self, create, extracted, **kwargs):
        Establishment.objects.create(
            enterprise=self,
            is_head_office=True,
            name_km=self.name_km,
            name_latin=self.name_latin,
            commune_code=self.commune_code,
        )


def representative_of(enterprise: Enterprise, role: str = "owner"):
    """A user who may act for the enterprise."""
    user = UserFactory()
    Representative.objects.create(enterprise=enterprise, user=user, role=role, basis="sample")
    return user


_THOUSAND = """
INSERT INTO enterprises_enterprise (id, reference, nssf_number, kind, state, name_km, name_latin, key_km, key_latin,
    tin, moc_number, certificate_kind, certificate_number, commune_code, address, phone, sector, activity, channel,
    registered_on)
SELECT gen_random_uuid(), 'THO-' || n, 'T' || n, 'company', 'registered', '', 'Unit ' || n, '', 'unit', '', '', '', '',
    %s, '', '', 'C', 'garment', 'core', DATE '2020-01-01'
FROM generate_series(1, 1000) n
"""


def thousand(commune_code: str = "120101") -> None:
    """A thousand registered factories in a commune, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_THOUSAND, [commune_code])
