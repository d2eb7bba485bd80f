"""The built files: small, local, and free of what we may not use."""

import gzip
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "static" / "portal"


@pytest.mark.parametrize(("name", "limit"), [("portal.css", 20_000), ("portal.js", 12_000)])
def test_built_files_stay_small(name, limit):
    assert len(gzip.compress((BUILT / name).read_bytes())) <= limit


@pytest.mark.parametrize("name", ["portal.css", "paper.css", "admin.css"])
def test_every_file_a_stylesheet_names_is_ours_and_there(name):
    for target in re.findall(r'url\("?([^")]+)"?\)', (BUILT / name).read_text()):
        assert (BUILT / target).exists(), target


def test_no_font_or_mark_of_another_government():
    css = (BUILT / "portal.css").read_text()
    assert "GDS Transport" not in css and "crest" not in css


def test_the_lock_file_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("resolved" not in package for package in packages.values())


def test_templates_hold_no_inline_style_or_handler():
    for path in (ROOT / "templates").rglob("*.html"):
        if "pdf" not in path.parts:
            assert not re.search(r'\sstyle="|\son[a-z]+="', path.read_text()), path
