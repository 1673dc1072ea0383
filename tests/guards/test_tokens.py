"""WCAG 2.2 AA computed from the tokens: text pairs 4.5:1, marks of controls and of focus 3:1."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "giaoban/core/static/core/css"
TOKENS = dict(
    re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", (CSS / "tokens.css").read_text(encoding="utf-8"))
)
SHEETS = ("paper", "ground", "field")

TEXT = [
    *[
        (ink, sheet)
        for ink in ("ink", "ink-2", "ink-3", "blue", "blue-deep", "red", "gold")
        for sheet in SHEETS
    ],
    *[(kind, sheet) for kind in ("todo", "doing", "done", "soon", "late", "back") for sheet in SHEETS],
    *[(kind, f"{kind}-soft") for kind in ("doing", "done", "soon", "late")],
    ("back", "soon-soft"),
    ("gold", "gold-soft"),
    ("blue", "blue-soft"),
    ("blue-deep", "blue-soft"),
    ("on-blue", "blue"),
    ("on-blue", "blue-deep"),
    ("paper", "ink"),
    ("blue-on-ink", "ink"),
    ("ink", "mark-soft"),
    *[("ink", soft) for soft in ("blue-soft", "late-soft", "soon-soft", "done-soft", "gold-soft")],
    *[("blue", soft) for soft in ("late-soft", "soon-soft", "done-soft", "gold-soft")],
]
MARKS = [("control", sheet) for sheet in SHEETS] + [
    ("focus", sheet) for sheet in (*SHEETS, "focus-halo", "blue-soft")
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "sheet"), TEXT)
def test_text_reads_on_its_sheet(ink: str, sheet: str) -> None:
    assert round(contrast(TOKENS[ink], TOKENS[sheet]), 2) >= 4.5


@pytest.mark.parametrize(("mark", "sheet"), MARKS)
def test_controls_and_focus_stand_out(mark: str, sheet: str) -> None:
    assert round(contrast(TOKENS[mark], TOKENS[sheet]), 2) >= 3


def test_the_measure_itself_fails_a_pair_that_must_fail() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast(TOKENS["line"], TOKENS["paper"]) < 3


def test_no_style_sheet_uses_a_colour_that_is_not_a_token() -> None:
    """The paper of documents is black on white by regulation; it and the print sheet are apart."""
    strangers = {
        f"{sheet.name}: {colour}"
        for sheet in CSS.parents[3].rglob("static/**/*.css")
        if sheet.name not in {"tokens.css", "paper.css", "print.css"}
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text(encoding="utf-8"))
    }
    assert strangers == set()


def test_nothing_inline_is_written_in_a_template() -> None:
    """The policy of the pages forbids inline style and script; a template that tries is found here."""
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)")
    house = Path(__file__).parents[2] / "giaoban"
    found = [
        str(path.relative_to(house))
        for path in house.rglob("templates/**/*.html")
        if inline.search(path.read_text("utf-8"))
    ]
    assert inline.search('<p style="color:red">') is not None
    assert found == []


def test_every_address_in_a_style_sheet_is_a_file_of_ours_or_a_fetched_font() -> None:
    for sheet in CSS.glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8")):
            vendored = re.fullmatch(r"\.\./\.\./vendor/(inter|be-vietnam-pro)/[a-z0-9-]+\.woff2", address)
            assert vendored or (sheet.parent / address).resolve().is_file(), f"{sheet.name}: {address}"
