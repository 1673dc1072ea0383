"""The draft of a conclusion back from Word: the file, then one choice for each change."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from giaoban.core.forms import HouseForm
from giaoban.correspondence.forms import TakeBackForm


class ConclusionFileForm(HouseForm):
    file = forms.FileField(label=_("Tệp Word"), widget=forms.FileInput, help_text=_("Tệp .docx."))


class ConclusionTakeForm(TakeBackForm):
    """`shown` is the fingerprint of the words that the changes are told against."""

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]
