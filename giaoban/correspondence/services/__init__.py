"""The doors of correspondence; each is one move of PROCESS, one number, one issue, one delivery."""

from giaoban.correspondence.services.deliveries import open_delivery, send
from giaoban.correspondence.services.dossiers import (
    correct_dossier,
    decide,
    open_dossier,
    save_draft,
    submit,
    withdraw,
)
from giaoban.correspondence.services.editions import keep_edition
from giaoban.correspondence.services.issuing import issue, recall, replace
from giaoban.correspondence.services.numbering import (
    cancel_number,
    declare_term,
    give_number,
    open_series,
    take_number,
)
from giaoban.correspondence.services.templates import keep_template, use_shipped

__all__ = [
    "cancel_number",
    "correct_dossier",
    "decide",
    "declare_term",
    "give_number",
    "issue",
    "keep_edition",
    "keep_template",
    "open_delivery",
    "open_dossier",
    "open_series",
    "recall",
    "replace",
    "save_draft",
    "send",
    "submit",
    "take_number",
    "use_shipped",
    "withdraw",
]
