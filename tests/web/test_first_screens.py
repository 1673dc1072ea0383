"""What each role sees first: what awaits an opinion, what is owed, whom to call, the area, a line."""

from datetime import date

from bs4 import BeautifulSoup

from giaoban.reporting.models import Obligation
from tests.cast import Cast, sign_in
from tests.factories.cycle import district, province
from tests.factories.directives import make_document, make_relation
from tests.factories.reporting import begin_and_fill, make_round, owed, submit
from tests.factories.tasks import make_assignment

AT = "/btc-thai-binh/2019-t09-9t/"


def page(user, path: str) -> BeautifulSoup:
    answer = sign_in(user).get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node) -> str:
    return " ".join(node.get_text(" ").split())


def test_the_commune_officer_sees_what_is_owed_and_one_button_to_go_on(cast: Cast):
    round_ = make_round(cast)
    soup = page(cast.commune_officer, "/du-an-hoa/2019-t09-9t/viec-cua-toi/")
    owed_section = soup.select_one('section[aria-labelledby="phai-gui"]')
    assert owed_section is not None
    assert "Huyện ủy Đông Hưng" in words(owed_section)
    buttons = owed_section.select("a.btn")
    assert [b.get_text(strip=True) for b in buttons] == ["Tiếp tục"]
    assert buttons[0]["href"].endswith(f"/bao-cao/{owed(round_, 'du-an-hoa').pk}/")


def test_the_head_sees_what_awaits_and_whom_to_call(cast: Cast):
    round_ = make_round(cast)
    district(round_, accept=True)
    own = begin_and_fill(owed(round_, "tu-thai-binh"))
    before = words(page(cast.head, f"{AT}viec-cua-toi/"))
    assert "Không có báo cáo nào chờ duyệt" in before
    submit(own)
    soup = page(cast.head, f"{AT}viec-cua-toi/")
    assert "Xem và duyệt" in words(soup)


def test_units_that_are_late_are_called_with_the_days(cast: Cast):
    round_ = make_round(cast)
    late = owed(round_, "hu-dong-hung")
    Obligation.objects.filter(pk=late.pk).update(due="2019-09-13T17:00+07:00")
    soup = page(cast.head, f"{AT}viec-cua-toi/")
    calls = soup.select_one('section[aria-labelledby="goi-ngay"]')
    assert calls is not None
    assert "quá hạn 3 ngày" in words(calls)
    assert "Huyện ủy Đông Hưng" in words(calls)
    assert "chưa có đầu mối" in words(calls)


def test_the_officer_sees_the_area_as_tiles(cast: Cast):
    round_ = make_round(cast)
    district(round_)
    soup = page(cast.officer, f"{AT}viec-cua-toi/")
    tiles = soup.select("ul.tiles .tile")
    assert len(tiles) == 1
    assert "Đã gửi" in words(tiles[0])


def test_somebody_without_work_here_is_told_so(cast: Cast):
    make_round(cast)
    soup = page(cast.monitor, f"{AT}viec-cua-toi/")
    assert "Chưa có việc nào ở đơn vị này" in words(soup)


def test_the_local_department_reads_units_against_steps(cast: Cast):
    round_ = make_round(cast)
    province(round_)
    make_assignment(cast.unit("tw"), cast.unit("tu-thai-binh"))
    soup = page(cast.monitor, "/vu-dia-phuong-3/2019-t09-9t/dia-ban/")
    rows = {words(row.th): row for row in soup.select("table.rows tbody tr")}
    assert set(rows) == {"Tỉnh ủy Thái Bình", "Tỉnh ủy Long An"}  # those the department follows
    assert "Đã gửi" in words(rows["Tỉnh ủy Thái Bình"])
    assert "0/1" in words(rows["Tỉnh ủy Thái Bình"])
    assert sign_in(cast.commune_officer).get("/du-an-hoa/2019-t09-9t/dia-ban/").status_code in {200, 404}
    assert sign_in(cast.cell_secretary).get("/cb-thon-mot/2019-t09-9t/dia-ban/").status_code == 404


def test_the_brief_fits_the_steps_on_one_page_and_is_hidden_from_others(cast: Cast):
    round_ = make_round(cast)
    district(round_)
    soup = page(cast.head, f"{AT}tom-tat/")
    assert len(soup.select("table.rows tbody tr")) == 8
    assert sign_in(cast.other_officer).get(f"{AT}tom-tat/").status_code == 404


def test_the_line_of_a_document_runs_through_the_years(cast: Cast):
    centre = cast.unit("tw")
    root = make_document(centre, "18-NQ/TW", public=True)
    child = make_document(centre, "50-KL/TW", issued_on=date(2019, 2, 28), public=True)
    stranger = make_document(centre, "35-CT/TW", issued_on=date(2019, 5, 30), public=True)
    make_relation(child, root)
    soup = page(cast.head, f"{AT}van-ban/{root.pk}/dong-van-ban/")
    assert [words(h) for h in soup.select("section.sheet h2")] == ["Năm 2017", "Năm 2019"]
    text = words(soup)
    assert "50-KL/TW" in text
    assert stranger.symbol not in text
