"""What each field holds about people: every app says it in `personal_data.py`, and a test fails where it does not.

`PERSONAL_DATA` maps a model's name to classes and the fields of each; history tables follow their model."""

from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db import models

OURS = ("nssf_portal.", "enterprises", "registration", "compliance", "incentives", "outreach", "reporting")
Declared = dict[str, dict[str, str]]


class PersonalData(StrEnum):
    """From harmless to what harms a person most when it is lost."""

    NONE = "none"  # about enterprises, places, the law, or counts
    TECHNICAL = "technical"  # keys, states, times
    PERSON = "person"  # points to a person: worthless without the register
    NAME = "name"
    CONTACT = "contact"
    BIRTH = "birth"  # birth, sex, nationality
    WORK = "work"  # where and as what somebody works
    WAGE = "wage"
    IDENTIFIER = "identifier"
    CONTENT = "content"  # what people wrote or sent: may hold anything
    SECRET = "secret"  # noqa: S105  a class of data: passwords and keys


def our_apps() -> list[AppConfig]:
    return [config for config in apps.get_app_configs() if config.name.startswith(OURS)]


def models_to_declare(config: AppConfig) -> Iterator[type[models.Model]]:
    """All but the history tables, which hold fields of the model they follow."""
    yield from (model for model in config.get_models() if not hasattr(model, "pgh_tracked_model"))


def declared(config: AppConfig) -> Declared:
    module = f"{config.name}.personal_data"
    return import_module(module).PERSONAL_DATA if find_spec(module) else {}


def classes_of(model: type[models.Model]) -> dict[str, PersonalData]:
    """Field name to class, as the app declares it."""
    said = declared(model._meta.app_config).get(model.__name__, {})
    return {name: PersonalData(kind) for kind, names in said.items() for name in names.split()}
