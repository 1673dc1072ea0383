"""How changes of a draft are told, who may issue what, and with what the first draft of a record begins."""

from datetime import date
from typing import Any

import pytest

from giaoban.core.refusals import Hidden
from giaoban.core.registries import PaperSource, PaperSubject, paper_sources
from giaoban.correspondence.queries import authoring, changes
from giaoban.correspondence.queries.heads import letterhead_of
from giaoban.correspondence.rules import Organ
from giaoban.correspondence.rules.organs import authority_of, organs_of
from giaoban.documents.blocks import Column, Heading, Paragraph, Run, Table
from giaoban.documents.differ import differ
from giaoban.documents.wordback import (
    AnyChange,
    Comparison,
    Deleted,
    FigureChange,
    Inserted,
    LostControl,
    Merged,
    Moved,
    Reshaped,
    RowDeleted,
    RowInserted,
    Split,
    TextChanged,
)
from giaoban.documents.wordback.words import Mark
from giaoban.organisations.models import Department
from tests.cast import Cast, sign_in
from tests.correspondence.common import at, soup
from tests.factories.correspondence import make_dossier, make_paper

HEAD = Heading("I- Kết quả")


@pytest.mark.parametrize(
    ("change", "title", "before", "after"),
    [
        (
            Split(old="Một. Hai.", parts=((Run("Một."),), (Run("Hai."),))),
            "Tách đoạn",
            "Một. Hai.",
            "Một. ¶ Hai.",
        ),
        (
            Merged(others=(1,), other_keys=("",), old=("Một.", "Hai."), new=(Run("Một. Hai."),)),
            "Gộp đoạn",
            "Một. ¶ Hai.",
            "Một. Hai.",
        ),
        (Inserted(text="Mới."), "Thêm đoạn", "", "Mới."),
        (Inserted(text="II- Mới", level=1), "Thêm mục", "", "II- Mới"),
        (Inserted(text="A", table=Table([Column("A")], [])), "Thêm bảng", "", "A"),
        (Deleted(text="Cũ."), "Bỏ đoạn", "Cũ.", ""),
        (
            Moved(blocks=(1,), keys=("",), behind=0, behind_key="", text="Đoạn."),
            "Chuyển chỗ",
            "Đoạn.",
            "Đoạn.",
        ),
        (RowInserted(row=0, cells=("Xã", "2")), "Thêm dòng của bảng", "", "Xã | 2"),
        (RowDeleted(row=0, cells=("Xã", "1")), "Bỏ dòng của bảng", "Xã | 1", ""),
        (Reshaped(old=(("A",),), new=(("A", "B"),)), "Đổi cột của bảng", "A", "A | B"),
        (TextChanged(part="caption", old="Cũ", new=(Run("Mới"),), diff=()), "Sửa tên bảng", "", ""),
        (TextChanged(part="source", old="Cũ", new=(Run("Mới"),), diff=()), "Sửa nguồn của bảng", "", ""),
    ],
)
def test_each_kind_of_change_is_told_in_words(change: AnyChange, title: str, before: str, after: str) -> None:
    (told,) = changes.shown(Comparison((change,)), [HEAD])
    said = ("".join(text for _said, text in told.before), "".join(text for _said, text in told.after))
    assert (told.title, *said) == (title, before, after)
    assert (told.figure, told.where) == (False, "")


def test_a_change_stands_under_its_heading_and_a_lost_figure_is_marked() -> None:
    figured = Paragraph(runs=(Run("Còn "), Run("19", figure="CELL"), Run(" chi bộ.")), key="p")
    found = differ([HEAD, figured], [HEAD, Paragraph("Không còn chi bộ nào.", key="p")])
    told = changes.shown(found, [HEAD, figured])
    assert {one.where for one in told} == {"I- Kết quả"}
    assert any(one.figure for one in told)


def test_a_figure_stands_in_its_words_and_blanks_are_not_marked() -> None:
    runs = (Run("Đến hết kỳ, " * 9), Run("19", figure="CELL"), Run(" chi bộ và nơi khác" * 6))
    sent = [HEAD, Paragraph(runs=runs, key="p")]
    (told,) = changes.shown(Comparison((FigureChange(at=1, figure="CELL", ours="19", theirs="31"),)), sent)
    assert [said for said, _text in told.before] == ["same", "removed", "same"]
    assert told.after[1] == ("added", "31")
    (left, right) = (told.after[0][1], told.after[2][1])
    assert (left[0], left[-1], right[:8], right[-1]) == ("…", " ", " chi bộ ", "…")
    alone = Paragraph(runs=(Run("19", figure="CELL"),), key="p")
    for nth, wanted in ((0, (("removed", "19"),)), (1, (("removed", "19"),))):
        change = FigureChange(at=0, figure="CELL", ours="19", theirs="31", nth=nth)
        assert changes.shown(Comparison((change,)), [alone])[0].before == wanted
    mark = Mark("added", "mới ")
    (said,) = changes.shown(Comparison((TextChanged(at=0, old="", new=(), diff=(mark,)),)), [HEAD])
    assert said.after == (("added", "mới"), ("same", " "))


def test_what_else_is_to_be_known_of_a_file() -> None:
    lost = (LostControl("p"), LostControl("MEM.NEW", figure=True))
    assert changes.notes(Comparison((), lost=lost, outside=("chữ lạ",), pictures=2)) == [
        "Số liệu mất gắn kết với hệ thống: MEM.NEW.",
        "1 đoạn mất dấu của hệ thống, được nhận ra theo lời văn.",
        "Chữ gõ vào phần đầu, phần cuối văn bản không được nhận: chữ lạ",
        "Tệp có 2 hình, không được nhận.",
    ]
    named = changes.notes(Comparison((), lost=lost), {"MEM.NEW": "Đảng viên mới kết nạp (người)"})
    assert named[0] == "Số liệu mất gắn kết với hệ thống: Đảng viên mới kết nạp (người)."
    assert changes.notes(Comparison((), lost=lost, stripped=True)) == [
        "Tệp không còn dấu của hệ thống; các đoạn được nhận ra theo lời văn."
    ]
    assert changes.notes(Comparison(())) == []


def test_who_issues_and_what_stands_over_the_signature() -> None:
    assert organs_of("grassroots_cell", advises=False) == (Organ.CELL, Organ.CONGRESS)
    assert organs_of("front", advises=False) == (Organ.HEAD,)
    assert authority_of("congress", "Chủ tịch") == "T/M ĐOÀN CHỦ TỊCH"
    assert authority_of("head", "") == ""
    assert authority_of("head", "Phó") == ""


# --- the first draft -------------------------------------------------------------------------------------


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A kind of record of which the tests hold the ids that may be read."""
    readable: list[int] = []

    def paper_of(_actor: Any, object_id: int) -> Any:
        if object_id not in readable:
            raise Hidden("record")
        return make_paper("Báo cáo của hồ sơ", "Nội dung lấy từ hồ sơ gốc.")

    def subject_of(_actor: Any, _object_id: int) -> PaperSubject:
        return PaperSubject(1, "Báo cáo", "/bao-cao/")

    entry = PaperSource("tests.record", "Hồ sơ thử", paper_of, subject_of)
    monkeypatch.setitem(paper_sources._entries, entry.code, entry)
    return readable


def test_the_first_draft_of_a_record_is_its_paper(cast: Cast, source: list[int]) -> None:
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), drafted=False, subject_kind="tests.record", subject_id=7, template="plan"
    )
    begun = authoring.first_paper(cast.officer, dossier)
    assert begun.blocks  # the record is not for this reader: the outline of the template instead
    source.append(7)
    paper = authoring.first_paper(cast.officer, dossier)
    assert [block.text for block in paper.blocks if isinstance(block, Paragraph)] == [
        "Nội dung lấy từ hồ sơ gốc."
    ]
    assert paper.about == dossier.about


def test_a_committee_under_the_centre_stands_alone_in_its_head(cast: Cast) -> None:
    day = date(2019, 9, 16)
    heads = {
        code: (head.superior, head.issuer)
        for code in ("tu-thai-binh", "btctw", "hu-dong-hung", "tw")
        for head in (letterhead_of(cast.unit(code).pk, day),)
    }
    assert heads == {
        "tu-thai-binh": ("", "Tỉnh ủy Thái Bình"),
        "btctw": ("Ban Chấp hành Trung ương Đảng", "Ban Tổ chức Trung ương"),
        "hu-dong-hung": ("Tỉnh ủy Thái Bình", "Huyện ủy Đông Hưng"),
        "tw": ("", "Ban Chấp hành Trung ương Đảng"),
    }


def test_the_form_asks_for_a_department_where_there_is_one(cast: Cast) -> None:
    browser = sign_in(cast.officer)
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    assert soup(browser.get(at(dossier, "sua"))).select_one("[name=department]") is None
    Department.objects.create(unit=cast.unit("btc-thai-binh"), name="Phòng Tổ chức", starts=date(2016, 1, 1))
    options = soup(browser.get(at(dossier, "sua"))).select("[name=department] option")
    assert [one.get_text() for one in options] == ["Chưa chọn", "Phòng Tổ chức"]
