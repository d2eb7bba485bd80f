"""Every command's contract: one document on stdout, logs on stderr, exit 0 or 1."""

import json
import sys
from argparse import ArgumentParser
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from nssf_portal.runtime import development
from nssf_portal.runtime.command import CommandFailed, JsonCommand


class Errand(JsonCommand):
    """Does as it is told."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what")

    def work(self, **options: Any) -> dict[str, Any]:
        self.stdout.write("noise")
        self.say("progress")
        if options["what"] == "fail":
            raise CommandFailed("no_such_enterprise", "There is no enterprise 1.")
        if options["what"] == "break":
            raise ValueError("SOK DARA 010203040")
        return {"rows": 3, "problems": [{"row": 4, "name": "សុខ"}], "seconds": 0.5}


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    argv = ["manage.py", "errand", *words]
    monkeypatch.setattr(sys, "argv", argv)
    command = Errand(stdout=StringIO(), stderr=StringIO())
    code = 0
    try:
        command.run_from_argv(argv)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, command.stdout._out.getvalue(), command.stderr._out.getvalue() + capsys.readouterr().err


def test_json_is_the_only_thing_on_stdout(capsys: Any, monkeypatch: Any) -> None:
    code, out, err = run(capsys, monkeypatch, "go", "--format", "json")
    assert (code, json.loads(out)) == (0, {"rows": 3, "problems": [{"row": 4, "name": "សុខ"}], "seconds": 0.5})
    assert "noise" in err
    assert "progress" in err


def test_text_is_for_people(capsys: Any, monkeypatch: Any) -> None:
    code, out, _ = run(capsys, monkeypatch, "go")
    assert code == 0
    assert out.startswith("rows: 3\nproblems:\n  ")


def test_what_could_not_be_done_says_why(capsys: Any, monkeypatch: Any) -> None:
    code, out, _ = run(capsys, monkeypatch, "fail", "--format=json")
    error = {"code": "no_such_enterprise", "message": "There is no enterprise 1."}
    assert (code, json.loads(out)) == (1, {"error": error})


def test_a_wrong_argument_is_answered_like_any_failure(capsys: Any, monkeypatch: Any) -> None:
    code, out, _ = run(capsys, monkeypatch, "--format", "json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "refused")


def test_a_defect_is_answered_without_quoting_a_row(capsys: Any, monkeypatch: Any) -> None:
    code, out, err = run(capsys, monkeypatch, "break", "--format", "json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "unexpected")
    assert "010203040" not in out + err


def test_called_from_code_it_raises_and_returns() -> None:
    with pytest.raises(CommandFailed, match="no enterprise"):
        call_command(Errand(stderr=StringIO()), "fail", format="json")
    text = call_command(Errand(stdout=StringIO(), stderr=StringIO()), "go", format="json")
    assert json.loads(text)["rows"] == 3


@pytest.mark.django_db
def test_a_database_that_was_emptied_is_not_taken_for_one_with_the_sample(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    stamp = development.SampleStamp()
    stamp.write("done")
    assert stamp.is_done()
    stamp.forget()
    assert not stamp.is_done() and not stamp.is_begun()
