"""The doors of reporting: rounds, drafts, passages, moves, sending; consolidation stands beside them."""

from giaoban.reporting.services.compiling import take_passages, untake
from giaoban.reporting.services.consolidation import adjust
from giaoban.reporting.services.drafts import CellConflict, begin_report, fill_none, save_cells
from giaoban.reporting.services.loading import (
    Loaded,
    entry_book,
    load_workbook,
    open_workbook,
    receive_workbook,
)
from giaoban.reporting.services.moves import RemarkFacts, move, write_remarks
from giaoban.reporting.services.passages import (
    Removed,
    add_passage,
    place_passage,
    remove_passage,
    reorder,
    restore_passage,
    save_passage,
    shift_passage,
)
from giaoban.reporting.services.printing import print_report
from giaoban.reporting.services.reviewing import (
    accept_clean,
    accept_report,
    open_arrival,
    return_report,
)
from giaoban.reporting.services.rollups import refresh_path, rollup_all
from giaoban.reporting.services.rounds import extend, lock_round, open_round, remind
from giaoban.reporting.services.sending import is_intact, send
from giaoban.reporting.services.taking_back import Back, open_word, receive_word, take_back, word_copy

__all__ = [
    "Back",
    "CellConflict",
    "Loaded",
    "RemarkFacts",
    "Removed",
    "accept_clean",
    "accept_report",
    "add_passage",
    "adjust",
    "begin_report",
    "entry_book",
    "extend",
    "fill_none",
    "is_intact",
    "load_workbook",
    "lock_round",
    "move",
    "open_arrival",
    "open_round",
    "open_word",
    "open_workbook",
    "place_passage",
    "print_report",
    "receive_word",
    "receive_workbook",
    "refresh_path",
    "remind",
    "remove_passage",
    "reorder",
    "restore_passage",
    "return_report",
    "rollup_all",
    "save_cells",
    "save_passage",
    "send",
    "shift_passage",
    "take_back",
    "take_passages",
    "untake",
    "word_copy",
    "write_remarks",
]
