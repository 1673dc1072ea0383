"""docs/tasks.md cannot drift: its table and its drawing are PROCESS, its labels are those of the screen."""

import re
from pathlib import Path

from giaoban.core.templatetags.house import SHAPES as SIGNS
from giaoban.tasks.labels import MOVE_LABELS, SHAPES, STATE_LABELS, WORDS
from giaoban.tasks.rules import PROCESS

PAGE = Path(__file__).resolve().parents[2] / "docs/tasks.md"


def process_in_words() -> str:
    """The table of moves and the drawing of states, from PROCESS."""
    rows = ["| move | button | from | to | who |", "|---|---|---|---|---|"]
    drawn = ["```mermaid", "stateDiagram-v2", "    [*] --> new"]
    for t in PROCESS.transitions:
        sources = ", ".join(f"`{state}`" for state in t.sources)
        rows.append(f"| `{t.move}` | {MOVE_LABELS[t.move]} | {sources} | `{t.target}` | `{t.permission}` |")
        drawn += [f"    {state} --> {t.target}: {t.move}" for state in t.sources]
    states = [f"- `{state}`: {label}" for state, label in STATE_LABELS.items()]
    ends = [f"    {state} --> [*]" for state in STATE_LABELS if not PROCESS.moves_from(state)]
    return "\n".join([*rows, "", *drawn, *ends, "```", "", *states])


def test_the_table_and_the_drawing_are_the_process():
    text = PAGE.read_text(encoding="utf-8")
    shown = text.partition("<!-- process -->")[2].partition("<!-- /process -->")[0].strip()
    assert shown == process_in_words()


def test_every_label_of_the_screen_is_explained_with_its_shape():
    text = PAGE.read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| ([^|]+?) \| ([○◐◔●▲↩ ]+) \|", text, re.MULTILINE))
    expected = {str(label): SIGNS[SHAPES[word]] for word, label in WORDS.items()}
    assert {word: signs.split()[0] for word, signs in shown.items()} == expected
