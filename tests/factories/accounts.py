import itertools

import factory

from nssf_portal.accounts.models import Office, RoleGrant, User

_counter = itertools.count(1)


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office
        django_get_or_create = ("tree", "code")

    tree = "nssf"
    code = "HQ"
    name_km = factory.LazyAttribute(lambda o: f"ការិយាល័យ {o.code}")
    name_en = factory.LazyAttribute(lambda o: f"Office {o.code}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.LazyFunction(lambda: f"user{next(_counter)}@example.test")
    name = factory.Sequence(lambda n: f"User {n}")
    language = "en"
    password = "!"

    @factory.post_generation
    def grant(self, create, extracted, **kwargs):
        """UserFactory(grant=("clerk", "12")): a role at an office; a third word names another tree of offices."""
        if extracted:
            role, code, tree = (*extracted, "nssf")[:3]
            RoleGrant.objects.create(user=self, role=role, office=OfficeFactory(code=code, tree=tree))
