"""What is looked at before a paper is signed: layout, citations in force, secrecy, recipients, authority."""

from giaoban.core.actors import Actor
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.rules import Finding


def before_issue(actor: Actor, dossier: Dossier) -> tuple[Finding, ...]:
    """Every finding, those that stop first; without one the paper may be issued."""
    return ()
