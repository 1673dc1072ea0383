"""Pages of documents: the register, one document, what is written."""

from giaoban.directives.views.dissemination import (
    disseminate,
    dissemination,
    dissemination_xlsx,
    disseminations,
)
from giaoban.directives.views.document import document, panel
from giaoban.directives.views.lists import pick, register
from giaoban.directives.views.related import (
    document_address,
    file_add,
    file_remove,
    relation_add,
    relation_remove,
)
from giaoban.directives.views.writing import document_add, document_correct, recognise

__all__ = [
    "disseminate",
    "dissemination",
    "dissemination_xlsx",
    "disseminations",
    "document",
    "document_add",
    "document_address",
    "document_correct",
    "file_add",
    "file_remove",
    "panel",
    "pick",
    "recognise",
    "register",
    "relation_add",
    "relation_remove",
]
