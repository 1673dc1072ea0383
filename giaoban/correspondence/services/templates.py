"""A unit's own Word template: handed in, checked, used from then on; or back to the shipped one."""

from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden, Refusal
from giaoban.correspondence import queries
from giaoban.correspondence.models import UnitTemplate
from giaoban.correspondence.papers import own
from giaoban.correspondence.queries.templates import KIND, bytes_of, find
from giaoban.correspondence.rules import Permission
from giaoban.files import services as files
from giaoban.organisations.models import Unit

SHOWN = 10


@transaction.atomic
def keep_template(*, actor: Actor, unit_id: int, code: str, source: BinaryIO, name: str) -> UnitTemplate:
    """Keep the file, check its tags, put it in the place of the one before; refused, nothing stays."""
    found = find(code)
    queries.require(actor, Permission.MANAGE, unit_id)
    Unit.objects.select_for_update().get(pk=unit_id)  # two at once are numbered one after the other
    stored = files.upload(
        actor=actor,
        kind=KIND,
        object_id=unit_id,
        unit_id=unit_id,
        source=source,
        name=name,
        allowed=("docx",),
    )
    before = UnitTemplate.objects.filter(unit_id=unit_id, code=code)
    kept = UnitTemplate(
        unit_id=unit_id,
        code=code,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        file=stored,
        recorded_by=actor.actor_id,
    )
    problems = own.check(found, bytes_of(kept))
    if problems:
        raise Refusal(
            "correspondence.template",
            " ".join(problems[:SHOWN]),
            field="file",
            rule=_("Mẫu chỉ dùng các trường trong bảng bên, viết đúng như trong tệp mẫu tải về."),
        )
    before.filter(active=True).update(active=False)
    kept.save()
    audit.record(
        actor,
        "correspondence.template_keep",
        kept,
        unit_id=unit_id,
        changes={"code": code, "number": kept.number},
    )
    return kept


@transaction.atomic
def use_shipped(*, actor: Actor, unit_id: int, code: str) -> None:
    """Write by the shipped template again; the unit's own stays on record."""
    find(code)
    queries.require(actor, Permission.MANAGE, unit_id)
    kept = UnitTemplate.objects.select_for_update().filter(unit_id=unit_id, code=code, active=True).first()
    if kept is None:
        raise Hidden("template")
    kept.active = False
    kept.save(update_fields=["active"])
    audit.record(actor, "correspondence.template_drop", kept, unit_id=unit_id, changes={"code": code})
