"""The page about this room says what the tables say: every move of the road, every rule on authority."""

from pathlib import Path

from giaoban.correspondence import services
from giaoban.correspondence.rules import PROCESS
from giaoban.correspondence.rules.authority import packs

TEXT = (Path(__file__).parents[2] / "docs/correspondence.md").read_text(encoding="utf-8")
DOORS = (
    *("open_dossier", "correct_dossier", "save_draft", "submit", "decide", "withdraw", "issue", "recall"),
    *("replace", "send", "open_delivery", "declare_term", "open_series", "give_number", "cancel_number"),
    *("take_number", "keep_edition"),
)


def drawn() -> set[str]:
    return {line.strip() for line in TEXT.splitlines() if " --> " in line and "[*]" not in line}


def test_the_drawing_is_the_table() -> None:
    table = {
        f"{source} --> {transition.target}: {transition.move}"
        for transition in PROCESS.transitions
        for source in transition.sources
    }
    assert drawn() == table


def test_every_rule_on_authority_is_named() -> None:
    assert [pack["basis"] for pack in packs() if pack["basis"] not in TEXT] == []


def test_every_door_is_named() -> None:
    assert [name for name in DOORS if f"`{name}" not in TEXT] == []
    assert set(DOORS) <= set(services.__all__)
