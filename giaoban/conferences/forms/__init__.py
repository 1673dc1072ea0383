"""Forms of conferences: what is known of one, its agenda, its points, its conclusion."""

from giaoban.conferences.forms.conclusion import HeadingForm, IssueForm, ParagraphForm, Review
from giaoban.conferences.forms.conference import AgendaItemForm, ConferenceForm, InviteForm, PointAddForm
from giaoban.conferences.forms.point import (
    AnswerForm,
    CallInForm,
    DelegateForm,
    HeadsForm,
    PointFactsForm,
    PresentForm,
    ReadinessForm,
    SpeechForm,
)
from giaoban.conferences.forms.wording import ConclusionFileForm, ConclusionTakeForm

__all__ = [
    "AgendaItemForm",
    "AnswerForm",
    "CallInForm",
    "ConclusionFileForm",
    "ConclusionTakeForm",
    "ConferenceForm",
    "DelegateForm",
    "HeadingForm",
    "HeadsForm",
    "InviteForm",
    "IssueForm",
    "ParagraphForm",
    "PointAddForm",
    "PointFactsForm",
    "PresentForm",
    "ReadinessForm",
    "Review",
    "SpeechForm",
]
