"""A log names the kind and the place of an error, never its words, and the view, never its path."""

import io
import json
import logging

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from nssf_portal.runtime.logs import JsonLines, PlainLines

CANARY = "Sok Canary 012345678"
TOKEN = "q7Tokencanary"


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    try:
        raise KeyError(CANARY)
    except KeyError as cause:
        raise IntegrityError(f"DETAIL: Key (name)=({CANARY}) already exists.") from cause


@login_not_required
def missing(request: HttpRequest, token: str) -> HttpResponse:
    raise Http404(token)


urlpatterns = [path("broken/", broken, name="broken"), path("m/<str:token>/", missing, name="notice")]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


@pytest.fixture(params=[PlainLines, JsonLines])
def said(request):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor(client, settings, db):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


def test_an_unexpected_error_of_a_view_is_logged_without_its_words(visitor, said):
    assert visitor.get("/broken/").status_code == 500
    log = said.getvalue()
    assert "IntegrityError from KeyError" in log and "test_logs.py" in log and "broken" in log
    assert "anary" not in log and "/broken/" not in log


def test_an_address_that_is_not_found_is_logged_by_its_view(visitor, said):
    visitor.get(f"/m/{TOKEN}/")
    visitor.get(f"/m/{TOKEN}/more/")
    log = said.getvalue()
    assert "notice" in log and "refused" in log
    assert TOKEN not in log


def test_a_failed_task_is_logged_by_its_name(said):
    context = {"name": "audit.seal", "exc": CANARY, "traceback": CANARY}
    try:
        raise ValueError(CANARY)
    except ValueError as failure:
        what = "Task %(name)s raised: %(exc)s\n%(traceback)s"
        logging.getLogger("celery.app.trace").error(what, context, exc_info=failure, extra={"data": context})
        logging.getLogger("somebody.else").error(str(failure), exc_info=True)
        logging.getLogger("gunicorn.error").error("Error handling request %s", f"/m/{TOKEN}", exc_info=True)
    log = said.getvalue()
    assert "audit.seal" in log and "ValueError" in log
    assert CANARY not in log and TOKEN not in log


def test_our_own_words_stay():
    record = logging.LogRecord("registration.x", logging.INFO, "", 1, "job %s waits", ("7",), None)
    assert json.loads(JsonLines().format(record))["message"] == "job 7 waits"
    assert PlainLines().format(record).endswith("INFO registration.x job 7 waits")
