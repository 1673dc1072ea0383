"""One answer to many: tick, preview, all or none; of two who answer at once one is told."""

import threading
from datetime import date
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.directives.models import Document
from giaoban.notices.models import Notice
from giaoban.recommendations import services
from giaoban.recommendations.models import Recommendation, Step
from giaoban.recommendations.rules import Origin, State
from tests.cast import NOON, build_cast, sign_in
from tests.factories.directives import make_document
from tests.factories.recommendations import make_recommendation
from tests.recommendations.common import ANSWER, PROVINCE, post, stored, summary, words

FIRST = "Đề nghị hướng dẫn chuyển sinh hoạt đảng cho đảng viên đi làm ăn xa."
LIKE = "Kiến nghị hướng dẫn việc chuyển sinh hoạt đảng của đảng viên đi làm ăn xa, lâu ngày."
ISSUED = date(2019, 9, 12)
OTHER = "Đề nghị bổ sung biên chế khối đảng cấp huyện."


@pytest.fixture
def three(road) -> list[Recommendation]:
    return [
        make_recommendation(road.district, road.province, FIRST),
        make_recommendation(road.commune, road.province, LIKE),
        make_recommendation(road.neighbour, road.province, OTHER),
    ]


def document(road, **facts: Any) -> Document:
    given = {"registered_in": road.province, "public": True, **facts}
    summary = "chuyển sinh hoạt đảng"
    return make_document(
        symbol="05-HD/BTCTU", issuer="Ban Tổ chức Tỉnh ủy", issued_on=ISSUED, summary=summary, **given
    )


def ids_of(page: Any) -> list[tuple[str, bool]]:
    boxes = BeautifulSoup(page.content, "html.parser").select("input[type=checkbox][name=ids]")
    return [(box["value"], box.has_attr("checked")) for box in boxes]


def test_the_page_shows_the_ticked_ones_and_offers_those_that_look_alike(road, three):
    first, like, _other = three
    page = road.officer.get(f"{PROVINCE}tra-loi/?ids={first.pk}")
    assert ids_of(page) == [(str(first.pk), True), (str(like.pk), False)]
    assert [r.state for r in Recommendation.objects.all()] == [State.SENT] * 3


def test_the_preview_names_the_askers_and_writes_nothing(road, three):
    again = make_recommendation(road.district, road.province, OTHER)
    ids = [three[0].pk, three[1].pk, again.pk]
    page = post(road.officer, PROVINCE + "tra-loi/", ids=ids, lam="xem", **ANSWER)
    assert page.status_code == 200
    shown = words(page)
    assert "3 kiến nghị sẽ nhận cùng một trả lời. Chưa có gì được gửi." in shown
    assert "Đơn vị nhận trả lời Huyện ủy Đông Hưng 2 kiến nghị Đảng ủy xã An Hòa" in shown
    assert "Gửi trả lời đến 2 đơn vị" in shown
    assert Step.objects.filter(move="answer").count() == 0
    hidden = BeautifulSoup(page.content, "html.parser").select("main input[type=hidden][name=ids]")
    assert {int(box["value"]) for box in hidden} == set(ids)


def test_after_the_preview_one_may_go_back_and_nothing_typed_is_lost(road, three):
    given = document(road)
    typed = {**ANSWER, "document": given.pk}
    back = post(road.officer, PROVINCE + "tra-loi/", ids=three[0].pk, lam="sua", **typed)
    shown = BeautifulSoup(back.content, "html.parser")
    assert back.status_code == 200
    assert shown.select_one("[name=text]").text.strip() == ANSWER["text"]
    assert shown.select_one("[name=outcome][checked]")["value"] == "explained"
    assert shown.select_one("[name=document]")["value"] == str(given.pk)
    assert "05-HD/BTCTU" in shown.select_one("[name=document_text]")["value"]


def test_one_answer_goes_back_to_each_asker(road, three):
    given = document(road)
    ids = [r.pk for r in three[:2]]
    sent = post(road.officer, PROVINCE + "tra-loi/", ids=ids, lam="gui", document=given.pk, **ANSWER)
    assert (sent.status_code, sent["Location"]) == (302, PROVINCE + "?huong=den")
    answered = Recommendation.objects.filter(pk__in=ids)
    assert {(r.state, r.outcome, r.answer, r.answer_document) for r in answered} == {
        ("answered", "explained", ANSWER["text"], given)
    }
    assert stored(three[2])["state"] == State.SENT
    events = Notice.objects.filter(message__event="recommendations.answer")
    assert set(events.values_list("user__username", flat=True)) == {
        "donghung.tonghop",
        "anhoa.tonghop",
    }
    assert Entry.objects.filter(action="recommendations.answer").count() == 2
    page = words(road.commune_asker.get(f"/du-an-hoa/2019-t09-9t/kien-nghi/{three[1].pk}/"))
    assert "05-HD/BTCTU" in page


def test_the_document_is_found_by_its_symbol(road, three):
    document(road)
    typed = {"document": "", "document_was": "", "document_text": "05 HD/BTCTU", **ANSWER}
    page = post(road.officer, PROVINCE + "tra-loi/", ids=three[0].pk, lam="xem", **typed)
    assert "05-HD/BTCTU" in words(page)
    typed["document_text"] = "99-HD/BTCTU"
    page = post(road.officer, PROVINCE + "tra-loi/", ids=three[0].pk, lam="xem", **typed)
    assert (page.status_code, "Không tìm thấy “99-HD/BTCTU”" in summary(page)) == (422, True)


def test_a_document_that_one_does_not_see_is_unknown(road, three):
    hidden = document(road, public=False, registered_in=road.cast.unit("tu-hung-yen"))
    for key in (hidden.pk, 987654, "x"):
        page = post(road.officer, PROVINCE + "tra-loi/", ids=three[0].pk, lam="gui", document=key, **ANSWER)
        assert (page.status_code, stored(three[0])["state"]) == (422, State.SENT)
    with pytest.raises(Hidden):
        services.answer(actor=road.cast.officer, ids=[three[0].pk], document_id=hidden.pk, **ANSWER)
    assert stored(three[0])["state"] == State.SENT


def test_all_or_none(road, three):
    services.withdraw(actor=System(), id=three[1].pk)
    ids = [r.pk for r in three]
    for step in ("xem", "gui"):
        page = post(road.officer, PROVINCE + "tra-loi/", ids=ids, lam=step, **ANSWER)
        assert (page.status_code, ANSWER["text"] in page.content.decode()) == (422, True)
        assert [stored(r)["state"] for r in three] == ["sent", "withdrawn", "sent"]
    assert post(road.officer, PROVINCE + "tra-loi/", ids=ids[::2], lam="gui", **ANSWER).status_code == 302
    assert [stored(r)["state"] for r in three] == ["answered", "withdrawn", "answered"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"outcome": "maybe"}, "Chọn một kết quả: chấp thuận, giải đáp hoặc chưa xem xét."),
        ({"text": "  "}, "Chưa ghi nội dung trả lời."),
        ({"text": "x" * 8001}, "Nội dung trả lời dài quá 8000 ký tự."),
        ({"ids": []}, "Chưa chọn kiến nghị nào. Đánh dấu ít nhất một kiến nghị để trả lời."),
        ({"ids": range(1, 202)}, "Đã chọn 201 kiến nghị; mỗi lần trả lời nhiều nhất 200."),
    ],
)
def test_a_bad_answer_is_refused_in_words(road, three, typed, message):
    facts = {"ids": [three[0].pk], **ANSWER}
    with pytest.raises(Refusal) as refused:
        services.answer(actor=System(), **{**facts, **typed})
    assert (str(refused.value), stored(three[0])["state"]) == (message, State.SENT)
    services.answer(actor=System(), **facts)
    assert stored(three[0])["state"] == State.ANSWERED


def test_nothing_ticked_is_said_on_the_page(road, three):
    assert "Chưa chọn kiến nghị nào" in words(road.officer.get(PROVINCE + "tra-loi/"))
    page = post(road.officer, PROVINCE + "tra-loi/", lam="xem", **ANSWER)
    assert (page.status_code, "Đánh dấu ít nhất một" in summary(page)) == (422, True)


def test_what_is_addressed_elsewhere_is_unknown(road, three):
    elsewhere = make_recommendation(road.commune, road.district, FIRST)
    for wrong in (elsewhere.pk, 987654, "x", "1" * 30):
        ids = [three[0].pk, wrong]
        assert road.officer.get(PROVINCE + "tra-loi/", {"ids": ids}).status_code == 404
        assert post(road.officer, PROVINCE + "tra-loi/", ids=ids, lam="gui", **ANSWER).status_code == 404
    assert road.commune_asker.get(PROVINCE + "tra-loi/").status_code == 404
    with pytest.raises(Hidden):
        services.answer(actor=road.cast.officer, ids=[three[0].pk, elsewhere.pk], **ANSWER)
    assert [stored(r)["state"] for r in (three[0], elsewhere)] == ["sent", "sent"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_wins_and_the_other_is_told():
    with time_machine.travel(NOON, tick=True):
        cast = build_cast()
        province = cast.unit("tu-thai-binh")
        askers = ("hu-dong-hung", "du-an-hoa", "du-an-chau")
        rows = [make_recommendation(cast.unit(code), province, FIRST) for code in askers]
        ids = [r.pk for r in rows]
        # overlapping lists in opposite orders: without one order of locks these two would wait for ever
        results = together(
            lambda: services.answer(actor=cast.officer, ids=ids[:2], outcome="approved", text="Đồng ý."),
            lambda: services.answer(actor=cast.head, ids=ids[:0:-1], outcome="explained", text="Đã rõ."),
        )
    refused = [r for r in results if isinstance(r, Exception)]
    assert [type(r) for r in refused] == [Conflict]
    won = next(r for r in results if not isinstance(r, Exception))
    states = {r.pk: r.state for r in Recommendation.objects.all()}
    assert {pk for pk, state in states.items() if state == State.ANSWERED} == {r.pk for r in won}
    assert Step.objects.filter(move="answer").count() == 2
    assert len(set(Recommendation.objects.exclude(answer="").values_list("answer", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_passage_at_once_one_row_remains():
    with time_machine.travel(NOON, tick=True):
        cast = build_cast()
        facts = {
            "actor": System(),
            "unit_id": cast.unit("hu-dong-hung").pk,
            "addressee_id": cast.unit("tu-thai-binh").pk,
            "period": "2019-q3",
            "text": FIRST,
            "origin": Origin("reporting.passage", 7),
        }
        sent = together(*[lambda: services.send(**facts)] * 4)
    assert {one.pk for one in sent} == {Recommendation.objects.get().pk}
    assert Entry.objects.filter(action="recommendations.send").count() == 1


def test_the_page_of_the_document_lists_what_it_answered(road, three):
    given = document(road)
    services.answer(actor=road.cast.officer, ids=[three[0].pk], document_id=given.pk, **ANSWER)
    path = f"/btc-thai-binh/2019-t09-9t/van-ban/{given.pk}/"
    page = words(road.officer.get(path))
    assert f"Kiến nghị được trả lời bằng văn bản này {FIRST} Huyện ủy Đông Hưng" in page
    # public as the document is, who asked stands only before those who may read it
    elsewhere = sign_in(road.cast.other_officer).get(path.replace("btc-thai-binh", "btc-hung-yen"))
    assert (elsewhere.status_code, FIRST in words(elsewhere)) == (200, False)


def together(*doors: Any) -> list[Any]:
    """Run the doors at once in threads of their own; what each gave or raised, in order."""
    gate = threading.Barrier(len(doors))
    results: list[Any] = [None] * len(doors)

    def run(place: int) -> None:
        gate.wait()
        try:
            results[place] = doors[place]()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(doors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results
