"""docs/indicators.md, written from the registry of indicators: nothing about an indicator is said twice."""

import inspect
from pathlib import Path

from django.conf import settings
from django.utils import translation

from reporting import registry, words
from reporting.registry import Definition
from reporting.seeds.indicators import FUND, OWNERS

PATH = Path(settings.BASE_DIR) / "docs" / "indicators.md"
_HEAD = """# Indicators

Written by `python manage.py write_indicators` from the registry of indicators (`reporting/indicators/`); do not edit
it by hand. Each computed indicator is one function; its names are put into Khmer by the portal's messages.

A figure is of the whole, or of a cell of one of its tables. A cell that is not there is nobody or none; a whole that
could not be computed says why, and is never 0. Shares carry what they were divided from. Baselines and targets stand
in the database with their dates and sources, and denominators of outside counts with the baselines.

| code | indicator | unit | method | rows of the plan |
|---|---|---|---|---|
"""


def text() -> str:
    """The page in English, whatever the language of the reader."""
    with translation.override("en"):
        every = registry.every()
        return _HEAD + "".join(map(_line, every)) + "".join(map(_part, every))


def _line(one: Definition) -> str:
    rows = ", ".join(one.measures) or "–"
    return f"| [`{one.code}`](#{one.code}) | {one.name} | {one.unit} | {one.method} | {rows} |\n"


def _part(one: Definition) -> str:
    facts = [
        ("Name", one.name),
        ("Owner at first", OWNERS.get(one.code, FUND)),
        ("Unit", _unit(one)),
        ("Method", one.method.label),
        ("Source", one.source),
        ("As of", one.as_of),
        ("Direction", one.direction.label),
        ("Tables", _tables(one)),
        ("Formula", _formula(one)),
    ]
    lines = "".join(f"- {name}: {value}\n" for name, value in facts if value)
    headline = " (headline)" if one.headline else ""
    return f"\n## {one.code}\n\n{one.definition}{headline}\n\n{lines}"


def _unit(one: Definition) -> str:
    said = words.unit(one.unit)
    return f"{said} (with numerator and denominator)" if one.shares else said


def _tables(one: Definition) -> str:
    return "; ".join(" x ".join(words.dimension(name).lower() for name in cut.split("+")) for cut in one.cuts)


def _formula(one: Definition) -> str:
    if one.figures is None:
        return ""
    said = (inspect.getdoc(one.figures) or "").replace("\n", " ")
    return f"{said} `{one.figures.__module__}.{one.figures.__name__}`"
