from collections.abc import Iterator
from typing import Any

from nssf_portal.khmer.catalogue import po_path, read_mo, read_po, used_messages
from nssf_portal.runtime.command import JsonCommand


class Command(JsonCommand):
    help = (
        "Fail when a text has no Khmer, is only guessed (fuzzy), or when what is compiled differs from what is written."
    )

    def work(self, **options: Any) -> dict[str, Any]:
        khmer = read_po(po_path("km"))
        used = used_messages()
        problems = [*_incomplete(khmer), *_compiled("km"), *_compiled("en")]
        problems += [f"not in the catalogue: {text}" for _context, text in sorted((used or set()) - set(khmer))]
        return {"messages": len(khmer), "compared_with_code": used is not None, "problems": problems}

    def exit_code(self, result: dict[str, Any]) -> int:
        return 1 if result["problems"] else 0


def _incomplete(entries: dict) -> Iterator[str]:
    for entry in entries.values():
        if entry.is_missing:
            yield f"no Khmer: {entry.key[1]}"
        elif entry.fuzzy:
            yield f"only guessed: {entry.key[1]}"


def _compiled(language: str) -> Iterator[str]:
    path = po_path(language)
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"not compiled: {language}"
        return
    written = {key: entry.text for key, entry in read_po(path).items() if entry.text and not entry.fuzzy}
    found = read_mo(compiled)
    for key in sorted(written.keys() ^ found.keys()):
        yield f"compiled {language} is older: {key[1]}"
    for key in sorted(written.keys() & found.keys()):
        if written[key] != found[key]:
            yield f"compiled {language} differs: {key[1]}"
