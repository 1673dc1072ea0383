"""What correspondence tells rooms above it, inside the act's transaction.

"correspondence.issued": kind and object_id of the record that the paper is of (empty and None: of none),
issue_id, symbol, on.

"correspondence.remarked", when a bút phê asks for a task: actor, remark_id, arrival_id, unit_id, number,
year, label, url, text, department, due, document_id, secrecy. Who makes the task
answers with `services.keep_task`.
"""

from giaoban.core.registries import Announcement, announcements

ISSUED = announcements.add(Announcement("correspondence.issued"))
REMARKED = announcements.add(Announcement("correspondence.remarked"))
