"""Files of a document: read by whoever sees the document, added by who may write in its register.

A stub of a secret paper holds no file.
"""

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.directives import queries
from giaoban.directives.models import Document

KIND = "directives.document"


def may_read(actor: Actor, document_id: int) -> bool:
    return _seen(actor, document_id) is not None


def may_add(actor: Actor, document_id: int) -> bool:
    document = _seen(actor, document_id)
    if document is None or document.stub:
        return False
    return queries.may_register(actor, document.registered_in_id)


def _seen(actor: Actor, document_id: int) -> Document | None:
    try:
        return queries.get_document(actor, document_id)
    except Hidden:
        return None


file_guards.add(FileGuard(KIND, may_read, may_add))
