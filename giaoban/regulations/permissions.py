"""Everybody may read the rules that the house computes with."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions
from giaoban.regulations.rules import Permission

permissions.add(Entry(Permission.VIEW, _("Xem bộ quy tắc và căn cứ"), roles=("*",), reads=True))
