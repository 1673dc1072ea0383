"""Forms of the register: a document as its paper words it, what hangs on it, what a unit did with it."""

from giaoban.directives.forms.entry import CorrectForm, EntryForm, Group, HintForm, RegisterForm
from giaoban.directives.forms.fields import AskedField, DocumentField, UnitsField
from giaoban.directives.forms.related import AddressForm, FileForm, RelationForm, TakeBackForm
from giaoban.directives.forms.session import SessionForm

__all__ = [
    "AddressForm",
    "AskedField",
    "CorrectForm",
    "DocumentField",
    "EntryForm",
    "FileForm",
    "Group",
    "HintForm",
    "RegisterForm",
    "RelationForm",
    "SessionForm",
    "TakeBackForm",
    "UnitsField",
]
