"""The line of the left navigation that leads to the structure of units; its tabs lead on."""

from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import NavEntry, navigation
from giaoban.organisations.rules import Permission

navigation.add(
    NavEntry("organisations", _("Tổ chức"), "house", "organisations:register", Permission.VIEW, order=10)
)
