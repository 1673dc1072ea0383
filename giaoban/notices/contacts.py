"""The directory of contacts: who answers for a field of work in a unit, and that it is still so.

One contact for a unit and field on a day; a new one ends the earlier one. Telephones and addresses of the
office, given for official work.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from giaoban.accounts.rules import Field
from giaoban.audit import services as audit
from giaoban.core.actors import Actor
from giaoban.core.dates import today, vi
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.text import clean, tidy_name
from giaoban.notices.models import Contact
from giaoban.notices.rules import Permission
from giaoban.organisations.models import Unit

TELEPHONE = re.compile(r"\+?[0-9][0-9 .()-]{5,30}(?:/[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """`field` is a code of accounts.rules.Field, or empty for everything that has no contact of its own."""

    unit_id: int
    field: str
    name: str
    title: str = ""
    telephone: str = ""
    email: str = ""


@transaction.atomic
def set_contact(*, actor: Actor, facts: ContactFacts, starts: date | None = None) -> Contact:
    """Name a contact from a day on (today); the earlier one of the unit and field ends that day."""
    actor.require(Permission.CHANGE_CONTACTS, facts.unit_id)
    begins = starts or today()
    unit = Unit.objects.select_for_update().filter(pk=facts.unit_id).first()
    if unit is None:
        raise Hidden("unit")
    _check_unit(unit, begins)
    values = _checked(facts)
    same = Contact.objects.filter(unit=unit, field=facts.field)
    later = same.filter(starts__gt=begins).order_by("starts").first()
    if later is not None:
        raise Refusal(
            "contacts.later",
            _("Đã có đầu mối mới hơn từ ngày %(day)s: %(name)s.")
            % {"day": vi(later.starts), "name": later.name},
            field="starts",
            rule=_(
                "Mỗi lĩnh vực của một đơn vị có một đầu mối tại một thời điểm; ghi người mới từ ngày sau."
            ),
        )
    for earlier in same.on(begins):
        if earlier.starts == begins:
            earlier.delete()  # named and replaced on one day: never held a day
        else:
            earlier.ends = begins
            earlier.version += 1
            earlier.save(update_fields=["ends", "version"])
    contact = Contact.objects.create(
        unit=unit,
        field=facts.field,
        starts=begins,
        ends=unit.ends,
        confirmed_on=today(),
        confirmed_by=actor.actor_id,
        **values,
    )
    audit.record(
        actor, "contacts.set", contact, unit_id=unit.pk, changes={"field": facts.field, "from": str(begins)}
    )
    return contact


@transaction.atomic
def confirm_contacts(*, actor: Actor, unit_id: int) -> int:
    """Confirm that all contacts of the unit still hold; once a quarter."""
    actor.require(Permission.CHANGE_CONTACTS, unit_id)
    held = Contact.objects.on(today()).filter(unit_id=unit_id)
    count = held.update(confirmed_on=today(), confirmed_by=actor.actor_id)
    if count == 0:
        raise Refusal(
            "contacts.none",
            _("Đơn vị chưa có đầu mối nào để xác nhận."),
            rule=_("Danh bạ đầu mối được xác nhận mỗi quý một lần, sau khi đã có tên đầu mối."),
        )
    audit.record(actor, "contacts.confirm", unit_id=unit_id, changes={"count": count})
    return count


@transaction.atomic
def end_contact(*, actor: Actor, contact_id: int, version: int) -> Contact:
    """From today on nobody is named for this field."""
    contact = Contact.objects.select_for_update().filter(pk=contact_id).on(today()).first()
    if contact is None:
        raise Hidden("contact")
    actor.require(Permission.CHANGE_CONTACTS, contact.unit_id)
    if contact.version != version:
        raise Conflict("contacts.changed_meanwhile", _("Đầu mối này vừa được người khác sửa. Hãy xem lại."))
    if contact.starts == today():
        audit.record(actor, "contacts.end", contact, unit_id=contact.unit_id)
        contact.delete()
        return contact
    contact.ends = today()
    contact.version += 1
    contact.save(update_fields=["ends", "version"])
    audit.record(actor, "contacts.end", contact, unit_id=contact.unit_id)
    return contact


def _check_unit(unit: Unit, begins: date) -> None:
    if begins >= unit.ends:
        raise Refusal(
            "contacts.unit_ended",
            _("Đơn vị đã kết thúc hoạt động trước ngày %(day)s.") % {"day": vi(unit.ends)},
            field="starts",
            rule=_("Đầu mối kết thúc cùng ngày với đơn vị; đơn vị kế thừa ghi đầu mối của mình."),
        )


def _checked(facts: ContactFacts) -> dict[str, str]:
    name, telephone, email = tidy_name(facts.name), clean(facts.telephone), clean(facts.email).lower()
    if facts.field and facts.field not in set(Field):
        raise Refusal("contacts.field", _("Không có lĩnh vực này."), field="field")
    if not name or len(name) > 120:
        raise Refusal("contacts.name", _("Ghi họ và tên đầu mối, không quá 120 ký tự."), field="name")
    if not telephone and not email:
        raise Refusal(
            "contacts.unreachable",
            _("Ghi điện thoại hoặc thư điện tử công vụ."),
            field="telephone",
            rule=_("Đầu mối phải liên hệ được."),
        )
    if telephone and not TELEPHONE.fullmatch(telephone):
        raise Refusal(
            "contacts.telephone",
            _("Số điện thoại chỉ gồm chữ số, có thể có + ở đầu và /số máy lẻ."),
            field="telephone",
        )
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise Refusal("contacts.email", _("Địa chỉ thư điện tử chưa đúng."), field="email") from wrong
    return {"name": name, "title": clean(facts.title)[:200], "telephone": telephone, "email": email}
