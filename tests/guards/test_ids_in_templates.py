"""A page writes 1.234 for a number, so the id of a record must say that it is no number to read.

Found by a journey that began to fail when the thousandth unit had been made.
"""

import re
from pathlib import Path

GIAOBAN = Path(__file__).resolve().parents[2] / "giaoban"
RAW = re.compile(r"\{\{\s*(?!widget\.|[\w.]*auto_id\b|id\s*\}\})[\w.]*\b(?:\w+_id|id|pk)\s*\}\}")


def raw_ids(template: str) -> list[str]:
    return RAW.findall(template)


def test_no_template_writes_the_id_of_a_record_like_a_number():
    found = {
        str(path.relative_to(GIAOBAN)): ids
        for path in GIAOBAN.glob("**/templates/**/*.html")
        if (ids := raw_ids(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_the_pattern_sees_what_it_looks_for():
    assert raw_ids('<a href="?x={{ row.pk }}"> {{ unit.id }} {{ row.contact_id }}') == [
        "{{ row.pk }}",
        "{{ unit.id }}",
        "{{ row.contact_id }}",
    ]
    assert raw_ids('{{ id }} {{ field.auto_id }} {{ widget.attrs.id }} {{ row.pk|stringformat:"s" }}') == []
