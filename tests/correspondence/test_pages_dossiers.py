"""The register, opening and correcting a dossier, its page, and the road forward and back, by HTTP."""

from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from giaoban.correspondence.models import Dossier
from giaoban.correspondence.rules import State
from tests.cast import Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, at, buttons, make_round, post, soup, summary, words
from tests.factories.correspondence import make_dossier, make_draft, make_issue

LIST = f"{HERE}ho-so-trinh/"
OPEN = f"{LIST}mo/"
TYPED = {
    "template": "",
    "type": "KH",
    "about": "sắp xếp tổ chức bộ máy năm 2019",
    "due": "30/9/2019",
    "field": "",
    "authority": "",
    "post": "Phó Bí thư",
    "signer": "Nguyễn Văn Tám",
    "place": "Thái Bình",
    "addressee": "",
    "recipients": "Huyện ủy Đông Hưng\ndu-an-hoa",
    "receivers": "Ban Thường vụ Tỉnh ủy\n\nLưu Văn phòng",
    "urgency": "",
}


def typed(cast: Cast, **other: Any) -> dict[str, Any]:
    commission, province = cast.unit("btc-thai-binh").pk, cast.unit("tu-thai-binh").pk
    return {**TYPED, "unit": commission, "level": f"{province}.standing_board", **other}


def rows(response: Any) -> list[list[str]]:
    found = soup(response).select("table.rows tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")] for row in found]


# --- the register ----------------------------------------------------------------------------------------


def test_an_empty_register_says_what_to_do_next(cast: Cast) -> None:
    page = sign_in(cast.officer).get(LIST)
    assert "Chưa có hồ sơ trình nào" in words(page)
    assert soup(page).select_one(".empty a")["href"] == OPEN  # type: ignore[index]
    assert "Chưa có dự thảo nào gửi đến lấy ý kiến" in words(sign_in(cast.officer).get(LIST + "?viec=gop-y"))
    assert "Chưa có hồ sơ nào trình đến" in words(sign_in(cast.officer).get(LIST + "?viec=ban-hanh"))


def test_the_register_shows_where_each_paper_stands(cast: Cast) -> None:
    commission, province = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    late = make_dossier(commission, about="việc gấp", due=date(2019, 9, 10))
    make_draft(late)
    make_dossier(
        commission,
        issuer=province,
        organ="standing_board",
        state="with_standing_board",
        about="việc của tỉnh",
    )
    make_dossier(cast.unit("btc-hung-yen"), about="việc tỉnh bạn")
    browser = sign_in(cast.officer)
    assert rows(browser.get(LIST)) == [
        [
            "Việc gấp Kế hoạch",
            "Thủ trưởng cơ quan Ban Tổ chức Tỉnh ủy Thái Bình",
            "◐ đang soạn thảo từ 02/9/2019",
            "10/9/2019 ▲ quá hạn",
            "lần 2",
        ],
        [
            "Việc của tỉnh Kế hoạch",
            "Ban Thường vụ Tỉnh ủy Thái Bình",
            "◔ trình Ban Thường vụ từ 09/9/2019",
            "không thời hạn",
            "lần 1",
        ],
    ]
    to_decide = rows(sign_in(cast.head).get(LIST + "?viec=ban-hanh"))
    assert [row[0] for row in to_decide] == ["Việc của tỉnh Kế hoạch"]


def test_the_register_is_narrowed_by_words_state_type_and_lateness(cast: Cast) -> None:
    commission = cast.unit("btc-thai-binh")
    make_dossier(commission, about="đào tạo cán bộ", due=date(2019, 9, 10))
    make_dossier(commission, about="bồi dưỡng đảng viên", type="TTr", state="issued")
    make_dossier(commission, about="năm ngoái", state="issued", opened_on=date(2018, 5, 2))
    browser = sign_in(cast.officer)

    def names(query: str) -> list[str]:
        return [row[0].rsplit(" ", 2)[0] for row in rows(browser.get(f"{LIST}?viec=tham-muu&{query}"))]

    assert names("tim=dao+tao") == ["Đào tạo cán bộ"]
    assert names("trang-thai=issued&the-loai=TTr") == ["Bồi dưỡng đảng viên"]
    assert names("trang-thai=chua-xong") == ["Đào tạo cán bộ"]
    assert names("qua-han=on") == ["Đào tạo cán bộ"]
    assert len(names("tat-ca=on")) == 3
    assert "Không có dòng nào khớp bộ lọc" in words(browser.get(f"{LIST}?viec=tham-muu&tim=khong-co"))


def test_the_tab_of_what_one_is_asked(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa", due=date(2019, 9, 10))
    page = sign_in(cast.commune_officer).get(f"{COMMUNE}ho-so-trinh/")
    assert rows(page) == [
        [
            "Kế hoạch sắp xếp tổ chức bộ máy năm 2019 Kế hoạch",
            "Ban Tổ chức Tỉnh ủy Thái Bình",
            "lần 1",
            "10/9/2019 ▲ quá hạn",
            "○ chưa trả lời",
        ]
    ]
    assert soup(page).select_one("table.rows a")["href"] == f"{COMMUNE}gop-y/{opinion.pk}/"  # type: ignore[index]
    nav = [a.get_text(" ", strip=True) for a in soup(page).select("nav.nav a") if "Hồ sơ trình" in a.text]
    assert nav == ["Hồ sơ trình 1 ▲ quá hạn"]
    browser = sign_in(cast.commune_officer)
    for query in ("trang-thai=chua-xong", "qua-han=on", "tim=sap+xep"):
        assert len(rows(browser.get(f"{COMMUNE}ho-so-trinh/?viec=gop-y&{query}"))) == 1


@pytest.mark.parametrize("side", ["tham-muu", "gop-y"])
def test_the_register_as_a_workbook(cast: Cast, side: str, tmp_path: Any) -> None:
    make_round(cast, "btc-thai-binh")
    answer = sign_in(cast.officer).get(f"{HERE}ho-so-trinh.xlsx?viec={side}")
    assert answer.status_code == 200
    file = tmp_path / "a.xlsx"
    file.write_bytes(answer.content)
    sheet = load_workbook(file).worksheets[0]
    assert any("sắp xếp" in str(cell.value) for row in sheet.iter_rows() for cell in row)


# --- opening and correcting ------------------------------------------------------------------------------


def test_a_dossier_is_opened_and_its_draft_begun(cast: Cast) -> None:
    answer = post(sign_in(cast.officer), OPEN, **typed(cast))
    made = Dossier.objects.get()
    assert answer["Location"] == at(made, "soan")
    facts = (made.issuer.code, made.organ, made.type, made.due, made.period)
    assert facts == ("tu-thai-binh", "standing_board", "KH", date(2019, 9, 30), "2019-t09-9t")
    assert (made.authority, made.post) == ("T/M BAN THƯỜNG VỤ", "Phó Bí thư")
    assert made.receivers == ["Ban Thường vụ Tỉnh ủy", "Lưu Văn phòng"]
    assert set(made.recipients.values_list("code", flat=True)) == {"hu-dong-hung", "du-an-hoa"}
    begun = sign_in(cast.officer).get(at(made, "soan"))
    assert soup(begun).select_one("h1").get_text() == "Soạn dự thảo lần 1"  # type: ignore[union-attr]


def test_the_type_follows_the_template(cast: Cast) -> None:
    answer = post(sign_in(cast.officer), OPEN, **typed(cast, type="", template="plan"))
    assert answer.status_code == 302
    made = Dossier.objects.get()
    assert (made.type, made.template) == ("KH", "plan")
    text = soup(sign_in(cast.officer).get(at(made, "soan"))).select_one("[name=text]")
    assert text is not None
    assert "……" in text.get_text()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"about": ""}, "Điền “Trích yếu nội dung”"),
        ({"type": ""}, "Chọn thể loại, hoặc chọn mẫu văn bản."),
        ({"recipients": "Xã Không Có"}, "không tìm thấy đơn vị"),
        ({"due": "31/2/2019"}, "Không có ngày"),
        ({"level": "1.head"}, "Cấp ban hành"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, other: dict[str, str], said: str) -> None:
    answer = post(sign_in(cast.officer), OPEN, **typed(cast, **other))
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'value="Nguyễn Văn Tám"' in answer.content.decode()
    assert Dossier.objects.count() == 0


def test_a_dossier_is_corrected_while_its_body_has_it(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), recipients=[cast.unit("du-an-hoa")])
    browser = sign_in(cast.officer)
    page = soup(browser.get(at(dossier, "sua")))
    assert page.select_one("[name=recipients]").get_text().strip() == "Đảng ủy xã An Hòa"  # type: ignore[union-attr]
    sent = {
        **TYPED,
        "level": f"{dossier.issuer_id}.head",
        "version": dossier.version,
        "post": "Phó Trưởng Ban",
    }
    assert post(browser, at(dossier, "sua"), **sent)["Location"] == at(dossier)
    dossier.refresh_from_db()
    assert (dossier.about, dossier.authority) == ("sắp xếp tổ chức bộ máy năm 2019", "K/T TRƯỞNG BAN")
    stale = post(browser, at(dossier, "sua"), **{**sent, "signer": "Người Khác"})
    assert stale.status_code == 409
    assert "Người Khác" in stale.content.decode()
    Dossier.objects.filter(pk=dossier.pk).update(state=State.APPROVED)
    assert browser.get(at(dossier, "sua")).status_code == 404


def test_who_reads_only_or_works_elsewhere_opens_nothing(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    for user, place in ((cast.other_officer, HERE), (cast.monitor, HERE), (cast.commune_officer, COMMUNE)):
        browser = sign_in(user)
        assert browser.get(at(dossier, place=place)).status_code == 404
        assert browser.get(OPEN).status_code == 404
    # its own page lies on the pages of the units that work on it, and nowhere else
    assert sign_in(cast.officer).get(at(dossier, place=COMMUNE)).status_code == 404


# --- the page of a dossier -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("drafting", ["Lấy ý kiến", "Trình Thường trực", "Soạn dự thảo lần 2"]),
        ("returned", ["Soạn dự thảo lần 2", "Trình Thường trực", "Lấy ý kiến"]),
        ("with_standing_office", ["Trình Ban Thường vụ"]),
        ("with_standing_board", []),
    ],
)
def test_the_officer_sees_one_next_step(cast: Cast, state: str, expected: list[str]) -> None:
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=cast.unit("tu-thai-binh"), organ="standing_board", state=state
    )
    page = sign_in(cast.officer).get(at(dossier))
    assert buttons(page) == expected
    filled = [b for b in soup(page).select("header.lead .actions .btn") if "quiet" not in b["class"]]
    assert len(filled) == min(1, len(expected))


def test_other_roles_see_their_own_next_step(cast: Cast) -> None:
    commission = cast.unit("btc-thai-binh")
    waiting = make_dossier(commission, state="with_head")
    passed = make_dossier(commission, state="approved", about="đã thông qua")
    assert buttons(sign_in(cast.head).get(at(waiting)))[0] == "Ghi quyết định"
    assert buttons(sign_in(cast.clerk).get(at(passed)))[0] == "Ban hành"
    assert buttons(sign_in(cast.officer).get(at(passed))) == []
    of_board = {"issuer": cast.unit("tu-thai-binh"), "organ": "standing_board"}
    on_its_way = make_dossier(commission, state="with_standing_office", about="trên đường", **of_board)
    # who passes papers of the board may here only send it back or lay it before the board
    assert buttons(sign_in(cast.head).get(at(on_its_way))) == ["Trình Ban Thường vụ", "Yêu cầu hoàn thiện"]


def test_a_dossier_without_draft_asks_for_the_first(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)
    page = sign_in(cast.officer).get(at(dossier))
    assert buttons(page) == ["Soạn dự thảo lần 1"]
    assert "Chưa có dự thảo" in words(page)


def test_while_opinions_are_asked_the_table_comes_first(cast: Cast) -> None:
    dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    browser = sign_in(cast.officer)
    assert buttons(browser.get(at(dossier)))[:2] == ["Tiếp thu, giải trình", "Kết thúc lấy ý kiến"]
    opinion.verdict, opinion.answered_on = "agreed", date(2019, 9, 12)
    opinion.save()
    assert buttons(browser.get(at(dossier)))[0] == "Kết thúc lấy ý kiến"


def test_the_page_shows_road_drafts_opinions_and_steps(cast: Cast) -> None:
    dossier, _round, _opinions = make_round(cast, "du-an-hoa", "hu-dong-hung")
    make_draft(dossier)
    page = sign_in(cast.officer).get(at(dossier))
    road = [" ".join(li.get_text(" ").split()) for li in soup(page).select(".road li")]
    assert road == [
        "1 Soạn thảo 02/9/2019",
        "2 Lấy ý kiến từ 02/9/2019",
        "3 Trình Thường trực tiếp theo",
        "4 Trình Ban Thường vụ tiếp theo",
        "5 Ban hành tiếp theo",
    ]
    shown = words(page)
    assert "Cơ quan đã trả lời 0/2" in shown
    assert "hạn 20/9/2019, chưa trả lời: Đảng ủy xã An Hòa; Huyện ủy Đông Hưng" in shown
    assert "So sánh lần" in shown
    assert [li.strong.get_text() for li in soup(page).select(".timeline li")] == [
        "Đã gửi lấy ý kiến",
        "Lập hồ sơ",
    ]  # type: ignore[union-attr]


def test_an_issued_paper_shows_number_receipts_and_what_may_follow(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="issued")
    issue = make_issue(dossier, delivered=[cast.unit("du-an-hoa"), cast.unit("hu-dong-hung")])
    shown = words(sign_in(cast.clerk).get(at(dossier)))
    assert "Kế hoạch 01-KH/BTCTU" in shown
    assert "0/2 đơn vị đã mở" in shown
    assert "Thu hồi" in shown
    assert issue.edition.code in shown
    type(issue).objects.filter(pk=issue.pk).update(
        recalled_on=date(2019, 9, 15), recall_reason="Sai thẩm quyền"
    )
    again = words(sign_in(cast.clerk).get(at(dossier)))
    assert "Đã thu hồi ngày 15/9/2019 Sai thẩm quyền" in again


def test_the_checks_before_signing_are_read_in_by_the_page(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), signer="", post="")
    browser = sign_in(cast.officer)
    section = soup(browser.get(at(dossier))).select_one("[hx-get]")
    assert section is not None
    alone = browser.get(section["hx-get"])
    assert "Kiểm tra trước khi ký" in words(alone)
    fragment = browser.get(section["hx-get"], headers={"HX-Request": "true"})
    assert fragment.content.strip().startswith(b"<section")
    done = make_dossier(cast.unit("btc-thai-binh"), state="issued", about="đã xong")
    assert browser.get(at(done, "kiem-tra")).status_code == 404


# --- forward and back ------------------------------------------------------------------------------------


def test_laid_before_the_organs_one_after_the_other(cast: Cast) -> None:
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=cast.unit("tu-thai-binh"), organ="standing_board"
    )
    browser = sign_in(cast.officer)
    options = soup(browser.get(at(dossier, "trinh"))).select("[name=organ] option")
    assert [one["value"] for one in options] == ["standing_office", "head", "standing_board"]
    sent = {"organ": "standing_office", "on": "16/9/2019", "note": "Xin ý kiến", "version": "1"}
    assert post(browser, at(dossier, "trinh"), **sent)["Location"] == at(dossier)
    assert Dossier.objects.get().state == "with_standing_office"
    wrong = post(
        browser, at(dossier, "trinh"), **{**sent, "organ": "standing_board", "on": "1/9/2019", "version": "2"}
    )
    assert (wrong.status_code, "trước ngày của bước liền trước" in summary(wrong)) == (422, True)


def test_a_paper_of_a_cell_is_laid_before_the_cell(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("cb-thon-mot"), organ="cell")
    place = "/cb-thon-mot/2019-t09-9t/"
    page = sign_in(cast.cell_secretary).get(at(dossier, "trinh", place=place))
    assert soup(page).select_one("[name=organ] option")["value"] == "cell"  # type: ignore[index]


def test_passing_and_sending_back(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="with_head")
    browser = sign_in(cast.head)
    assert "Thông qua" in words(browser.get(at(dossier, "quyet-dinh")))
    sent = {"decision": "return", "on": "16/9/2019", "note": "", "version": "1"}
    bare = post(browser, at(dossier, "quyet-dinh"), **sent)
    assert (bare.status_code, "Chưa ghi những điểm cần hoàn thiện" in summary(bare)) == (422, True)
    post(browser, at(dossier, "quyet-dinh"), **{**sent, "note": "Bổ sung phụ lục."})
    assert "Yêu cầu hoàn thiện Bổ sung phụ lục." in words(browser.get(at(dossier)))
    assert sign_in(cast.officer).get(at(dossier, "quyet-dinh")).status_code == 404
    other = make_dossier(cast.unit("btc-thai-binh"), state="with_head", about="khác")
    post(browser, at(other, "quyet-dinh"), decision="approve", on="16/9/2019", note="", version="1")
    assert Dossier.objects.get(pk=other.pk).state == "approved"


def test_taking_it_back_needs_a_reason(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    browser = sign_in(cast.officer)
    assert browser.get(at(dossier, "rut")).status_code == 200
    assert post(browser, at(dossier, "rut"), note="", on="16/9/2019", version="1").status_code == 422
    post(browser, at(dossier, "rut"), note="Chuyển sang kỳ sau", on="16/9/2019", version="1")
    assert Dossier.objects.get().state == "withdrawn"
    assert buttons(browser.get(at(dossier))) == []
    assert sign_in(cast.officer).get(at(dossier, "rut")).status_code == 404
