"""The papers of a conference in Word and PDF: what stands in them and who may take them away."""

import io
from datetime import date

import docx
import pypdfium2
import pytest

from giaoban.accounts.rules import Role
from giaoban.conferences import services
from giaoban.conferences.rules import IssueFacts
from giaoban.correspondence.models import UnitTemplate
from giaoban.correspondence.papers import own, template
from giaoban.correspondence.queries.templates import sample_head
from giaoban.correspondence.services import keep_template
from giaoban.documents.breaking import NBSP
from tests.cast import sign_in
from tests.conferences.test_conclusion import drafted  # noqa: F401  the fixture
from tests.factories.accounts import make_grant
from tests.factories.conferences import SYSTEM, closed, invited, make_speech, move, opened


def words(answer) -> list[str]:
    """Every paragraph of the file, those of tables included."""
    assert answer.status_code == 200, answer.status_code
    document = docx.Document(io.BytesIO(answer.content))
    found = (one.text for one in document.element.body.iter() if one.tag.endswith("}p") and one.text)
    return [one.replace(NBSP, " ") for one in found]


def pages(answer) -> str:
    document = pypdfium2.PdfDocument(answer.content)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_the_script_leads_from_item_to_item_for_the_host_only(room):
    browser = sign_in(room.secretary)
    said = words(browser.get(f"{room.at}kich-ban.docx"))
    assert said[said.index("Khai mạc hội nghị") - 2 : said.index("Khai mạc hội nghị")] == ["14:00", "5"]
    assert "Kính mời chủ trì hội nghị trình bày: Báo cáo kết quả 9 tháng." in said
    assert "Báo cáo kết quả 9 tháng" in pages(browser.get(f"{room.at}kich-ban.pdf"))
    assert sign_in(room.officer).get(f"{room.there}kich-ban.docx").status_code == 404
    assert browser.get(f"{room.at}kich-ban.odt").status_code == 404


def test_the_invitation_is_for_the_host_and_the_unit_invited(room):
    path = f"giay-moi/{room.point.pk}/giay-moi"
    browser = sign_in(room.officer)
    assert browser.get(f"{room.there}{path}.docx").status_code == 404  # not sent yet
    invited(room.conference)
    said = words(browser.get(f"{room.there}{path}.docx"))
    assert "Số 512-GM/BTCTU" in said
    assert "Thời gian: 14 giờ 00, ngày 16/9/2019." in said
    assert room.point.name in " ".join(said)
    assert "512-GM/BTCTU" in pages(sign_in(room.secretary).get(f"{room.at}{path}.pdf"))
    hosting = room.conference.points.get(host=True).pk
    assert browser.get(f"{room.there}giay-moi/{hosting}/giay-moi.docx").status_code == 404


def test_minutes_tell_points_and_topics_and_nothing_that_was_said(room):
    opened(room.conference)
    speech = make_speech(room.conference, room.district, speaker="Nguyễn Thị Hoàng Uyên Phương")
    move(speech, "select", "call", "finish")
    browser = sign_in(room.secretary)
    assert browser.get(f"{room.at}bien-ban.docx").status_code == 404  # still going on
    services.move_conference(actor=SYSTEM, conference_id=room.conference.pk, move="close")
    said = words(browser.get(f"{room.at}bien-ban.docx"))
    assert f"Điểm cầu {room.point.name}: Nâng cao chất lượng sinh hoạt chi bộ." in said
    assert "Phương" not in " ".join(said)
    assert said[-4:-2] == ["NGƯỜI GHI BIÊN BẢN", "……"]
    assert "Khai mạc" in pages(browser.get(f"{room.at}bien-ban.pdf"))
    assert sign_in(room.officer).get(f"{room.there}bien-ban.docx").status_code == 404


@pytest.mark.parametrize(("type_", "head"), [("KL", "KẾT LUẬN"), ("TB", "THÔNG BÁO")])
def test_what_was_issued_is_printed_as_it_was_issued(drafted, type_: str, head: str):  # noqa: F811
    services.issue_conclusion(
        actor=SYSTEM,
        conference_id=drafted.conference.pk,
        facts=IssueFacts(type_, f"7-{type_}/BTCTU", date(2019, 9, 16)),
        version=drafted.conference.conclusion.version,
    )
    browser = sign_in(drafted.officer)
    said = words(browser.get(f"{drafted.there}ket-luan.docx"))
    below = said[said.index(head) + 1]
    assert not (type_ == "KL" and below.startswith("Kết luận"))
    assert "Dự thảo" not in said
    assert [one for one in said if one.startswith("1.2.")] == ["1.2. Cán bộ"]
    printed = pages(browser.get(f"{drafted.there}ket-luan.pdf"))
    assert f"Số 7-{type_}/BTCTU" in printed
    assert "1.2. Cán bộ" in printed


def code_of(answer) -> str:
    footer = docx.Document(io.BytesIO(answer.content)).sections[0].first_page_footer
    return footer.paragraphs[0].text.removeprefix("Mã đối chiếu: ")


def opens(user, code: str) -> bool:
    return sign_in(user).get(f"/doi-chieu/{code}/").status_code == 200


def test_the_code_at_the_foot_opens_that_very_version_for_who_may_read_it(room):
    path = f"{room.at}kich-ban.docx"
    browser = sign_in(room.secretary)
    code = code_of(browser.get(path))
    assert code_of(browser.get(path)) == code
    room.conference.items.update(title="Nội dung khác")
    assert code_of(browser.get(path)) != code
    assert "Khai mạc hội nghị" in pages(browser.get(f"/doi-chieu/{code}/tai.pdf"))
    assert opens(room.secretary, code)
    assert not opens(room.officer, code)
    invited(room.conference)
    letter = code_of(browser.get(f"{room.at}giay-moi/{room.point.pk}/giay-moi.docx"))
    stranger = room.cast.other_officer
    make_grant(stranger, Role.CLERK, room.cast.unit("btc-hung-yen"))
    assert [opens(who, letter) for who in (room.secretary, room.officer, stranger)] == [True, True, False]


def test_an_issued_conclusion_opens_for_everybody_it_was_held_with(drafted):  # noqa: F811
    draft = code_of(sign_in(drafted.secretary).get(f"{drafted.at}ket-luan.docx"))
    assert not opens(drafted.officer, draft)
    services.issue_conclusion(
        actor=SYSTEM,
        conference_id=drafted.conference.pk,
        facts=IssueFacts("KL", "7-KL/BTCTU", date(2019, 9, 16)),
        version=drafted.conference.conclusion.version,
    )
    issued = code_of(sign_in(drafted.officer).get(f"{drafted.there}ket-luan.docx"))
    assert opens(drafted.officer, issued)
    assert not opens(drafted.cast.other_officer, issued)


def test_the_host_prints_in_its_own_word_template(room):
    found = template("script")
    begun = own.starter(found, sample_head("", "Ban Tổ chức", date(2019, 9, 16)))
    marked = docx.Document(io.BytesIO(begun))
    marked.add_paragraph("Bản dùng riêng của đơn vị")
    out = io.BytesIO()
    marked.save(out)
    out.seek(0)
    keep_template(actor=SYSTEM, unit_id=room.commission.pk, code="script", source=out, name="mau.docx")
    assert UnitTemplate.objects.get().number == 1
    browser = sign_in(room.secretary)
    assert words(browser.get(f"{room.at}kich-ban.docx"))[-1] == "Bản dùng riêng của đơn vị"
    closed(room.conference)
    assert "Bản dùng riêng của đơn vị" not in words(browser.get(f"{room.at}bien-ban.docx"))
