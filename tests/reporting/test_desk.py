"""The desk of arrivals over HTTP: opened is received; accepted, returned with remarks, many at once."""

import threading
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse

from giaoban.core.actors import System
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices.contacts import ContactFacts, set_contact
from giaoban.reporting import services
from giaoban.reporting.models import Move, Obligation, Passage, Remark
from tests.cast import NOON, Cast, build_cast, sign_in
from tests.factories import reporting
from tests.reporting.scene import Scene, add_provinces, set_scene

RETURN = {"viec": "tra-lai", "han-ngay": "20/9/2019", "han-gio": "16:30"}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def post(scene: Scene, code: str, data: dict[str, Any], *, who: Any = None) -> HttpResponse:
    owed = scene.owed(code)
    facts = {"version": owed.version, **data}
    return scene.post(who or scene.reviewer, scene.url("arrival", owed.pk), facts, follow=True)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_opening_an_arrival_receives_it_and_looking_at_the_desk_does_not(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    browser = sign_in(scene.reviewer)
    page = text(browser.get(scene.url("desk")))
    assert "Tỉnh ủy Hưng Yên" in page
    assert scene.owed("tu-hung-yen").state == "sent"
    opened = browser.get(scene.url("arrival", scene.owed("tu-hung-yen").pk))
    assert opened.status_code == 200
    assert scene.owed("tu-hung-yen").state == "received"
    browser.get(scene.url("arrival", scene.owed("tu-hung-yen").pk))
    moves = Move.objects.filter(obligation=scene.owed("tu-hung-yen"), move="receive")
    assert moves.values_list("by", flat=True).get() == scene.reviewer.pk


def test_the_queue_puts_the_report_with_most_warnings_first(scene: Scene) -> None:
    scene.send("tu-dong-nai")
    scene.send("tu-long-an", texts={"I": "Đã kết nạp 9 đảng viên mới.", "II": "Không.", "III": "Không."})
    page = text(sign_in(scene.reviewer).get(scene.url("desk")))
    queue = page[page.index('<ol class="queue"') : page.index("</ol>", page.index('<ol class="queue"'))]
    assert queue.index("Tỉnh ủy Long An") < queue.index("Tỉnh ủy Đồng Nai")
    assert "1 cảnh báo" in queue
    assert "không cảnh báo" in queue


def test_a_figure_in_the_text_that_the_table_does_not_confirm_is_shown(scene: Scene) -> None:
    sent = scene.send("tu-long-an", texts={"I": "Đã kết nạp 9 đảng viên mới.", "II": "–", "III": "–"})
    assert [(w["code"], w["position"]) for w in sent.warnings] == [("text_differs", 1)]
    page = text(sign_in(scene.reviewer).get(scene.url("arrival", scene.owed("tu-long-an").pk)))
    assert '<mark class="differs" title="Biểu, “Đảng viên mới kết nạp”: 4 · 11">9</mark>' in page
    scene.send("tu-hung-yen", texts={"I": "Đã kết nạp 4 đảng viên mới.", "II": "–", "III": "–"})
    page = text(sign_in(scene.reviewer).get(scene.url("arrival", scene.owed("tu-hung-yen").pk)))
    assert '<mark class="same"' in page
    assert '<mark class="differs"' not in page


def test_accepting_goes_on_to_the_next_arrival(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    scene.send("tu-long-an")
    answer = post(scene, "tu-hung-yen", {"viec": "xong"})
    assert answer.redirect_chain[-1][0] == scene.url("arrival", scene.owed("tu-long-an").pk)
    owed = scene.owed("tu-hung-yen")
    assert (owed.state, owed.accepted_id) == ("accepted", owed.current_id)
    answer = post(scene, "tu-long-an", {"viec": "xong"})
    assert answer.redirect_chain[-1][0].startswith(scene.url("desk"))
    assert "Không còn báo cáo nào chờ thẩm tra" in text(answer)


def test_a_return_needs_a_remark_and_keeps_what_was_typed(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    refused = post(scene, "tu-hung-yen", {**RETURN, "han-ngay": "19/9/2019"})
    assert refused.status_code == 422
    assert "Chưa ghi nội dung cần hoàn thiện." in text(refused)
    assert 'value="19/9/2019"' in text(refused)
    assert scene.owed("tu-hung-yen").state == "sent"
    passage = Passage.objects.get(submission=scene.sent["tu-hung-yen"], section__number="II")
    remarks = {
        "o.MEM.NEW:in_period": "Giải trình số kết nạp.",
        f"d.{passage.pk}": "Nêu nguyên nhân.",
        "chung": "Bổ sung số, ngày văn bản.",
    }
    done = post(scene, "tu-hung-yen", {**RETURN, **remarks})
    assert "Đã trả lại báo cáo của Tỉnh ủy Hưng Yên" in text(done)
    owed = scene.owed("tu-hung-yen")
    assert (owed.state, owed.return_due) == ("returned", datetime(2019, 9, 20, 16, 30, tzinfo=ZONE))
    made = Remark.objects.filter(submission=scene.sent["tu-hung-yen"]).order_by("pk")
    assert list(made.values_list("cell", "passage_id", "text")) == [
        ("MEM.NEW:in_period", None, "Giải trình số kết nạp."),
        ("", passage.pk, "Nêu nguyên nhân."),
        ("", None, "Bổ sung số, ngày văn bản."),
    ]


@pytest.mark.parametrize("due", [{"han-ngay": "hôm nào", "han-gio": "17:00"}, {"han-ngay": "1/9/2019"}])
def test_a_deadline_that_is_none_or_past_is_refused_and_remarks_stay(scene: Scene, due: dict) -> None:
    scene.send("tu-hung-yen")
    refused = post(scene, "tu-hung-yen", {**RETURN, "chung": "Xem lại biểu.", **due})
    assert refused.status_code == 422
    assert "Xem lại biểu." in text(refused)
    assert (scene.owed("tu-hung-yen").state, Remark.objects.count()) == ("sent", 0)
    assert post(scene, "tu-hung-yen", {**RETURN, "chung": "Xem lại biểu."}).status_code == 200
    assert scene.owed("tu-hung-yen").state == "returned"


def test_remarks_are_not_lost_by_the_wrong_button(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    refused = post(scene, "tu-hung-yen", {"viec": "xong", "chung": "Xem lại biểu."})
    assert refused.status_code == 422
    assert "Xem lại biểu." in text(refused)
    assert scene.owed("tu-hung-yen").state == "sent"
    assert post(scene, "tu-hung-yen", {"viec": "xong", "chung": " "}).status_code == 200
    assert scene.owed("tu-hung-yen").state == "accepted"


def test_a_remark_about_another_report_is_unknown(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    other = Passage.objects.filter(submission=scene.send("tu-long-an")).first()
    assert post(scene, "tu-hung-yen", {**RETURN, f"d.{other.pk}": "Sai."}).status_code == 404
    assert post(scene, "tu-hung-yen", {**RETURN, "o.KHONG.CO:value": "Sai."}).status_code == 404
    assert post(scene, "tu-hung-yen", {**RETURN, "version": "x", "chung": "Sai."}).status_code == 404
    assert (scene.owed("tu-hung-yen").state, Remark.objects.count()) == ("sent", 0)


def test_a_report_sent_again_shows_what_was_asked_and_what_changed(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    post(scene, "tu-hung-yen", {**RETURN, "chung": "Xem lại số chi bộ."})
    owed = scene.owed("tu-hung-yen")
    services.move(actor=System("Thử"), obligation_id=owed.pk, move="resume", version=owed.version)
    draft = scene.owed("tu-hung-yen").draft
    services.save_cells(
        actor=System("Thử"), obligation_id=owed.pk, version=draft.version, figures={"ORG.CELL:value": 25}
    )
    reporting.submit(scene.owed("tu-hung-yen"))
    reporting.approve(scene.owed("tu-hung-yen"))
    page = text(sign_in(scene.reviewer).get(scene.url("desk")))
    assert "gửi lại lần 2" in page
    page = text(sign_in(scene.reviewer).get(scene.url("arrival", owed.pk)))
    assert "Xem lại số chi bộ." in page
    assert "bản trước 24" in page
    assert "3 đoạn giữ nguyên" in page


# --- many at once -----------------------------------------------------------------------------------------


def ticked(scene: Scene, *codes: str) -> list[str]:
    return [f"{owed.pk}.{owed.current_id}" for owed in map(scene.owed, codes)]


def test_clean_ones_are_looked_over_and_accepted_together(scene: Scene) -> None:
    for code in ("tu-hung-yen", "tu-dong-nai"):
        scene.send(code)
    scene.send("tu-long-an", texts={"I": "Kết nạp 9 đảng viên mới.", "II": "–", "III": "–"})
    browser = sign_in(scene.reviewer)
    page = text(browser.get(scene.url("accept_clean", scene.round.pk)))
    assert "2 báo cáo không có cảnh báo nào" in page
    assert "Tỉnh ủy Long An" not in page
    clean = ticked(scene, "tu-hung-yen", "tu-dong-nai")
    # one with a warning smuggled in: nothing is accepted
    address = scene.url("accept_clean", scene.round.pk)
    refused = scene.post(scene.reviewer, address, {"bao-cao": [*clean, *ticked(scene, "tu-long-an")]})
    assert refused.status_code == 422
    assert "Báo cáo của Tỉnh ủy Long An có cảnh báo" in text(refused)
    assert [scene.owed(code).state for code in ("tu-hung-yen", "tu-dong-nai", "tu-long-an")] == ["sent"] * 3
    done = scene.post(scene.reviewer, address, {"bao-cao": clean}, follow=True)
    assert "Đã thẩm tra xong 2 báo cáo." in text(done)
    states = [scene.owed(code).state for code in ("tu-hung-yen", "tu-dong-nai", "tu-long-an")]
    assert states == ["accepted", "accepted", "sent"]


def test_one_that_moved_after_the_preview_stops_all_of_them(scene: Scene) -> None:
    for code in ("tu-hung-yen", "tu-dong-nai"):
        scene.send(code)
    previewed = ticked(scene, "tu-hung-yen", "tu-dong-nai")
    post(scene, "tu-dong-nai", {**RETURN, "chung": "Xem lại."}, who=scene.second)
    address = scene.url("accept_clean", scene.round.pk)
    refused = scene.post(scene.reviewer, address, {"bao-cao": previewed})
    assert refused.status_code == 422
    assert "Tỉnh ủy Đồng Nai" in text(refused)
    assert scene.owed("tu-hung-yen").state == "received"
    for ticks, status in (([], 422), (["x"], 404), (["1.1"], 404)):
        assert scene.post(scene.reviewer, address, {"bao-cao": ticks}).status_code == status
    other = scene.url("accept_clean", scene.round.pk + 1)
    assert sign_in(scene.reviewer).get(other).status_code == 404


def test_a_version_sent_after_the_preview_is_not_accepted_unseen(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    previewed = ticked(scene, "tu-hung-yen")
    reporting.move(scene.owed("tu-hung-yen"), "withdraw", note="Sửa số chi bộ.")
    reporting.submit(scene.owed("tu-hung-yen"))
    reporting.approve(scene.owed("tu-hung-yen"))
    address = scene.url("accept_clean", scene.round.pk)
    refused = scene.post(scene.reviewer, address, {"bao-cao": previewed})
    assert refused.status_code == 422
    assert "Tỉnh ủy Hưng Yên vừa gửi lại báo cáo" in text(refused)
    assert scene.owed("tu-hung-yen").state == "sent"
    scene.post(scene.reviewer, address, {"bao-cao": ticked(scene, "tu-hung-yen")})
    assert scene.owed("tu-hung-yen").state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told() -> None:
    with time_machine.travel(NOON, tick=True):
        scene = set_scene(build_cast())
        scene.send("tu-hung-yen")
        owed = scene.owed("tu-hung-yen")
    gate = threading.Barrier(2)
    results: list[Any] = [None, None]

    def accept(place: int, who: Any) -> None:
        gate.wait()
        try:
            results[place] = services.accept_report(actor=who, obligation_id=owed.pk, version=owed.version)
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [
        threading.Thread(target=accept, args=(place, who))
        for place, who in enumerate((scene.reviewer, scene.second))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    (told,) = [one for one in results if isinstance(one, Conflict)]
    (done,) = [one for one in results if isinstance(one, Obligation)]
    assert "Báo cáo của Tỉnh ủy Hưng Yên vừa chuyển sang “Đã thẩm tra”" in told.message
    assert done.state == "accepted"
    assert Move.objects.filter(obligation=owed, move="accept").count() == 1


# --- who sees what ----------------------------------------------------------------------------------------


def test_the_desk_belongs_to_who_reviews(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    pk = scene.owed("tu-hung-yen").pk
    cast = scene.cast
    for user in (cast.other_officer, cast.administrator, cast.clerk, cast.officer):
        browser = sign_in(user)
        assert browser.get(scene.url("desk")).status_code == 404
        assert browser.get(scene.url("arrival", pk)).status_code == 404
        assert post(scene, "tu-hung-yen", {"viec": "xong"}, who=user).status_code == 404
    assert scene.owed("tu-hung-yen").state == "sent"
    # the same report at the desk of another level, and one that has not come in, are unknown
    browser = sign_in(scene.reviewer)
    assert browser.get(scene.url("arrival", pk, unit="btc-thai-binh")).status_code == 404
    assert browser.get(scene.url("arrival", scene.owed("tu-long-an").pk)).status_code == 404
    assert browser.get(scene.url("arrival", scene.owed("hu-dong-hung").pk)).status_code == 404
    assert browser.get(scene.url("arrival", pk)).status_code == 200


def test_a_province_works_its_own_desk_through_its_commission(scene: Scene) -> None:
    for code in ("cb-thon-mot", "du-an-chau"):
        scene.send(code, accept=True)
    scene.send("du-an-hoa", accept=True)
    scene.send("hu-dong-hung")
    browser = sign_in(scene.cast.officer)
    page = text(browser.get(scene.url("desk", unit="btc-thai-binh")))
    assert "Huyện ủy Đông Hưng" in page
    owed = scene.owed("hu-dong-hung")
    address = scene.url("arrival", owed.pk, unit="btc-thai-binh")
    facts = {"viec": "xong", "version": owed.version}
    done = scene.post(scene.cast.officer, address, facts, follow=True)
    assert done.status_code == 200
    assert scene.owed("hu-dong-hung").state == "accepted"


def test_a_period_without_a_round_says_so(scene: Scene) -> None:
    browser = sign_in(scene.reviewer)
    page = browser.get("/btctw/2018-q1/tham-tra/")
    assert page.status_code == 200
    assert "Kỳ này chưa có đợt báo cáo nào gửi về đây" in text(page)


def test_absent_units_stand_with_their_contact(scene: Scene) -> None:
    for code, name in (("tu-long-an", "Đỗ Thị Phương"), ("btc-dong-nai", "Cao Văn Quý")):
        facts = ContactFacts(scene.cast.unit(code).pk, "", name, "Phó phòng Tổng hợp", "0272 3826 113")
        set_contact(actor=System("Thử"), facts=facts)
    scene.send("tu-hung-yen")
    page = text(sign_in(scene.reviewer).get(scene.url("desk")))
    below = page[page.index('id="chua-gui"') :]
    assert "Tỉnh ủy Hưng Yên" not in below
    assert "Đỗ Thị Phương" in below
    assert "Cao Văn Quý" in below  # of the commission that works for the committee
    assert 'href="tel:02723826113"' in below
    assert "chưa có trong danh bạ" in below
    assert "?thay=1" in below


def test_the_desk_asks_the_same_number_of_questions_for_any_number_of_units(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    add_provinces(cast, ("Nam Định", "Hà Nam", "Ninh Bình", "Quảng Ninh", "Bắc Ninh"))
    scene = set_scene(cast)
    browser = sign_in(scene.reviewer)
    scene.send("tu-hung-yen")
    browser.get(scene.url("desk"))
    with django_assert_max_num_queries(40) as few:
        browser.get(scene.url("desk"))
    for number in range(5):
        scene.send(f"tu-them-{number}")
    with django_assert_max_num_queries(40) as many:
        browser.get(scene.url("desk"))
    assert len(few) == len(many)
    assert len(many) <= 26


def test_doors_of_the_desk_refuse_strangers(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    owed = scene.owed("tu-hung-yen")
    facts = {"obligation_id": owed.pk}
    for user in (scene.cast.other_officer, scene.cast.officer):
        with pytest.raises(Hidden):
            services.open_arrival(actor=user, **facts)
        with pytest.raises(Hidden):
            services.accept_report(actor=user, version=owed.version, **facts)
        with pytest.raises(Hidden):
            services.accept_clean(actor=user, previewed={owed.pk: owed.current_id})
    assert scene.owed("tu-hung-yen").state == "sent"
    for _twice in range(2):
        assert services.open_arrival(actor=scene.reviewer, **facts).state == "received"
