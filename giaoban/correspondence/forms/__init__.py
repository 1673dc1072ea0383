"""Forms of correspondence."""

from giaoban.correspondence.forms.consulting import AnswerForm, AskForm, CountsForm, RespondForm, SettleForm
from giaoban.correspondence.forms.dossier import DossierForm
from giaoban.correspondence.forms.moves import (
    CodeForm,
    DecideForm,
    IssueForm,
    RecallForm,
    ReplaceForm,
    SendForm,
    SignedForm,
    SubmitForm,
    WithdrawForm,
)
from giaoban.correspondence.forms.writing import TakeBackForm, WordForm, WriteForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "CodeForm",
    "CountsForm",
    "DecideForm",
    "DossierForm",
    "IssueForm",
    "RecallForm",
    "ReplaceForm",
    "RespondForm",
    "SendForm",
    "SettleForm",
    "SignedForm",
    "SubmitForm",
    "TakeBackForm",
    "WithdrawForm",
    "WordForm",
    "WriteForm",
]
