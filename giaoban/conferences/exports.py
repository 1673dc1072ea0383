"""The papers of a conference: giấy mời, kịch bản with lời dẫn, biên bản, kết luận or thông báo kết luận.

In the host's own Word template where it has one. Papers of the unit speak Vietnamese in both languages, and
tell of speeches which point and what about, never what was said.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from giaoban.conferences.models import Conclusion, Conference, ConnectionPoint
from giaoban.conferences.queries import live
from giaoban.conferences.queries.conclusions import register_of
from giaoban.conferences.queries.papers import post_of, superior_and_issuer, town_of
from giaoban.conferences.rules import ItemKind, SpeechState
from giaoban.core.dates import ZONE, now, vi
from giaoban.core.numbers import vi_number
from giaoban.correspondence.papers import Head, template
from giaoban.correspondence.queries import open_symbol
from giaoban.correspondence.services import Written
from giaoban.documents.blocks import Signature

# Of which record a paper is: the host's own papers, one point's letter, the conclusion that was issued.
OWN, LETTER, ISSUED = "conferences.papers", "conferences.letter", "conferences.issued"
# What who leads says before an item; {who} presents it, {title} is its name.
LEADS = {
    ItemKind.OPENING: "Kính mời {who} khai mạc hội nghị.",
    ItemKind.REPORT: "Kính mời {who} trình bày: {title}.",
    ItemKind.GROUNDING: "Kính mời {who} quán triệt: {title}.",
    ItemKind.SPEECH: "Mời {who} phát biểu tham luận: {title}.",
    ItemKind.DISCUSSION: "Mời các điểm cầu trao đổi; các phòng chuyên môn chuẩn bị giải đáp.",
    ItemKind.AWARD: "Mời {who} công bố quyết định khen thưởng; kính mời chủ trì trao.",
    ItemKind.DIRECTION: "Kính mời {who} phát biểu chỉ đạo.",
    ItemKind.CONCLUSION: "Kính mời {who} kết luận hội nghị.",
    ItemKind.BREAK: "Hội nghị nghỉ giải lao, bắt đầu lại đúng giờ ghi ở mục sau.",
    ItemKind.CLOSING: "Kính mời {who} bế mạc hội nghị.",
}


def conclusion_paper(conference: Conference, conclusion: Conclusion, *, number: str = "") -> Written:
    """The draft to be signed, or the wording as issued: a kết luận, or a thông báo where it was one. A draft
    has the symbol of its number to come, which is asked for, unless `number` says what stands there."""
    document = conclusion.document
    rows = [{"number": one.number, "text": one.text} for one in conclusion.paragraphs.all()]
    opening = conclusion.opening or "Hội nghị thống nhất kết luận như sau:"
    values: dict[str, Any] = {"opening": opening, "paragraphs": rows or [{"number": "1", "text": "……"}]}
    code = "conclusion"
    if document is not None and document.type == "TB":
        code = "conclusion_notice"
        values |= {"chair_words": conference.chair_post or "chủ trì", "meeting": conference.title}
    else:
        values["subject"] = conclusion.title.removeprefix("Kết luận").strip() or conclusion.title
    return _written(
        conference,
        code,
        values,
        kind=OWN if document is None else ISSUED,
        number=document.symbol if document is not None else number,
        day=document.issued_on if document is not None else None,
        created=conclusion.issued_at,
        mark="" if document is not None else "Dự thảo",
    )


def invitation_paper(
    conference: Conference, point: ConnectionPoint, number: str, text: str, sent: datetime
) -> Written:
    """To one point, as it was sent."""
    begins = conference.starts_at.astimezone(ZONE)
    title = conference.title
    values = {
        "subject": f"dự {title[:1].lower()}{title[1:]}",
        "to": point.name,
        "meeting": title,
        "chair": _chair(conference),
        "who": "Đại biểu theo danh sách đơn vị đăng ký",
        "when_text": f"{begins:%H giờ %M}, ngày {vi(begins.date())}",
        "where": conference.place or "tại điểm cầu của từng đơn vị",
        "notes": text,
    }
    day = sent.astimezone(ZONE).date()
    return _written(
        conference,
        "invitation",
        values,
        kind=LETTER,
        object_id=point.pk,
        number=number,
        day=day,
        created=sent,
    )


def script_paper(conference: Conference) -> Written:
    """Every item with its planned time and what is said to lead to it."""
    begins = conference.starts_at.astimezone(ZONE)
    rows = [
        {
            "at": f"{row.planned:%H:%M}",
            "minutes": row.item.minutes,
            "content": row.item.title,
            "who": row.item.presenter,
            "words": _lead(conference, row.item.kind, row.item.title, row.item.presenter),
        }
        for row in live.agenda_of(conference).rows
    ]
    values = {
        "meeting": conference.title,
        "when_text": f"{begins:%H giờ %M}, ngày {vi(begins.date())}",
        "where": conference.place or "tại điểm cầu của từng đơn vị",
        "chair": _chair(conference),
        "items": rows or [{"content": "Chưa có mục nào trong chương trình"}],
        "preparing": "Trước giờ khai mạc 30 phút kiểm tra đường truyền tới các điểm cầu, điểm danh đại biểu",
    }
    return _written(conference, "script", values, day=None)


def minutes_paper(conference: Conference) -> Written:
    """What took place, from the agenda and the counts of the points; of speeches the point and the topic."""
    wall = live.wall_of(conference)
    values = {
        "meeting": conference.title,
        "opened": _moment(conference.opened_at or conference.starts_at),
        "closed": _moment(conference.closed_at),
        "where": conference.place or "các điểm cầu",
        "attendance": (
            f"{vi_number(wall.counts.points)} điểm cầu; triệu tập {vi_number(wall.heads.convened)} đại biểu, "
            f"có mặt {vi_number(wall.heads.present)} đại biểu"
        ),
        "chair": conference.chair or "……",
        "recorder": conference.recorder or "……",
        "items": _took_place(conference) or [{"title": "Diễn biến", "text": "……"}],
        "conclusions": _concluded(conference),
    }
    return _written(conference, "minutes", values, day=conference.day)


def _took_place(conference: Conference) -> list[dict[str, str]]:
    done = conference.speeches.filter(state=SpeechState.DONE).select_related("point").order_by("started_at")
    speeches = [f"Điểm cầu {one.point.name}: {one.topic}." for one in done]
    rows = []
    for item in conference.items.all():
        if item.kind == ItemKind.BREAK:
            continue
        told = [f"{item.presenter} trình bày."] if item.presenter else []
        if item.kind == ItemKind.SPEECH:
            told += speeches
        if item.count:
            told.append(f"{vi_number(item.count)} {item.counting_unit}.")
        rows.append({"title": item.title, "text": "\n".join(told) or "Đã thực hiện theo chương trình."})
    return rows


def _concluded(conference: Conference) -> str:
    conclusion = Conclusion.objects.filter(conference=conference).select_related("document").first()
    if conclusion is None:
        return "Chủ trì kết luận hội nghị; văn bản kết luận ban hành riêng"
    if conclusion.document is not None:
        return f"Theo {conclusion.document.label}"
    return "\n".join(f"{one.number}. {one.text}" for one in conclusion.paragraphs.all()) or "……"


def _lead(conference: Conference, kind: str, title: str, presenter: str) -> str:
    who = presenter or conference.chair_post or "chủ trì hội nghị"
    return LEADS[ItemKind(kind)].format(who=who, title=title)


def _chair(conference: Conference) -> str:
    return ", ".join(part for part in (conference.chair, conference.chair_post) if part) or "……"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return "…… giờ ……"
    local = moment.astimezone(ZONE)
    return f"{local:%H giờ %M}, ngày {vi(local.date())}"


def _written(
    conference: Conference,
    code: str,
    values: Mapping[str, Any],
    *,
    kind: str = OWN,
    object_id: int | None = None,
    number: str = "",
    day: date | None,
    created: datetime | None = None,
    mark: str = "",
) -> Written:
    superior, issuer = superior_and_issuer(conference)
    head = Head(
        superior=superior,
        issuer=issuer,
        number=number or _number_to_come(conference, code),
        place=town_of(conference),
        day=day,
        created=created or now(),
        signature=Signature("", post_of(conference), conference.chair),
        mark=mark,
    )
    return Written(kind, object_id or conference.pk, register_of(conference), code, values, head)


def _number_to_come(conference: Conference, code: str) -> str:
    """Room and the symbol of a paper that gets a number; nothing for one that no book counts."""
    kind = template(code).type
    return open_symbol(register_of(conference), kind) if kind else ""
