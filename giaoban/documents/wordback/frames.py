"""Head, title and foot of a paper as its Word file shows them, so that they are not taken for its body."""

from dataclasses import replace

from giaoban.documents import docx
from giaoban.documents.blocks import Paper, Paragraph
from giaoban.documents.wordback.matching import Frame
from giaoban.documents.wordback.returned import Line, Returned, read

BODY = "⁂ ⁂ ⁂"  # stands for the body; no paper says this


def frame_of(paper: Paper) -> Frame:
    return frame_in(read(docx.render(replace(paper, blocks=(Paragraph(BODY),)))))


def frame_in(shown: Returned) -> Frame:
    """The frame of a file whose body is the one line BODY, as a template of one's own may be filled."""
    here = next(n for n, one in enumerate(shown.blocks) if isinstance(one, Line) and one.text == BODY)
    return Frame(shown.blocks[:here], shown.blocks[here + 1 :])
