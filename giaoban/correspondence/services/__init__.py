"""The doors of correspondence; each is one move of PROCESS, one number, one issue, one delivery."""

from giaoban.correspondence.services.arrivals import (
    attach_scan,
    correct_arrival,
    enter,
)
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
from giaoban.correspondence.services.printing import Made, Written, print_file, print_made, print_paper
from giaoban.correspondence.services.receiving import receive_all, receive_delivery
from giaoban.correspondence.services.remarks import keep_task, may_settle_it, remark, settle, undo_settle
from giaoban.correspondence.services.signing import attach_signed
from giaoban.correspondence.services.templates import keep_template, use_shipped

__all__ = [
    "Made",
    "Written",
    "attach_scan",
    "attach_signed",
    "cancel_number",
    "correct_arrival",
    "correct_dossier",
    "decide",
    "declare_term",
    "enter",
    "give_number",
    "issue",
    "keep_edition",
    "keep_task",
    "keep_template",
    "may_settle_it",
    "open_delivery",
    "open_dossier",
    "open_series",
    "print_file",
    "print_made",
    "print_paper",
    "recall",
    "receive_all",
    "receive_delivery",
    "remark",
    "replace",
    "save_draft",
    "send",
    "settle",
    "submit",
    "take_number",
    "undo_settle",
    "use_shipped",
    "withdraw",
]
