"""How the house says no: one exception with a sentence for the user, the rule behind it and its source.

A refusal is shown as it is (error summary of a form, or a page); nothing was written when it is raised,
because doors run in one transaction.
"""

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):
    """`message` names the thing, its state and the next possible move; `code` is stable for tests and logs.

    `field` names the form field at fault, `rule` the rule in words, `source` the instrument it comes from.
    """

    code: str
    message: str
    field: str = ""
    rule: str = ""
    source: str = ""

    def __str__(self) -> str:
        return str(self.message)


class Conflict(Refusal):
    """Somebody else changed the record meanwhile; both values are shown and nothing typed is lost."""


class Hidden(Exception):
    """Forbidden or unknown: both are answered by the same 404."""
