"""What correspondence tells rooms above it, inside the act's transaction.

"correspondence.issued": kind and object_id of the record that the paper is of (empty and None: of none),
issue_id, symbol, on.
"""

from giaoban.core.registries import Announcement, announcements

ISSUED = announcements.add(Announcement("correspondence.issued"))
