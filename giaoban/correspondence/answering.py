"""The reply that was issued settles the paper that it answers."""

from giaoban.correspondence.announcements import ISSUED
from giaoban.correspondence.services.remarks import settled_by_reply

ISSUED.listeners.append(settled_by_reply)
