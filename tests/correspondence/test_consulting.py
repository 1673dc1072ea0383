"""Asking for opinions: who is asked, what may be answered, counts of phiếu, tiếp thu · giải trình."""

import io
from datetime import date
from typing import Any

import pytest

from giaoban.accounts.rules import Role
from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence.models import Consultation, Dossier, Opinion, OpinionPoint
from giaoban.correspondence.opinion_files import may_add, may_read
from giaoban.correspondence.queries.consulting import (
    asked_of,
    get_opinion,
    opinions_visible_to,
    rounds_of,
    unanswered_of,
)
from giaoban.correspondence.rules import Manner, State, Verdict
from giaoban.correspondence.rules.opinions import AnswerFacts, AskFacts, Point
from giaoban.correspondence.services import consulting, opinions
from giaoban.notices.models import Notice
from tests.cast import Cast
from tests.correspondence.common import make_round
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import make_dossier
from tests.factories.files import docx_parts, packed

DAY = date(2019, 9, 12)
BOTH = ("hu-dong-hung", "du-an-hoa")


def facts(cast: Cast, *codes: str, **other: Any) -> AskFacts:
    values = {"manner": Manner.LETTER, "sent_on": DAY, "due": date(2019, 9, 20), **other}
    return AskFacts(unit_ids=tuple(cast.unit(code).pk for code in codes), **values)


def said(verdict: str, *points: str, **other: Any) -> AnswerFacts:
    return AnswerFacts(
        Verdict(verdict), **{"answered_on": DAY, "points": tuple(Point(text) for text in points), **other}
    )


def refused(door: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        door(**given)
    return caught.value.code.removeprefix("correspondence."), caught.value.field


# --- asking ----------------------------------------------------------------------------------------------


def test_a_letter_asks_bodies_and_tells_each(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    made = consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=facts(cast, *BOTH), version=1)
    dossier.refresh_from_db()
    step = dossier.steps.last()
    assert (dossier.state, dossier.version, step.move, step.on) == (State.CONSULTING, 2, "consult", DAY)
    assert (made.draft.number, made.given) == (1, None)
    assert list(made.opinions.values_list("unit__code", flat=True)) == list(BOTH)
    told = Notice.objects.filter(user=cast.commune_officer).select_related("message").get()
    opinion = made.opinions.get(unit__code="du-an-hoa")
    assert told.message.url.startswith("/du-an-hoa/")
    assert told.message.url.endswith(f"/gop-y/{opinion.pk}/")
    assert Entry.objects.filter(action="correspondence.ask_opinions", object_id=dossier.pk).count() == 1


def test_a_phieu_keeps_how_many_were_sent_out_and_no_unit(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    form = facts(cast, *BOTH, manner=Manner.FORM, given=15)
    made = consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=form)
    assert (made.given, made.opinions.count()) == (15, 0)


def test_a_further_round_may_go_out_while_one_is_open(cast: Cast) -> None:
    dossier, _round, _opinions = make_round(cast, "hu-dong-hung")
    made = consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=facts(cast, "du-an-hoa"))
    assert made.dossier_id == dossier.pk
    assert dossier.consultations.count() == 2


@pytest.mark.parametrize(
    ("codes", "other", "expected"),
    [
        ((), {}, ("nobody_asked", "units")),
        (("btc-thai-binh",), {}, ("asks_itself", "units")),
        (BOTH, {"draft": 7}, ("no_draft", "draft")),
        (BOTH, {"due": date(2019, 9, 11)}, ("due", "due")),
        (BOTH, {"sent_on": date(2019, 9, 17)}, ("future", "sent_on")),
        (BOTH, {"symbol": "x" * 61}, ("too_long", "symbol")),
        ((), {"manner": Manner.FORM}, ("given", "given")),
        ((), {"manner": Manner.FORM, "given": 0}, ("given", "given")),
    ],
)
def test_what_cannot_be_asked_is_refused(
    cast: Cast, codes: tuple[str, ...], other: dict[str, Any], expected: tuple[str, str]
) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    asked = facts(cast, *codes, **other)
    assert refused(consulting.ask, actor=cast.officer, dossier_id=dossier.pk, facts=asked) == expected
    assert Consultation.objects.count() == 0
    consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=facts(cast, *BOTH))


def test_a_body_that_still_owes_an_answer_is_not_asked_again(cast: Cast) -> None:
    dossier, _round, _opinions = make_round(cast, "hu-dong-hung")
    again = facts(cast, "hu-dong-hung")
    assert refused(consulting.ask, actor=cast.officer, dossier_id=dossier.pk, facts=again) == (
        "asked_already",
        "units",
    )


def test_unknown_units_too_many_and_a_dossier_out_of_hand(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    unknown = AskFacts(Manner.LETTER, DAY, DAY, (987654,))
    with pytest.raises(Hidden):
        consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=unknown)
    many = AskFacts(Manner.LETTER, DAY, DAY, tuple(range(1, 302)))
    found = refused(consulting.ask, actor=cast.officer, dossier_id=dossier.pk, facts=many)
    assert found == ("too_many_asked", "units")
    issued = make_dossier(cast.unit("btc-thai-binh"), state=State.ISSUED, about="Đã ban hành")
    closed = facts(cast, *BOTH)
    assert refused(consulting.ask, actor=cast.officer, dossier_id=issued.pk, facts=closed)[0] == "state"
    bare = make_dossier(cast.unit("btc-thai-binh"), drafted=False, about="Chưa soạn")
    assert refused(consulting.ask, actor=cast.officer, dossier_id=bare.pk, facts=closed)[0] == "no_draft"


def test_only_who_drafts_may_ask(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    for stranger in (cast.other_officer, cast.commune_officer, cast.monitor, cast.administrator):
        with pytest.raises(Hidden):
            consulting.ask(actor=stranger, dossier_id=dossier.pk, facts=facts(cast, *BOTH))
    with pytest.raises(Conflict):
        consulting.ask(actor=cast.officer, dossier_id=dossier.pk, facts=facts(cast, *BOTH), version=9)


# --- answering -------------------------------------------------------------------------------------------


def test_the_body_answers_itself_and_who_asked_is_told(cast: Cast) -> None:
    dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    answer = said("agreed_with_points", "Nêu rõ thời hạn.", " ", symbol="12-CV/ĐU")
    opinions.answer(actor=cast.commune_officer, opinion_id=opinion.pk, facts=answer)
    opinion.refresh_from_db()
    assert (opinion.verdict, opinion.answered_on, opinion.symbol) == ("agreed_with_points", DAY, "12-CV/ĐU")
    assert [point.text for point in opinion.points.all()] == ["Nêu rõ thời hạn."]
    assert Notice.objects.filter(user=cast.officer).count() == 1
    assert dossier.steps.count() == 2


def test_an_answer_is_corrected_until_one_of_its_points_is_settled(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    opinions.answer(actor=cast.officer, opinion_id=opinion.pk, facts=said("not_agreed", "Chưa rõ."))
    assert Notice.objects.filter(user=cast.officer).count() == 0  # recorded by those who asked
    opinions.answer(actor=cast.commune_officer, opinion_id=opinion.pk, facts=said("not_agreed", "Rõ hơn."))
    point = OpinionPoint.objects.get(opinion=opinion)
    assert point.text == "Rõ hơn."
    opinions.respond(actor=cast.officer, point_id=point.pk, accepted=True, response="Đã sửa mục II.")
    again = said("agreed")
    assert refused(opinions.answer, actor=cast.commune_officer, opinion_id=opinion.pk, facts=again) == (
        "points_settled",
        "",
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said("agreed", "Một điểm"), ("points_left", "verdict")),
        (said("not_agreed"), ("points_missing", "points")),
        (said("agreed", answered_on=date(2019, 9, 4)), ("answered_on", "answered_on")),
        (said("agreed", answered_on=date(2019, 9, 17)), ("answered_on", "answered_on")),
        (said("not_agreed", "x" * 4001), ("too_long", "points")),
        (said("not_agreed", *(["một"] * 201)), ("too_many_points", "points")),
        (
            AnswerFacts(Verdict.NOT_AGREED, DAY, (Point("một", "y" * 121),)),
            ("too_long", "points"),
        ),
        (said("agreed", symbol="x" * 61), ("too_long", "symbol")),
    ],
)
def test_what_does_not_fit_is_refused(cast: Cast, answer: AnswerFacts, expected: tuple[str, str]) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    given = {"actor": cast.commune_officer, "opinion_id": opinion.pk}
    assert refused(opinions.answer, facts=answer, **given) == expected
    opinions.answer(facts=said("no_opinion"), **given)


def test_a_closed_round_takes_no_answer(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa", closed_on=DAY)
    given = {"actor": cast.commune_officer, "opinion_id": opinion.pk, "facts": said("agreed")}
    assert refused(opinions.answer, **given)[0] == "round_closed"
    assert not may_add(cast.commune_officer, opinion.pk)
    assert may_read(cast.commune_officer, opinion.pk)


def test_the_letter_of_an_answer_is_kept_and_read_by_both_sides(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    letter = io.BytesIO(packed(docx_parts()))
    opinions.answer(
        actor=cast.commune_officer,
        opinion_id=opinion.pk,
        facts=said("agreed"),
        file=letter,
        file_name="tra-loi.docx",
    )
    opinion.refresh_from_db()
    assert opinion.file is not None
    assert opinion.file.name == "tra-loi.docx"
    assert may_add(cast.officer, opinion.pk)
    assert may_read(cast.head, opinion.pk)
    assert not may_read(cast.other_officer, opinion.pk)
    assert not may_add(cast.other_officer, opinion.pk)


def test_who_may_answer(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    for stranger in (cast.other_officer, cast.monitor, cast.former):
        with pytest.raises(Hidden):
            opinions.answer(actor=stranger, opinion_id=opinion.pk, facts=said("agreed"))
    assert opinions_visible_to(System()).count() == asked_of(System(), [opinion.unit_id]).count() == 1
    assert get_opinion(cast.commune_officer, opinion.pk).pk == opinion.pk
    assert unanswered_of(cast.commune_officer, [opinion.unit_id]).count() == 1
    assert unanswered_of(cast.other_officer, [opinion.unit_id]).count() == 0


def test_who_only_reads_there_may_not_answer(cast: Cast) -> None:
    _dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    reader = make_user("anhoa.xem", home=cast.unit("du-an-hoa"))
    make_grant(reader, Role.REVIEWER, cast.unit("du-an-hoa"))
    assert get_opinion(reader, opinion.pk).pk == opinion.pk
    with pytest.raises(Hidden):
        opinions.answer(actor=reader, opinion_id=opinion.pk, facts=said("agreed"))


# --- phiếu -----------------------------------------------------------------------------------------------


def counted(round_: Consultation, actor: Any, *numbers: int, **other: Any) -> Consultation:
    given, returned, agreed, disagreed = numbers
    return consulting.count_forms(
        actor=actor,
        consultation_id=round_.pk,
        given=given,
        returned=returned,
        agreed=agreed,
        disagreed=disagreed,
        **other,
    )


def test_counts_of_phieu_are_kept_and_hang_together(cast: Cast) -> None:
    dossier, round_, _none = make_round(cast, manner=Manner.FORM, given=15)
    counted(round_, cast.officer, 15, 14, 12, 1, version=1)
    found = rounds_of(dossier).rounds[0]
    assert (found.unmarked, rounds_of(dossier).uncounted, found.letter) == (1, False, False)
    for numbers, field in (((15, 16, 1, 1), "returned"), ((15, 14, 12, 3), "agreed")):
        with pytest.raises(Refusal) as caught:
            counted(round_, cast.officer, *numbers)
        assert caught.value.field == field
    with pytest.raises(Conflict):
        counted(round_, cast.officer, 15, 15, 15, 0, version=1)


def test_a_letter_or_a_closed_round_has_no_counts_to_write(cast: Cast) -> None:
    _dossier, letter, _asked = make_round(cast, "du-an-hoa")
    with pytest.raises(Hidden):
        counted(letter, cast.officer, 1, 1, 1, 0)
    _other, closed, _none = make_round(cast, manner=Manner.FORM, given=3, closed_on=DAY)
    with pytest.raises(Refusal) as caught:
        counted(closed, cast.officer, 3, 3, 3, 0)
    assert caught.value.code == "correspondence.round_closed"
    _open, form, _nobody = make_round(cast, manner=Manner.FORM, given=3)
    with pytest.raises(Hidden):
        counted(form, cast.commune_officer, 3, 3, 3, 0)


# --- tiếp thu · giải trình -------------------------------------------------------------------------------


def pointed(cast: Cast, *texts: str, **facts: Any) -> tuple[Dossier, list[OpinionPoint]]:
    dossier, _round, (opinion,) = make_round(cast, "du-an-hoa", **facts)
    opinion.verdict, opinion.answered_on = "not_agreed", DAY
    opinion.save()
    return dossier, [OpinionPoint.objects.create(opinion=opinion, text=text) for text in texts]


def test_a_point_is_taken_over_or_explained_in_words(cast: Cast) -> None:
    dossier, (first, second) = pointed(cast, "Một", "Hai")
    opinions.respond(actor=cast.officer, point_id=first.pk, accepted=True, response="Đã sửa.", version=1)
    opinions.respond(actor=cast.officer, point_id=second.pk, accepted=False, response="Giữ nguyên vì…")
    found = rounds_of(dossier)
    assert (found.points, found.settled, found.accepted, found.unsettled) == (2, 2, 1, 0)
    for response, code in (("  ", "response_missing"), ("x" * 4001, "too_long")):
        given = {"actor": cast.officer, "point_id": first.pk, "accepted": True, "response": response}
        assert refused(opinions.respond, **given) == (code, "response")
    with pytest.raises(Conflict):
        opinions.respond(actor=cast.officer, point_id=first.pk, accepted=True, response="Lại.", version=1)


def test_the_table_stays_as_it_was_submitted(cast: Cast) -> None:
    dossier, (point,) = pointed(cast, "Một")
    Dossier.objects.filter(pk=dossier.pk).update(state=State.WITH_STANDING_BOARD)
    given = {"actor": cast.officer, "point_id": point.pk, "accepted": True, "response": "Sửa."}
    assert refused(opinions.respond, **given)[0] == "state"


def test_points_of_others_are_unknown(cast: Cast) -> None:
    _dossier, (point,) = pointed(cast, "Một")
    for point_id, actor in ((point.pk, cast.commune_officer), (point.pk + 99, cast.officer)):
        with pytest.raises(Hidden):
            opinions.respond(actor=actor, point_id=point_id, accepted=True, response="Sửa.")


# --- the end of it ---------------------------------------------------------------------------------------


def settle(cast: Cast, dossier: Dossier, **given: Any) -> Dossier:
    return consulting.settle(**{"actor": cast.officer, "dossier_id": dossier.pk, "on": DAY, **given})


def test_nothing_is_settled_while_a_point_has_no_response(cast: Cast) -> None:
    dossier, (point,) = pointed(cast, "Một")
    with pytest.raises(Refusal) as caught:
        settle(cast, dossier)
    assert (caught.value.code, caught.value.field) == ("correspondence.unsettled", "reason")
    assert "1 điểm góp ý chưa tiếp thu, giải trình" in str(caught.value)
    opinions.respond(actor=cast.officer, point_id=point.pk, accepted=True, response="Đã sửa.")
    done = settle(cast, dossier)
    step = done.steps.last()
    assert (done.state, step.move, step.note) == (State.DRAFTING, "settle", "")
    assert done.consultations.get().closed_on == DAY


def test_a_reason_ends_what_is_left_open(cast: Cast) -> None:
    dossier, _points = pointed(cast, "Một")
    make_round_on(dossier, cast)
    with pytest.raises(Refusal) as caught:
        settle(cast, dossier)
    said_so = str(caught.value)
    assert "1 cơ quan chưa trả lời" in said_so
    assert "chưa ghi kết quả phiếu" in said_so
    done = settle(cast, dossier, reason="Đã quá hạn, trình theo chỉ đạo của Thường trực.", version=1)
    assert done.steps.last().note == "Đã quá hạn, trình theo chỉ đạo của Thường trực."
    assert done.consultations.filter(closed_on=None).count() == 0


def make_round_on(dossier: Dossier, cast: Cast) -> None:
    draft = dossier.drafts.get()
    days = {"sent_on": date(2019, 9, 6), "due": date(2019, 9, 9)}
    letter = Consultation.objects.create(dossier=dossier, draft=draft, manner="letter", **days)
    Opinion.objects.create(consultation=letter, unit=cast.unit("hu-dong-hung"))
    Consultation.objects.create(dossier=dossier, draft=draft, manner="form", given=9, **days)


def test_only_what_is_being_asked_can_end_and_not_before_it_began(cast: Cast) -> None:
    drafting = make_dossier(cast.unit("btc-thai-binh"))
    assert refused(consulting.settle, actor=cast.officer, dossier_id=drafting.pk, on=DAY)[0] == "state"
    dossier, _round, _none = make_round(cast, manner=Manner.FORM, given=3, returned=3, agreed=3, disagreed=0)
    assert refused(consulting.settle, actor=cast.officer, dossier_id=dossier.pk, on=date(2019, 9, 1)) == (
        "day_order",
        "on",
    )
    with pytest.raises(Hidden):
        settle(cast, dossier, actor=cast.commune_officer)
    assert settle(cast, dossier).state == State.DRAFTING
