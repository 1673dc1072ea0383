"""Who reads the trail of a unit: those who answer for it."""

from django.utils.translation import gettext_lazy as _

from giaoban.audit.rules import Permission
from giaoban.core.registries import Permission as Entry
from giaoban.core.registries import permissions

permissions.add(
    Entry(Permission.VIEW, _("Xem nhật ký của đơn vị"), roles=("head", "administrator"), reads=True)
)
