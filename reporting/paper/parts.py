"""The parts of a report, put together from its figures and the facts kept with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nssf_portal.places.names import place_name, province_names
from reporting import words
from reporting.enums import Body, CoordinationState, Inquiry, Status, Theme
from reporting.paper import drawing
from reporting.paper.facts import CURVE, Facts, in_language
from reporting.paper.figures import Book, Meaning, Shown
from reporting.paper.saying import Say
from reporting.periods import Period
from reporting.sections import BY_KEY
from reporting.sources import in_words
from reporting.suppression import smallest_shown

FIVE = (CURVE, "new_members", "enterprises_registered", "share_of_census_units", "median_days")
"""The first page: how far the plan is, this period's people and enterprises, what is still missing, how quick it is."""
BY_PROVINCE = ("new_members", "new_members_to_date", "members_active", "enterprises_registered")
_MEANINGS = {
    Status.NOT_STARTED: "waits", Status.ON_TRACK: "progress", Status.BEHIND: "wrong", Status.DONE: "ok",
    Status.CONTINUES: "ok",
}  # fmt: skip


@dataclass(frozen=True)
class Headline:
    meaning: Meaning
    shown: Shown
    beside: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standing:
    """How an institution's answer stands: a colour, a shape and words."""

    number: str
    institution: str
    leads: bool
    colour: str
    word: str
    is_late: bool


@dataclass(frozen=True)
class Cut:
    """One table of an indicator."""

    meaning: Meaning
    dimension: str
    bars: list[drawing.Bar]
    has_hidden: bool


@dataclass(frozen=True)
class Parts:
    """What all the parts are made from."""

    book: Book
    facts: Facts
    say: Say
    period: Period

    def said(self, row: Facts, name: str) -> str:
        return in_language(row, name, self.say.language)

    # --- the first page ---------------------------------------------------------------------------------------------

    def five(self) -> list[Headline]:
        return [Headline(self.book.meaning(code), self.book.whole(code), self._beside(code)) for code in FIVE]

    def _beside(self, code: str) -> list[str]:
        """Its share of a target, or the counts it was divided from, or how many are women."""
        shown = self.book.whole(code)
        if shown.missing or shown.hidden:
            return []
        lines = [shown.counts] if shown.counts else []
        lines += [self.against(one) for one in self.facts["targets"] if self._national(one, code) and one["share"]]
        women = next((one for where, one in self.book.of(code, "sex") if where.get("sex") == "F"), None)
        return (lines or self._women(women, shown))[:2]

    def _national(self, target: Facts, code: str) -> bool:
        return bool(target["indicator"] == code and not target["province"])

    def against(self, target: Facts) -> str:
        """71.8% of 1,200,000 by 31 December 2026."""
        unit = self.book.meaning(target["indicator"]).unit
        said = {
            "share": self.say.value(Decimal(target["share"]), "percent"),
            "target": self.say.value(Decimal(target["target"]), unit),
            "day": self.say.day(target["ends_on"]),
        }
        return _("%(share)s of the target of %(target)s by %(day)s") % said

    def _women(self, women: Shown | None, whole: Shown) -> list[str]:
        if women is None or women.number is None or not whole.number:
            return []
        share = self.say.value(100 * women.number / whole.number, "percent")
        return [_("%(share)s are women (%(number)s)") % {"share": share, "number": women.text}]

    def standings(self) -> list[Standing]:
        return [self._standing(one) for one in self.facts["entries"]]

    def late(self) -> list[Standing]:
        """Rows whose institution did not say in time how they go, or says that they lag."""
        return [one for one in self.standings() if one.is_late or one.colour == "wrong"]

    def _standing(self, entry: Facts) -> Standing:
        colour, word = self._state(entry)
        lead = entry["part"] == "lead"
        return Standing(self.say.digits(entry["measure"]), self.said(entry, "name"), lead, colour, word, entry["late"])

    def _state(self, entry: Facts) -> tuple[str, str]:
        day = self.say.day(entry["due_on"])
        if not entry["due_on"] or not entry["state"]:
            return "unknown", _("nobody was asked yet")
        if entry["status"]:
            return _MEANINGS[entry["status"]], self._in_time(str(Status(entry["status"]).label), entry)
        if entry["state"] == "submitted":
            return "waits", self._in_time(_("sent, waits for approval"), entry)
        if entry["late"]:
            return "wrong", _("late: was due on %(day)s") % {"day": day}
        return "waits", _("asked for, due on %(day)s") % {"day": day}

    def _in_time(self, word: str, entry: Facts) -> str:
        return _("%(status)s (said late)") % {"status": word} if entry["late"] else word

    def asked(self) -> list[Facts]:
        """Open problems: what the Committee or the Council is asked to decide."""
        return [one for one in self.coordination() if one["is_open"]]

    def coordination(self) -> list[dict[str, Any]]:
        return [self._item(one) for one in self.facts["coordination"]]

    def _item(self, one: Facts) -> dict[str, Any]:
        state, owner = CoordinationState(one["state"]), self.said(one, "owner")
        colours = {CoordinationState.OPEN: "waits", CoordinationState.DECIDED: "progress", CoordinationState.DONE: "ok"}
        said = {"institution": self.said(one, "name"), "owner": owner, "word": state.label}
        said |= {"due": self.say.day(one["due_on"]), "decided": self.say.day(one["decided_on"])}
        body = str(Body(one["body"]).label) if one["body"] else ""
        return one | said | {"colour": colours[state], "is_open": state == CoordinationState.OPEN, "body": body}

    # --- the action table -------------------------------------------------------------------------------------------

    def themes(self) -> list[dict[str, Any]]:
        """The four key measures with their rows."""
        rows = [self._measure(one) for one in self.facts["measures"]]
        found = ({"word": theme.label, "rows": [row for row in rows if row["theme"] == theme]} for theme in Theme)
        return [one for one in found if one["rows"]]

    def _measure(self, one: Facts) -> dict[str, Any]:
        entries = [row for row in self.facts["entries"] if row["measure"] == one["number"]]
        figures = [code for code in self.book.codes if one["number"] in self.book.meaning(code).measures]
        return {
            "number": self.say.digits(one["number"]),
            "theme": one["theme"],
            "title": self.said(one, "title"),
            "indicator": self.said(one, "indicator"),
            "years": self.say.digits(f"{one['first_year']}–{one['last_year']}"),
            "leads": [self.said(p, "name") for p in one["parts"] if p["part"] == "lead"],
            "supports": [self.said(p, "name") for p in one["parts"] if p["part"] != "lead"],
            "standings": [self._standing(row) for row in entries if row["part"] == "lead"],
            "figures": [(self.book.meaning(code), self.book.whole(code)) for code in figures],
        }

    # --- figures ----------------------------------------------------------------------------------------------------

    def all_figures(self) -> list[tuple[Meaning, Shown]]:
        rows = [(self.book.meaning(code), self.book.whole(code)) for code in self.book.codes]
        return sorted(rows, key=lambda row: not row[0].headline)

    def curve(self) -> dict[str, Any] | None:
        """New members since the plan's first day, the target, and where this pace leads."""
        whole = self.book.whole(CURVE)
        points = [(date.fromisoformat(one["day"]), Decimal(one["value"])) for one in self.facts["curve"]]
        points = [one for one in points if one[0] != self.period.last]
        if whole.number is not None:
            points.append((self.period.last, whole.number))
        plan = self.facts["plan"]
        target = next((t for t in self.facts["targets"] if self._national(t, CURVE) and t["period"] == "plan"), None)
        aim, ahead = ((target or {}).get(name) for name in ("target", "projection"))
        start, end = date.fromisoformat(plan["counted_from"]), date.fromisoformat(plan["ends_on"])
        numbers = [Decimal(one) if one else None for one in (aim, ahead)]
        drawn = drawing.curve(points, start, end, numbers[0], numbers[1], self.say)
        rows = [(self.say.day(day), self.say.number(value)) for day, value in points]
        said = [self.say.number(one) if one is not None else "" for one in numbers]
        if drawn is None:
            return None
        return {"lines": drawn, "rows": rows, "whole": whole, "target": said[0], "ahead": said[1]}

    def charts(self) -> list[Cut]:
        """Who the period's new members are."""
        return [self._cut("new_members", cut) for cut in self.book.cuts("new_members") if cut != "province"]

    def cuts(self) -> list[Cut]:
        """The tables of the other headline indicators; provinces stand in a table of their own."""
        rows = ((m.code, cut) for m, _whole in self.all_figures() if m.headline for cut in self.book.cuts(m.code))
        return [self._cut(code, cut) for code, cut in rows if code != "new_members" and cut != "province"]

    def _cut(self, code: str, cut: str) -> Cut:
        told = words.teller(cut)
        found = [(where.get(cut, ""), shown) for where, shown in self.book.of(code, cut)]
        cells = [(self.say.digits(told(value)), shown) for value, shown in sorted(found, key=_listed(cut))]
        rows = drawing.bars(cells, self.book.whole(code).number, self.say)
        hidden = any(shown.hidden for _word, shown in cells)
        return Cut(self.book.meaning(code), words.dimension(cut), rows, hidden)

    def map(self) -> list[drawing.Tile]:
        return drawing.tiles(self._by_province("new_members"), self.say)

    def _by_province(self, code: str) -> dict[str, Shown]:
        return {where.get("province", ""): shown for where, shown in self.book.of(code, "province")}

    def provinces(self) -> dict[str, Any]:
        """A row for each province: the headline figures that are cut by it, and its target."""
        codes = [code for code in BY_PROVINCE if "province" in self.book.cuts(code)]
        columns = [self._by_province(code) for code in codes]
        targets = {one["province"]: one for one in self.facts["targets"] if one["province"]}
        names = province_names() | ({"": _("Province not known")} if any("" in column for column in columns) else {})
        zero = Shown(self.say.number(0))
        rows = [
            {
                "name": name,
                "cells": [column.get(code, zero) for column in columns],
                "target": self._target_of_province(targets.get(code)),
            }
            for code, name in names.items()
        ]
        return {"heads": [self.book.meaning(code) for code in codes], "rows": rows, "has_targets": bool(targets)}

    def _target_of_province(self, target: Facts | None) -> str:
        if target is None:
            return ""
        said = self.say.number(Decimal(target["target"]))
        share = self.say.value(Decimal(target["share"]), "percent") if target["share"] else ""
        return f"{share} {_('of %(number)s') % {'number': said}}" if share else said

    def sex_by_province(self) -> dict[str, Any]:
        """New members: provinces down, sexes across."""
        cells = {
            (where["province"], where["sex"]): shown for where, shown in self.book.of("new_members", "sex+province")
        }
        told, zero = words.teller("province"), Shown(self.say.number(0))
        sexes = [sex for sex, _zero in sorted({(sex, zero) for _code, sex in cells}, key=_listed("sex"))]
        codes = sorted({code for code, _sex in cells}, key=lambda code: (not code, code))
        rows = [(told(code), [cells.get((code, sex), zero) for sex in sexes]) for code in codes]
        return {"heads": [words.word("sex", sex) for sex in sexes], "rows": rows}

    # --- targets and baselines --------------------------------------------------------------------------------------

    def targets(self) -> list[dict[str, Any]]:
        """Those of the country; provinces have theirs in the table of provinces."""
        return [self._target(one) for one in self.facts["targets"] if not one["province"]]

    def _target(self, one: Facts) -> dict[str, Any]:
        unit = self.book.meaning(one["indicator"]).unit
        said = {
            name: self.say.value(Decimal(one[name]), unit) if one[name] else "" for name in ("target", "projection")
        }
        share = self.say.value(Decimal(one["share"]), "percent") if one["share"] else ""
        track = {True: ("ok", _("on track")), False: ("wrong", _("not on track")), None: ("unknown", _("not known"))}
        colour, word = track[one["on_track"]]
        whole = _("the whole plan") if one["period"] == "plan" else self.say.digits(Period.parse(one["period"]).words)
        said |= {
            "source": in_words(one["source"]),
            "share": share,
            "colour": colour,
            "word": word,
            "until": self.say.day(one["ends_on"]),
            "of": whole,
        }
        shown = self.book.whole(one["indicator"])
        return one | said | {"meaning": self.book.meaning(one["indicator"]), "shown": shown}

    def baselines(self) -> list[dict[str, Any]]:
        return [self._baseline(one) for one in self.facts["baselines"]]

    def _baseline(self, one: Facts) -> dict[str, Any]:
        meaning = self.book.meaning(one["indicator_id"])
        counts = self.say.counts(one["numerator"], one["denominator"])
        said = {"text": self.say.value(Decimal(one["value"]), meaning.unit), "counts": counts}
        said["source"] = in_words(one["source"])
        return one | said | {"meaning": meaning, "day": self.say.day(one["as_of"]), "note": self.said(one, "note")}

    # --- words ------------------------------------------------------------------------------------------------------

    def narratives(self) -> list[dict[str, Any]]:
        """What institutions said and the General Secretariat approved, row by row."""
        return [
            {
                "number": self.say.digits(one["measure"]),
                "institution": self.said(one, "name"),
                "standing": self._standing(one),
                "words": [(told, one["words"][name]) for name, told in _told() if name in one["words"]],
            }
            for one in self.facts["entries"]
            if one["words"]
        ]

    def sections(self) -> list[dict[str, str]]:
        """What the analysts wrote; a text that stands in the other language only is shown in it."""
        rows = self.book.report.sections.order_by("order", "pk")
        said = [(BY_KEY.get(row.key), row) for row in rows]
        found = [{"title": str(known.title) if known else row.key, **self._text(row)} for known, row in said]
        return [one for one in found if one["text"]]

    def _text(self, row: Any) -> dict[str, str]:
        own, other = ("km", "en") if self.say.language == "km" else ("en", "km")
        text = getattr(row, f"text_{own}").strip()
        return {"text": text or getattr(row, f"text_{other}").strip(), "lang": own if text else other}

    def findings(self) -> list[dict[str, Any]]:
        return [self._finding(one) for one in self.facts["findings"]]

    def _finding(self, one: Facts) -> dict[str, Any]:
        groups = [one["women"], one["men"], one["not_stated"]]
        people = sum(groups)
        few = any(0 < group < smallest_shown() for group in groups)
        said = {"people": _("under 5") if 0 < people < smallest_shown() else self.say.number(people)}
        said["women"] = "" if few or not one["women"] else self.say.number(one["women"])
        place = place_name(one["place_code"]) if one["place_code"] else ""
        method, day = str(Inquiry(one["inquiry"]).label), self.say.day(one["held_on"])
        return one | said | {"method": method, "day": day, "place": place, "institution": self.said(one, "name")}

    # --- how good the data is ---------------------------------------------------------------------------------------

    def not_computed(self) -> list[tuple[Meaning, Shown]]:
        return [(meaning, shown) for meaning, shown in self.all_figures() if shown.missing]

    def quality(self) -> list[dict[str, Any]]:
        return [self._reading(one) for one in self.facts["quality"]]

    def _reading(self, one: Facts) -> dict[str, Any]:
        part, whole = one["numerator"], one["denominator"]
        share = self.say.value(Decimal(100 * part) / whole, "percent") if part is not None and whole else ""
        if part is None:
            counts = _("not known")
        else:
            counts = self.say.number(part) if whole is None else self.say.counts(part, whole)
        names = {name: self.said(one, name) for name in ("theme", "name", "subject")}
        return names | {"share": share, "counts": counts, "day": self.say.day(one["day"])}

    def changes(self) -> list[dict[str, Any]]:
        """What differs from the edition before, and what moved it."""
        return [self._change(one) for one in self.book.report.changes.order_by("indicator_code", "pk")]

    def _change(self, one: Any) -> dict[str, Any]:
        meaning = self.book.meaning(one.indicator_code)
        numbers = {
            name: _("not computed") if value is None else self.say.value(value, meaning.unit)
            for name, value in (("before", one.before), ("after", one.after))
        }
        cell = ", ".join(words.word(name, value) for name, value in one.cell.items())
        return numbers | {"meaning": meaning, "cell": cell, "reason": one.get_reason_display() if one.reason else ""}


def _told() -> Iterator[tuple[str, str]]:
    yield from (
        ("strengths", _("Strengths")),
        ("weaknesses", _("Weaknesses")),
        ("challenges", _("Challenges")),
        ("needs", _("Needs for coordination")),
    )


def _listed(dimension: str) -> Callable[[tuple[str, Shown]], tuple[int, Decimal, str]]:
    """In the order in which a dimension's values are listed; others by their number, the largest first."""
    order = words.order(dimension)

    def key(cell: tuple[str, Shown]) -> tuple[int, Decimal, str]:
        value, shown = cell
        at = order.index(value) if value in order else len(order)
        return at, -(shown.number or Decimal(0)), value

    return key


def first(rows: Iterable[Any], many: int) -> tuple[list[Any], int]:
    """The first ones, and how many more there are."""
    listed = list(rows)
    return listed[:many], max(len(listed) - many, 0)
