"""Doors of accounts: who exists, what they may do, how they get in, who is in charge of what."""

from giaoban.accounts.services.activations import (
    Slip,
    activate,
    issue_slips,
    open_account,
    reset_password,
    slips_of,
)
from giaoban.accounts.services.children import NewAccount, create_children_accounts, preview_children_accounts
from giaoban.accounts.services.grants import end_grant, give_grant
from giaoban.accounts.services.responsibilities import assign_responsibility, end_responsibility
from giaoban.accounts.services.users import (
    create_user,
    deactivate_user,
    end_own_session,
    end_own_sessions,
    reactivate_user,
    update_user,
)

__all__ = [
    "NewAccount",
    "Slip",
    "activate",
    "assign_responsibility",
    "create_children_accounts",
    "create_user",
    "deactivate_user",
    "end_grant",
    "end_own_session",
    "end_own_sessions",
    "end_responsibility",
    "give_grant",
    "issue_slips",
    "open_account",
    "preview_children_accounts",
    "reactivate_user",
    "reset_password",
    "slips_of",
    "update_user",
]
