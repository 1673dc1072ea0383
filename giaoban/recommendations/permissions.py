"""Permissions on the upward road: all read what their units ask or answer, staff act."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.recommendations.rules import Permission

ANSWERERS = ("area_officer", "compiler", "department_head", "deputy_head", "head")
ASKERS = (*ANSWERERS, "clerk", "cell_secretary", "cluster_lead")

permissions.add(Entry(Permission.VIEW, _("Xem kiến nghị và trả lời của đơn vị"), roles=("*",), reads=True))
permissions.add(
    Entry(
        Permission.SEND,
        _("Gửi, rút kiến nghị của đơn vị; xác nhận trả lời đã rõ"),
        implies=(Permission.VIEW,),
        roles=ASKERS,
    )
)
permissions.add(
    Entry(
        Permission.ANSWER,
        _("Tiếp nhận, chuyển xử lý và trả lời kiến nghị"),
        implies=(Permission.VIEW,),
        roles=ANSWERERS,
    )
)
