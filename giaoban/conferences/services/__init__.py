"""Writing conferences: one door for each change. Every door locks the conference's row first, so that its
events are numbered without gaps and two people who act at once act one after the other.
"""

from giaoban.conferences.rules import (
    ConferenceFacts,
    IssueFacts,
    ItemFacts,
    ParagraphPlan,
    PointFacts,
    SpeechFacts,
)
from giaoban.conferences.services.agenda import (
    add_item,
    change_item,
    end_item,
    move_item,
    remove_item,
    start_item,
)
from giaoban.conferences.services.attendance import (
    add_delegate,
    answer_invitation,
    change_delegate,
    mark_present,
    remove_delegate,
    set_heads,
)
from giaoban.conferences.services.conclusions import (
    add_paragraph,
    change_paragraph,
    default_title,
    issue_conclusion,
    move_paragraph,
    remove_paragraph,
    save_heading,
)
from giaoban.conferences.services.conferences import (
    change_conference,
    create_conference,
    move_conference,
)
from giaoban.conferences.services.held import record_held_conference
from giaoban.conferences.services.points import (
    add_point,
    change_point,
    check_point,
    invite,
    remove_point,
    report_line,
)
from giaoban.conferences.services.speeches import (
    change_speech,
    move_speech,
    register_speech,
    reorder_speech,
)
from giaoban.conferences.services.tasks import assign_tasks, plan_tasks
from giaoban.conferences.services.wording import give_draft, take_draft, take_words

__all__ = [
    "ConferenceFacts",
    "IssueFacts",
    "ItemFacts",
    "ParagraphPlan",
    "PointFacts",
    "SpeechFacts",
    "add_delegate",
    "add_item",
    "add_paragraph",
    "add_point",
    "answer_invitation",
    "assign_tasks",
    "change_conference",
    "change_delegate",
    "change_item",
    "change_paragraph",
    "change_point",
    "change_speech",
    "check_point",
    "create_conference",
    "default_title",
    "end_item",
    "give_draft",
    "invite",
    "issue_conclusion",
    "mark_present",
    "move_conference",
    "move_item",
    "move_paragraph",
    "move_speech",
    "plan_tasks",
    "record_held_conference",
    "register_speech",
    "remove_delegate",
    "remove_item",
    "remove_paragraph",
    "remove_point",
    "reorder_speech",
    "report_line",
    "save_heading",
    "set_heads",
    "start_item",
    "take_draft",
    "take_words",
]
