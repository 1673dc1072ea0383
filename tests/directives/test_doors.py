"""The doors of the register: what they write, and what they refuse beside it."""

from giaoban.directives import queries, services
from giaoban.directives.models import Document


def test_a_document_is_read_from_its_symbol_and_entered_for_the_committee(room, facts):
    written = services.register_document(actor=room.clerk, registered_in=room.committee.pk, facts=facts)
    document = Document.objects.get()
    assert document == written
    assert (document.type, document.number, document.symbol) == ("CTr", 12, "12-CTr/TU")
    assert (document.unit, document.term) == (room.committee, "2015-2020")
    assert list(queries.visible_to(room.cast.head)) == [document]
    assert list(queries.visible_to(room.elsewhere)) == []
