"""The contract every command of the portal keeps: one JSON document on stdout, logs on stderr, exit 0 or 1."""

import json
import logging
import sys
import traceback
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

logger = logging.getLogger(__name__)


class CommandFailed(CommandError):
    """The work could not be done; `code` is for scripts, `message` for people (no personal data in either)."""

    def __init__(self, code: str, message: str, *args: object, **kwargs: Any) -> None:
        super().__init__(message, *args, **kwargs)
        self.code = code
        self.message = str(message)


def wants_json(argv: list[str]) -> bool:
    """Whether the command line asks for JSON, told before the arguments are parsed (a wrong argument answers too)."""
    return "--format=json" in argv or any(pair == ("--format", "json") for pair in zip(argv, argv[1:], strict=False))


def error_document(code: str, message: str) -> str:
    """What stdout holds when the work could not be done."""
    return json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False)


def error_of(failure: CommandError) -> str:
    """The error document of a failure; what Django itself refuses is a matter of usage or of a system check."""
    return error_document(getattr(failure, "code", "refused"), str(failure))


def _as_text(result: Mapping[str, Any]) -> str:
    lines = []
    for key, value in result.items():
        if isinstance(value, list) and value:
            lines += [f"{key}:", *(f"  {_one_line(item)}" for item in value)]
        else:
            lines.append(f"{key}: {_one_line(value)}")
    return "\n".join(lines)


def _one_line(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


class JsonCommand(BaseCommand):
    """A command whose `work(**options)` returns the result as a dict; raise `CommandFailed` when it can't be done."""

    stdout: OutputWrapper
    stderr: OutputWrapper

    def work(self, **options: Any) -> dict[str, Any]:
        """Do the work and return what design section 7 promises for this command."""
        raise NotImplementedError

    def as_text(self, result: dict[str, Any]) -> str:
        """The same result for a person at a terminal; override where a table reads better."""
        return _as_text(result)

    def exit_code(self, result: dict[str, Any]) -> int:
        """0 unless a command promises otherwise: problems found are work done."""
        return 0

    def say(self, message: str) -> None:
        """Progress for whoever is watching; goes to stderr, so stdout stays one document."""
        self.stderr.write(message, self.style.HTTP_INFO)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's parser plus `--format`; with JSON a usage error is an exception, not argparse's exit 2."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        _add_format(parser)
        if wants_json(sys.argv):
            parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run from the command line; a refused argument is answered like every other failure."""
        try:
            super().run_from_argv(argv)
        except CommandError as failure:
            if not wants_json(argv):
                raise
            self._answer_failure(error_of(failure))

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; on the command line with JSON every failure becomes the error document and exit 1."""
        if options.get("format") != "json" or not self._called_from_command_line:
            return super().execute(*args, **options)
        try:
            return super().execute(*args, **options)
        except CommandError as failure:
            self._answer_failure(error_of(failure))
        except Exception as failure:  # noqa: BLE001  a script must get its document whatever broke
            # The message may quote a row (PostgreSQL's DETAIL does), so the log names the place and the kind only.
            logger.error("%s\n%s", type(failure).__name__, "".join(traceback.format_tb(failure.__traceback__)))
            self._answer_failure(error_document("unexpected", f"{type(failure).__name__}; see the log on stderr."))
        return None

    def handle(self, *args: Any, **options: Any) -> str:
        """Call `work` with stdout put aside, then hand over the one document."""
        stdout, self.stdout = self.stdout, self.stderr
        try:
            result = self.work(**options)
        finally:
            self.stdout = stdout
        as_json = options.get("format") == "json"
        text = json.dumps(result, ensure_ascii=False, default=str) if as_json else self.as_text(result)
        if self._called_from_command_line and (code := self.exit_code(result)):
            self.stdout.write(text)
            sys.exit(code)
        return text

    def _answer_failure(self, document: str) -> None:
        self.stdout.write(document)
        sys.exit(1)


def _add_format(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=["text", "json"], default="text", help="json: one document on stdout, logs on stderr."
    )
