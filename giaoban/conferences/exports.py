"""The conclusion as a Word paper in the Party's layout: the draft to be signed, or the wording as issued."""

from datetime import date

from django.utils.translation import override

from giaoban.conferences.models import Conclusion, Conference
from giaoban.conferences.queries.papers import post_of, superior_and_issuer, town_of
from giaoban.core.dates import now
from giaoban.documents import docx
from giaoban.documents.blocks import Letterhead, Paper, Paragraph, Signature

RECEIVERS = ("Các đơn vị có điểm cầu", "Lưu Văn phòng")


def conclusion_docx(conference: Conference, conclusion: Conclusion) -> bytes:
    """In Vietnamese whatever the reader's language: it is a paper of the unit."""
    document = conclusion.document
    superior, issuer = superior_and_issuer(conference)
    day: date | None = document.issued_on if document is not None else None
    opening = [Paragraph(part) for part in conclusion.opening.splitlines() if part.strip()]
    numbered = [Paragraph(f"{one.number}. {one.text}") for one in conclusion.paragraphs.all()]
    with override("vi"):
        return docx.render(
            Paper(
                letterhead=Letterhead(superior, issuer),
                number=document.symbol if document is not None else "……-KL/……",
                place=town_of(conference),
                day=day,
                type_name="Thông báo" if document is not None and document.type == "TB" else "Kết luận",
                about=conclusion.title,
                created=conclusion.issued_at or now(),
                blocks=(*opening, *numbered),
                signature=Signature("", post_of(conference), conference.chair),
                receivers=RECEIVERS,
                title=conclusion.title,
                mark="" if document is not None else "Dự thảo",
            )
        )
