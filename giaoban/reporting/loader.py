"""Brings form GB-01, its outline and the two regimes that use it into the tables.

A version of a form that stands is left alone: rounds use it. Names and regimes follow the data file.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from giaoban.reporting.models import Form, FormRow, FormVersion, Indicator, OutlineSection, Regime

DATA = Path(__file__).with_name("data")
REGIME_FIELDS = (
    *("name", "name_en", "content", "legal_basis", "method", "frequency", "hierarchy", "cut_off"),
    *("deadlines", "one_officer_levels", "source", "confidence"),
)


@transaction.atomic
def ensure_forms(path: Path = DATA / "gb01.json") -> Form:
    """Load what is missing; a second call changes nothing."""
    data = json.loads(path.read_text(encoding="utf-8"))
    form, _new = Form.objects.get_or_create(
        code=data["form"]["code"],
        defaults={"name": data["form"]["name"], "name_en": data["form"]["name_en"]},
    )
    if not form.versions.filter(number=data["version"]["number"]).exists():
        _version(form, data["version"])
    for line in data["regimes"]:
        Regime.objects.update_or_create(
            code=line["code"], defaults={"form": form, **{name: line[name] for name in REGIME_FIELDS}}
        )
    return form


def _version(form: Form, data: dict[str, Any]) -> None:
    version = FormVersion.objects.create(
        form=form,
        number=data["number"],
        starts=date.fromisoformat(data["starts"]),
        basis=data["basis"],
        confidence=data["confidence"],
    )
    indicators = {
        line["code"]: Indicator.objects.get_or_create(
            code=line["code"],
            defaults={
                name: line[name] for name in ("name", "name_en", "counting_unit", "counting_unit_en", "kind")
            },
        )[0]
        for line in data["rows"]
    }
    told = ("heading", "heading_en", "guidance", "guidance_en", "change_limit", "balance")
    FormRow.objects.bulk_create(
        FormRow(
            version=version,
            indicator=indicators[line["code"]],
            position=position,
            **{name: line[name] for name in told},
        )
        for position, line in enumerate(data["rows"], start=1)
    )
    OutlineSection.objects.bulk_create(
        OutlineSection(version=version, position=position, **line)
        for position, line in enumerate(data["sections"], start=1)
    )
