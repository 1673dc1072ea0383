"""What waits for the head on their first page: decisions, opinions asked of the unit, arrivals to remark."""

from datetime import date
from typing import Any

from giaoban.correspondence.queries.awaiting import asked_opinions, awaiting_decision
from giaoban.correspondence.rules import State
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, at, make_round, soup, words
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_arrival, make_dossier

FROM = "Kế hoạch · Ban Tổ chức Tỉnh ủy Thái Bình · trình ngày 09/9/2019"


def section(who: Any, name: str, place: str = HERE) -> Any:
    return soup(sign_in(who).get(f"{place}viec-cua-toi/")).select_one(f'section[aria-labelledby="{name}"]')


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def test_nothing_waits_and_one_line_says_so(cast: Cast) -> None:
    page = sign_in(cast.head).get(f"{HERE}viec-cua-toi/")
    assert "Không có hồ sơ trình, lấy ý kiến hay văn bản đến nào đang chờ đồng chí." in words(page)
    assert section(cast.head, "cho-quyet-dinh") is None
    assert "đang chờ đồng chí" not in words(sign_in(cast.clerk).get(f"{HERE}viec-cua-toi/"))


def test_the_head_meets_what_waits_for_their_decision_the_nearest_day_first(cast: Cast) -> None:
    commission, committee = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    board = {"issuer": committee, "organ": "standing_board"}
    late = make_dossier(
        commission, state=State.WITH_HEAD, about="đề án quá hạn", due=date(2019, 9, 12), **board
    )
    own = make_dossier(commission, state=State.WITH_HEAD, about="kế hoạch của ban")
    make_dossier(commission, state=State.DRAFTING, about="đang soạn")
    make_dossier(commission, state=State.APPROVED, about="đã thông qua")
    make_dossier(cast.unit("btc-hung-yen"), state=State.WITH_HEAD, about="của tỉnh khác")
    found = section(cast.head, "cho-quyet-dinh")
    rows = [text(row) for row in found.select("li")]
    assert [row.split(" Cho ý kiến")[0] for row in rows] == [
        f"▲ quá hạn 4 ngày Đề án quá hạn {FROM}",
        f"◔ trình lãnh đạo cơ quan Kế hoạch của ban {FROM}",
    ]
    assert [a["href"] for a in found.select("a.btn")] == [at(late), at(own, "quyet-dinh")]
    assert len(soup(sign_in(cast.head).get(f"{HERE}viec-cua-toi/")).select("a.btn:not(.quiet)")) == 1
    assert sign_in(cast.head).get(at(late, "quyet-dinh")).status_code == 200
    assert section(cast.officer, "cho-quyet-dinh") is None


def test_an_issuer_with_staff_decides_itself_and_one_without_is_decided_for(cast: Cast) -> None:
    commission, committee = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    make_dossier(commission, issuer=committee, organ="standing_board", state=State.WITH_STANDING_BOARD)
    make_dossier(
        commission, issuer=cast.unit("hu-dong-hung"), organ="standing_board", state=State.WITH_STANDING_BOARD
    )
    unit = commission.pk
    assert awaiting_decision(cast.head, unit, TODAY).count == 2
    deputy = make_user("tu.thuongtruc", "Mai Thị Sáu", home=cast.unit("hu-dong-hung"))
    make_grant(deputy, "head", cast.unit("hu-dong-hung"), scope="self")
    assert awaiting_decision(cast.head, unit, TODAY).count == 1
    assert awaiting_decision(deputy, cast.unit("hu-dong-hung").pk, TODAY).count == 1
    assert awaiting_decision(cast.officer, unit, TODAY).count == 0


def test_more_than_the_first_lines_are_counted(cast: Cast) -> None:
    for number in range(7):
        make_dossier(cast.unit("btc-thai-binh"), state=State.WITH_HEAD, about=f"việc {number}", drafted=False)
    found = section(cast.head, "cho-quyet-dinh")
    assert (len(found.select("li")), text(found.header)) == (
        5,
        "Hồ sơ trình chờ đồng chí quyết định Xem tất cả 7",
    )


def test_opinions_asked_of_the_unit_stand_with_their_days(cast: Cast) -> None:
    head = make_user("anhoa.bithu", "Tạ Văn Chín", home=cast.unit("du-an-hoa"))
    make_grant(head, "head", cast.unit("du-an-hoa"))
    for due in (date(2019, 9, 14), date(2019, 9, 16), date(2019, 9, 18), date(2019, 9, 20)):
        make_round(cast, "du-an-hoa", due=due)
    _dossier, closed, _opinions = make_round(cast, "du-an-hoa")
    closed.closed_on = TODAY
    closed.save(update_fields=["closed_on"])
    found = section(head, "duoc-hoi", COMMUNE)
    marks = [text(row.span) for row in found.select("li")]
    assert marks == ["▲ quá hạn 2 ngày", "◔ hết hạn hôm nay", "◔ còn 2 ngày", "○ còn 4 ngày"]
    assert "Ban Tổ chức Tỉnh ủy Thái Bình · hạn 14/9/2019" in text(found)
    link = found.select_one("a.what")["href"]
    assert [a["href"] for a in found.select("a.btn:not(.quiet)")] == [link]
    assert sign_in(head).get(link).status_code == 200
    assert len(section(cast.commune_officer, "duoc-hoi", COMMUNE).select("li")) == 4
    assert section(cast.officer, "duoc-hoi") is None
    assert asked_opinions(cast.head, cast.unit("btc-thai-binh").pk, TODAY).count == 0


def test_papers_without_but_phe_stand_with_the_rest(cast: Cast) -> None:
    arrival = make_arrival(cast.unit("btc-thai-binh"), summary="một hai ba " * 30)
    found = section(cast.head, "cho-but-phe")
    assert arrival.symbol in text(found)
    assert text(found.small).endswith("một hai…")
