"""Each field of each model says what it holds about people, and what is personal stays out of logs and queues."""

import json
import logging

import pytest
from celery import current_app
from django.core.cache import cache

from enterprises.models import Enterprise
from nssf_portal.audit.personal import classes_of, declared, models_to_declare, our_apps
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.registration import confirmed, person, send_roster

MODELS = [model for config in our_apps() for model in models_to_declare(config)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_each_field_has_a_class_of_personal_data(model):
    fields = {field.name for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}
    assert fields == set(classes_of(model)), f"say it in {model._meta.app_config.name}/personal_data.py"


def test_no_class_is_given_to_a_model_that_is_gone():
    for config in our_apps():
        assert set(declared(config)) == {model.__name__ for model in models_to_declare(config)}


def test_history_holds_no_ciphertext_and_no_blind_index():
    """So that keys can rotate: what is encrypted is not copied into rows that never change."""
    for config in our_apps():
        for event in config.get_models():
            if tracked := getattr(event, "pgh_tracked_model", None):
                kept = {field.name for field in event._meta.local_fields}
                secret = {name for name in kept if "cipher" in name or "blind" in name}
                assert not secret, f"{tracked.__name__}: {secret}"


CANARIES = ("ZQXCANARY", "VWXCANARY", "987654321", "10203040", "E00007CANARY")


@pytest.mark.django_db(transaction=True)
def test_a_roster_of_canaries_leaves_no_trace_outside_the_registers(caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    rung = []
    monkeypatch.setattr(current_app.__class__, "send_task", lambda self, *args, **kwargs: rung.append((args, kwargs)))
    monkeypatch.setattr(
        "celery.app.task.Task.apply_async", lambda self, *args, **kwargs: rung.append((self.name, args, kwargs))
    )
    enterprise: Enterprise = EnterpriseFactory()
    clean = person(7, family="ZQXCANARY", given="VWXCANARY", id="987654321", phone="010203040")
    wrong = person(8, family="ZQXCANARY", given="VWXCANARY", id="98765432", born="31-02-1990", wage="VWXCANARY")
    confirmed(send_roster(enterprise, [clean, wrong]))
    said = "\n".join(record.getMessage() + str(record.exc_info or "") for record in caplog.records)
    keys = json.dumps([str(key) for key in _keys()])
    for canary in CANARIES:
        assert canary not in said
        assert canary not in repr(rung)
        assert canary not in keys


def _keys() -> list:
    client = getattr(cache, "_cache", None)
    return list(client.get_client().scan_iter("*")) if hasattr(client, "get_client") else []
