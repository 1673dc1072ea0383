"""Any two drafts of a paper compared as a paper that came back from Word is compared with what was sent."""

from collections.abc import Sequence

from giaoban.documents.blocks import Block
from giaoban.documents.wordback import Comparison, Returned, compare
from giaoban.documents.wordback.returned import parts_of


def differ(earlier: Sequence[Block], later: Sequence[Block]) -> Comparison:
    """What the later draft changed; blocks with the same key are the same block.

    >>> from giaoban.documents.blocks import Paragraph
    >>> one = differ([Paragraph("Còn 19 chi bộ.", key="a")], [Paragraph("Còn 31 chi bộ.", key="a")])
    >>> [(mark.said, mark.text) for mark in one.changes[0].diff]
    [('same', 'Còn '), ('removed', '19 '), ('added', '31 '), ('same', 'chi bộ.')]
    """
    return compare(earlier, Returned(tuple(part.what for part in parts_of(later))))
