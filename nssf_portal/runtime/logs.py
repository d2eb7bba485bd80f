"""What a log line may say: kind and place of an error, never its words, and the name of a view, never its path.

PostgreSQL quotes whole rows in a message (DETAIL), and a path may hold the token of a link. Records of our own loggers
are written to hold codes only and are kept as they are; of everybody else's, nothing is filled in beside an error."""

import json
import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

OURS = ("nssf_portal", "enterprises", "registration", "reporting")


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Everything of a record that may be kept."""
    facts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    facts |= _of_request(record) | _of_task(record)
    if failure := _failure(record):
        chain = list(_chain(failure))
        facts["error"] = " from ".join(type(link).__name__ for link in chain)
        facts["stack"] = [place for link in chain for place in _places(link)]
    return facts


def _message(record: logging.LogRecord) -> str:
    if _has_request(record):
        return "request failed" if record.levelno >= logging.ERROR else "request refused"
    if record.name.partition(".")[0] in OURS:
        return record.getMessage()
    if _failure(record):
        return str(record.msg) if record.args else "error"  # the words with gaps; without gaps it may be the error's
    return record.getMessage()


def _has_request(record: logging.LogRecord) -> bool:
    return getattr(record, "request", None) is not None


def _of_request(record: logging.LogRecord) -> dict[str, Any]:
    if not _has_request(record):
        return {}
    request = record.request  # type: ignore[attr-defined]
    match = getattr(request, "resolver_match", None)
    said = {
        "method": getattr(request, "method", None),
        "view": match.view_name if match else None,
        "status": getattr(record, "status_code", None),
    }
    return {key: value for key, value in said.items() if value}


def _of_task(record: logging.LogRecord) -> dict[str, Any]:
    """Celery's records carry the task's name beside its error."""
    data = getattr(record, "data", None)
    name = data.get("name") if isinstance(data, dict) else None
    return {"task": name} if name else {}


def _failure(record: logging.LogRecord) -> BaseException | None:
    failure = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    # Celery wraps what its pool brings back from another process.
    return getattr(failure, "exc", failure) if type(failure).__name__ == "ExceptionWithTraceback" else failure


def _chain(failure: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = failure
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _places(failure: BaseException) -> list[str]:
    """Where it passed: file, line, function; neither values nor the error's words."""
    frames = traceback.extract_tb(failure.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class PlainLines(logging.Formatter):
    """For people at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        facts = facts_of(record)
        stack = facts.pop("stack", [])
        head = " ".join(str(facts.pop(name)) for name in ("at", "level", "logger", "message"))
        more = [f"{name}={value}" for name, value in facts.items()]
        return "\n    ".join([" ".join([head, *more]), *stack])


class JsonLines(logging.Formatter):
    """For machines: one JSON document a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts_of(record), ensure_ascii=False, default=str)
