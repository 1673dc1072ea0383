"""The documents that the five texts name, entered by the văn thư of the Centre, and the line through them.

A document that a text does not number has no symbol; a day that it does not state is called so in the source.
"""

from datetime import date
from typing import Any

from giaoban.demo.stories.stage import Stage
from giaoban.directives import services as directives


def tell(stage: Stage) -> None:
    keys: dict[str, int] = {}
    for line in stage.facts["documents"]:
        with stage.at(f"{line['entered_on']}T09:00") as now:
            document = directives.register_document(
                actor=stage.player("vanthutw"),
                registered_in=stage.unit("btctw", now.date()),
                facts=_facts(stage, line, now.date()),
            )
        keys[line["key"]] = document.pk
    for line in stage.facts["relations"]:
        source = next(row for row in stage.facts["documents"] if row["key"] == line["source"])
        with stage.at(f"{source['entered_on']}T09:30"):
            directives.relate(
                actor=stage.player("vanthutw"),
                source_id=keys[line["source"]],
                target_id=keys[line["target"]],
                kind=line["kind"],
                note=line["note"],
            )


def _facts(stage: Stage, line: dict[str, Any], on: date) -> directives.DocumentFacts:
    return directives.DocumentFacts(
        type=line["type"],
        number=line["number"],
        symbol=line["symbol"],
        issuer=line["issuer"],
        unit_id=stage.unit(line["unit"], on) if "unit" in line else None,
        issued_on=date.fromisoformat(line["issued_on"]),
        summary=line["summary"],
        public=True,
        source=line["source"],
        confidence=line["confidence"],
    )
