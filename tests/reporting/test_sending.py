"""From the draft to the accepted version: what stops it, what is frozen, what follows from it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from giaoban.accounts.rules import Role
from giaoban.audit.models import Entry
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.notices.models import Notice
from giaoban.recommendations.models import Recommendation
from giaoban.reporting import services
from giaoban.reporting.models import Obligation, Passage, Rollup, Submission
from giaoban.reporting.queries import figures
from giaoban.reporting.rules import State
from giaoban.reporting.services import RemarkFacts
from giaoban.search.models import SearchEntry
from tests.factories.accounts import make_grant, make_user
from tests.factories.reporting import (
    FIGURES,
    PERIOD,
    SYSTEM,
    TEXTS,
    approve,
    begin_and_fill,
    fill_and_send,
    make_round,
    move,
    owed,
    submit,
)
from tests.reporting.conftest import Room

PAPER = {"document_number": "215-BC/TU", "document_date": date(2019, 9, 16), "signer": "Phan Văn Sáu"}


def put_up(room: Room, **facts) -> Obligation:
    begin_and_fill(room.province, actor=room.writer, **facts)
    return submit(room.province, actor=room.writer)


def send(room: Room, actor=None, **facts) -> Submission:
    row = room.province
    return services.send(
        actor=actor or room.head, obligation_id=row.pk, **{"version": row.version, **PAPER, **facts}
    )


def refused(code: str, act, **facts) -> Refusal:
    before = (Submission.objects.count(), Entry.objects.count())
    with pytest.raises(Refusal) as caught:
        act(**facts)
    assert caught.value.code == code
    assert (Submission.objects.count(), Entry.objects.count()) == before
    return caught.value


def test_a_version_keeps_figures_in_the_order_of_the_form_passages_and_the_paper(room: Room):
    put_up(room, texts={**TEXTS, "IV": "Đề nghị bổ sung biên chế."})
    sent = send(room)
    cells = room.round.form_version.cells()
    assert figures.keyed(cells, sent.figures) == {**FIGURES, "APP.RESTRUCTURED:base": 1}
    assert (sent.number, sent.document_number, sent.signer, sent.previous_hash) == (
        1,
        "215-BC/TU",
        "Phan Văn Sáu",
        "",
    )
    assert [p.text for p in sent.passages.all()] == [*TEXTS.values(), "Đề nghị bổ sung biên chế."]
    assert services.is_intact(Submission.objects.get(pk=sent.pk))
    row = room.province
    assert (row.state, row.current, row.first_sent_at) == (State.SENT, sent, sent.sent_at)
    told = Notice.objects.filter(message__event="reporting.send").values_list("user__username", flat=True)
    assert set(told) == {"tw.tonghop", "vdp3.theodoi"}
    assert Entry.objects.get(action="reporting.send").changes == {"state": ["approval", "sent"]}


@pytest.mark.parametrize(
    "change",
    [
        {"figures": [None] * 20},
        {"signer": "Người khác"},
        {"document_date": date(2019, 9, 15)},
        {"explanations": {"MEM.NEW:in_period": "x"}},
        {"estimate": True},
        {"names": {}},
    ],
)
def test_a_version_that_was_touched_is_seen(room: Room, change):
    sent = fill_and_send(room.province)
    assert services.is_intact(Submission.objects.get(pk=sent.pk))
    Submission.objects.filter(pk=sent.pk).update(**change)
    assert not services.is_intact(Submission.objects.get(pk=sent.pk))


def test_a_passage_that_was_touched_is_seen(room: Room):
    sent = fill_and_send(room.province)
    Passage.objects.filter(submission=sent, section__number="I").update(text="Khác")
    assert not services.is_intact(Submission.objects.get(pk=sent.pk))


@pytest.mark.parametrize(
    ("figures_", "named"),
    [
        ({"MEM.NEW:in_period": None}, "Chưa có số liệu"),
        ({"MEM.NEW:in_period": -1}, "không được âm (−1)"),
        ({"MEM.NEW:in_period": 12}, "Trong kỳ (12) lớn hơn lũy kế (11)"),
        ({"MEM.IDLINK:numerator": 413}, "Tử số (413) lớn hơn mẫu số (412)"),
    ],
)
def test_an_error_in_the_figures_stops_the_report_and_is_named(room: Room, figures_, named):
    begin_and_fill(room.province, actor=room.writer, figures=figures_)
    said = refused("reporting.figures", submit, obligation=room.province, actor=room.writer)
    assert named in said.message
    draft = room.province.draft
    services.save_cells(
        actor=room.writer,
        obligation_id=room.province.pk,
        version=draft.version,
        figures={key: FIGURES[key] for key in figures_},
    )
    assert submit(room.province, actor=room.writer).state == State.APPROVAL


def test_many_errors_are_counted_the_first_ones_named(room: Room):
    begin_and_fill(room.province, actor=room.writer, figures=dict.fromkeys(FIGURES))
    said = refused("reporting.figures", submit, obligation=room.province, actor=room.writer)
    assert said.message.count("Chưa có số liệu") == 5
    assert said.message.endswith("và 15 ô khác.")


def earlier(room: Room, period: str, moment: datetime, **changed) -> None:
    with time_machine.travel(moment):
        round_ = make_round(room.cast, period=period)
        begin_and_fill(owed(round_, "tu-hung-yen"), figures=changed)
        row = submit(owed(round_, "tu-hung-yen"))
        services.send(
            actor=SYSTEM,
            obligation_id=row.pk,
            version=row.version,
            **{**PAPER, "document_date": moment.date()},
        )


def test_a_warning_needs_an_explanation_that_goes_with_the_version(room: Room):
    earlier(room, "2019-t06-6t", datetime(2019, 6, 20, 9, tzinfo=ZONE), **{"APP.QUOTA:value": 30})
    begin_and_fill(room.province, actor=room.writer)
    said = refused("reporting.not_explained", submit, obligation=room.province, actor=room.writer)
    assert said.message == (
        "Biên chế có mặt: Giảm 30,00% so với kỳ trước (30), vượt ngưỡng 5%. Cần giải trình."
    )
    services.save_cells(
        actor=room.writer,
        obligation_id=room.province.pk,
        version=room.province.draft.version,
        figures={},
        explanations={"APP.QUOTA:value": "Tinh giản theo đề án"},
    )
    submit(room.province, actor=room.writer)
    warnings = send(room).warnings
    assert [(w["cell"], w["code"], w["explanation"]) for w in warnings if w["code"] == "changed"] == [
        ("APP.QUOTA:value", "changed", "Tinh giản theo đề án")
    ]


def test_the_running_total_is_held_against_the_report_of_the_same_year(room: Room):
    earlier(room, "2019-t08", datetime(2019, 8, 20, 9, tzinfo=ZONE), **{"MEM.OFFICIAL:cumulative": 6})
    begin_and_fill(room.province, figures={"MEM.OFFICIAL:in_period": 9})
    said = refused("reporting.figures", submit, obligation=room.province)
    assert "Trong kỳ (9) bằng lũy kế" in said.message
    assert "lũy kế 6" in said.message
    history = figures.history_of(room.province)
    assert (history.this_year.period.code, history.previous.period.code) == ("2019-t08", "2019-t08")


def test_a_required_section_must_not_be_empty(room: Room):
    begin_and_fill(room.province, actor=room.writer, texts={"I": "Một", "III": "Ba"})
    said = refused("reporting.section_empty", submit, obligation=room.province, actor=room.writer)
    assert said.message == "Chưa có nội dung ở mục: II. Hạn chế, khuyết điểm và nguyên nhân."


@pytest.mark.parametrize(
    ("code", "field", "facts"),
    [
        ("reporting.number_missing", "document_number", {"document_number": " "}),
        ("reporting.number_missing", "document_number", {"document_number": "9" * 61}),
        ("reporting.date_missing", "document_date", {"document_date": None}),
        ("reporting.date_future", "document_date", {"document_date": date(2019, 9, 17)}),
        ("reporting.signer_missing", "signer", {"signer": "\u200b"}),
    ],
)
def test_number_day_and_signer_stand_on_the_paper(room: Room, code, field, facts):
    put_up(room)
    assert refused(code, send, room=room, **facts).field == field
    assert send(room).number == 1


def test_who_put_it_up_does_not_approve_it_except_where_one_officer_works(room: Room):
    begin_and_fill(room.province, actor=room.head)
    submit(room.province, actor=room.head)
    refused("reporting.same_person", send, room=room)
    move(room.province, "reject", actor=room.head, note="Người khác trình")
    submit(room.province, actor=room.writer)
    assert send(room).sent_label == room.head.actor_label
    begin_and_fill(room.small, actor=room.commune)
    submit(room.small, actor=room.commune)
    assert approve(room.small, actor=room.commune).sent_by == room.commune.pk


def test_an_officer_does_not_approve_and_a_stranger_sees_nothing(room: Room):
    put_up(room)
    for stranger in (room.writer, room.centre, room.cast.officer, room.cast.head):
        with pytest.raises(Hidden):
            send(room, actor=stranger)
    with pytest.raises(Conflict):
        send(room, version=1)
    assert send(room).number == 1


def test_a_report_on_paper_is_entered_by_the_direct_superior_and_says_so(room: Room):
    row = owed(room.round, "tu-long-an")
    facts = {"actor": room.centre, "obligation_id": row.pk, "on_behalf": True}
    draft = services.begin_report(**facts)
    services.save_cells(version=draft.version, figures=FIGURES, **facts)
    for number, text in TEXTS.items():
        section = room.round.form_version.sections.get(number=number).pk
        services.add_passage(section_id=section, text=text, **facts)
    row.refresh_from_db()
    services.move(move="submit", version=row.version, **facts)
    row.refresh_from_db()
    sent = services.send(version=row.version, **PAPER, **facts)
    assert (sent.on_behalf, sent.sent_label) == (True, room.centre.actor_label)
    assert Entry.objects.get(action="reporting.send").changes["on_behalf"] == [False, True]
    with pytest.raises(Hidden):  # the cluster of another line, a superior's superior: not the direct one
        services.begin_report(actor=room.centre, obligation_id=room.small.pk, on_behalf=True)


# --- returns and times -------------------------------------------------------------------------------------


def test_a_return_names_what_to_mend_and_until_when(room: Room):
    sent = fill_and_send(room.province)
    due = datetime(2019, 9, 18, 17, tzinfo=ZONE)
    back = move(
        room.province,
        "return",
        actor=room.centre,
        due=due,
        remarks=[
            RemarkFacts("Kiểm tra số kết nạp", cell="MEM.NEW:in_period"),
            RemarkFacts("Nêu rõ nguyên nhân", passage_id=sent.passages.get(section__number="II").pk),
            RemarkFacts("Bổ sung biểu"),
        ],
    )
    assert (back.state, back.return_due, back.accepted) == (State.RETURNED, due, None)
    assert [r.text for r in sent.remarks.all()] == [
        "Kiểm tra số kết nạp",
        "Nêu rõ nguyên nhân",
        "Bổ sung biểu",
    ]
    assert Notice.objects.filter(message__event="reporting.return", user=room.writer).count() == 1


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("reporting.no_remark", {}),
        ("reporting.remark_text", {"remarks": [RemarkFacts("  ")]}),
        ("reporting.remark_text", {"remarks": [RemarkFacts("x" * 1001)]}),
        (
            "reporting.due_past",
            {"remarks": [RemarkFacts("Sửa")], "due": datetime(2019, 9, 15, 17, tzinfo=ZONE)},
        ),
    ],
)
def test_a_return_without_substance_is_refused(room: Room, code, facts):
    fill_and_send(room.province)
    refused(code, move, obligation=room.province, name="return", actor=room.centre, **facts)
    assert room.province.state == State.SENT


def test_a_remark_is_about_this_report(room: Room):
    fill_and_send(room.province)
    other = fill_and_send(owed(room.round, "tu-long-an")).passages.first()
    draft = Passage.objects.filter(obligation=room.province, submission=None).first()
    for remark in (
        RemarkFacts("x", cell="KHONG.CO:value"),
        RemarkFacts("x", passage_id=other.pk),
        RemarkFacts("x", passage_id=draft.pk),
    ):
        with pytest.raises(Hidden):
            move(room.province, "return", actor=room.centre, remarks=[remark])
    assert services.write_remarks(SYSTEM, owed(room.round, "tu-dong-nai"), [RemarkFacts("x")]) == []


def test_a_return_does_not_make_late_unless_its_own_deadline_is_missed(room: Room):
    first = fill_and_send(room.province)
    due = datetime(2019, 9, 18, 17, tzinfo=ZONE)
    for moment, judged in (
        (datetime(2019, 9, 17, 9, tzinfo=ZONE), first.sent_at),
        (datetime(2019, 9, 30, 9, tzinfo=ZONE), None),
    ):
        move(room.province, "return", remarks=[RemarkFacts("Sửa")], due=due)
        with time_machine.travel(moment):
            move(room.province, "resume", actor=room.writer)
            submit(room.province, actor=room.writer)
            again = send(room)
            assert room.province.first_sent_at == (judged or again.sent_at)
            assert room.province.return_due is None
        due = datetime(2019, 9, 20, 17, tzinfo=ZONE)
    assert again.number == 3
    assert again.previous_hash == Submission.objects.get(obligation=room.province, number=2).hash


def test_a_withdrawn_report_says_why_and_is_sent_anew_as_the_next_version(room: Room):
    fill_and_send(room.province)
    refused("reporting.note_missing", move, obligation=room.province, name="withdraw", actor=room.head)
    with pytest.raises(Hidden):
        move(room.province, "withdraw", actor=room.writer, note="Sai số")
    assert move(room.province, "withdraw", actor=room.head, note="Sai số").state == State.DRAFTING
    submit(room.province, actor=room.writer)
    assert send(room).number == 2
    move(room.province, "accept", actor=room.centre)
    said = refused(
        "reporting.state", move, obligation=room.province, name="withdraw", actor=room.head, note="Sai số"
    )
    assert said.message == (
        "Báo cáo của Tỉnh ủy Hưng Yên đang ở trạng thái “Đã thẩm tra” nên không thể xin rút để sửa. "
        "Có thể: trả lại để hoàn thiện, đưa vào tổng hợp, khóa số liệu."
    )


def test_recommendations_go_up_once_whatever_the_versions(room: Room):
    fill_and_send(room.province, actor=SYSTEM, texts={**TEXTS, "IV": "Đề nghị bổ sung biên chế."})
    asked = Recommendation.objects.get()
    assert (asked.unit_id, asked.addressee_id, asked.text, asked.period) == (
        room.province.unit_id,
        room.cast.unit("tw").pk,
        "Đề nghị bổ sung biên chế.",
        PERIOD,
    )
    assert asked.origin_label == "Báo cáo tháng 9 và 9 tháng năm 2019, mục IV"
    assert asked.origin_url == f"/tu-hung-yen/{PERIOD}/bao-cao/{room.province.pk}/"
    move(room.province, "withdraw", note="Sửa")
    submit(room.province)
    approve(room.province)
    assert Recommendation.objects.count() == 1


def test_in_a_cluster_the_lead_takes_in_and_a_recommendation_goes_to_the_party_line(cast):
    round_ = make_round(cast, unit="cum-thi-dua-4", period="2018-6t", regime="so-ket-cum")
    member = owed(round_, "btc-dong-nai")
    head = make_user("dn.truongban", home=cast.unit("btc-dong-nai"))
    make_grant(head, Role.HEAD, cast.unit("tu-dong-nai"))
    begin_and_fill(member, actor=head, texts={**TEXTS, "IV": "Đề nghị mở lớp."})
    submit(member)
    approve(member, actor=head)
    assert Recommendation.objects.get().addressee_id == cast.unit("tw").pk
    with pytest.raises(Hidden):
        move(member, "accept", actor=cast.head)
    assert move(member, "accept", actor=cast.cluster_lead).state == State.ACCEPTED


# --- above the leaves -------------------------------------------------------------------------------


def test_a_superior_sends_the_sum_of_what_it_accepted_and_that_counts_as_consolidated(room: Room):
    cell = fill_and_send(owed(room.round, "cb-thon-mot"), accept=True)
    row = owed(room.round, "du-an-hoa")
    sent = fill_and_send(row, accept=True)
    assert sent.figures == cell.figures
    assert sent.included["included"] == [
        {"unit": cell.obligation.unit_id, "submission": cell.pk, "hash": cell.hash}
    ]
    assert owed(room.round, "cb-thon-mot").state == State.CONSOLIDATED
    assert Rollup.objects.get(round=room.round, unit__code="tw").totals == sent.figures
    move(row, "return", remarks=[RemarkFacts("Sửa")])
    assert owed(room.round, "cb-thon-mot").state == State.ACCEPTED
    move(owed(room.round, "cb-thon-mot"), "return", remarks=[RemarkFacts("Sửa")])
    assert Rollup.objects.get(round=room.round, unit__code="tw").totals[0] is None


def test_a_superior_without_any_accepted_report_has_nothing_to_send(room: Room):
    row = owed(room.round, "du-an-hoa")
    begin_and_fill(row)
    refused("reporting.figures", submit, obligation=row)
    with pytest.raises(Hidden):  # sums are not typed in
        services.save_cells(actor=SYSTEM, obligation_id=row.pk, version=9, figures={"MEM.NEW:in_period": 1})


def test_the_report_of_the_unit_that_opened_is_final_once_signed(room: Room):
    round_ = make_round(room.cast, unit="hu-dong-hung", period="2019-t08")
    for code in ("du-an-chau", "cb-thon-mot", "du-an-hoa"):
        fill_and_send(owed(round_, code), accept=True)
    root = owed(round_, "hu-dong-hung")
    sent = fill_and_send(root, texts={**TEXTS, "IV": "Không gửi đi đâu."})
    root.refresh_from_db()
    assert (root.state, root.accepted, Recommendation.objects.count()) == (State.ACCEPTED, sent, 0)


def test_a_sent_report_is_found_by_who_reads_the_unit(room: Room):
    fill_and_send(room.province)
    move(room.province, "withdraw", note="Sửa")
    submit(room.province)
    approve(room.province, number="216-BC/TU")
    entry = SearchEntry.objects.get(kind="report")
    assert (entry.object_id, entry.unit_id) == (room.province.pk, room.province.unit_id)
    address = f"/btc-hung-yen/{PERIOD}/tim-kiem/?q=216-BC"

    def finds(user) -> bool:
        browser = Client()
        browser.force_login(user)
        return f"/tu-hung-yen/{PERIOD}/bao-cao/{room.province.pk}/" in browser.get(address).content.decode()

    assert (finds(room.writer), finds(room.centre), finds(room.cast.officer)) == (True, True, False)


def test_a_door_of_its_own_is_not_gone_around(room: Room):
    for name in ("begin", "send"):
        with pytest.raises(ValueError, match="door of its own"):
            move(room.province, name)
    with pytest.raises(Hidden):
        move(room.province, "khong-co")
    assert room.province.due > room.province.deadline - timedelta(seconds=1)
