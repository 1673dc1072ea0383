"""Files of a document: read by whoever sees the document, added by who may write in its register.

A stub of a secret paper holds no file.
"""

from giaoban.core.actors import Actor
from giaoban.core.refusals import Hidden
from giaoban.core.registries import FileGuard, file_guards
from giaoban.directives import queries

KIND = "directives.document"


def may_read(actor: Actor, document_id: int) -> bool:
    return queries.visible_to(actor).filter(pk=document_id).exists()


def may_add(actor: Actor, document_id: int) -> bool:
    try:
        document = queries.get_document(actor, document_id)
    except Hidden:
        return False
    return not document.stub and queries.may_register(actor, document.registered_in_id)


file_guards.add(FileGuard(KIND, may_read, may_add))
