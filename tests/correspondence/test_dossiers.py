"""The road of a hồ sơ trình: opened, drafted, submitted, decided; who may, who does not even see it."""

import dataclasses
import io
from datetime import date
from typing import Any

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.core.secrecy import Zone
from giaoban.correspondence import queries, services
from giaoban.correspondence.models import Dossier, Step
from giaoban.correspondence.rules import (
    EDITABLE,
    PROCESS,
    SUBMITS,
    DossierFacts,
    Move,
    Organ,
    Permission,
    State,
    Subject,
)
from giaoban.notices.models import Notice
from giaoban.organisations.models import Department
from tests.cast import TODAY, Cast
from tests.factories.accounts import make_grant, make_user
from tests.factories.correspondence import ABOUT, make_arrival, make_dossier, make_draft, make_paper
from tests.factories.directives import make_document
from tests.factories.files import docx_parts, packed

YESTERDAY = date(2019, 9, 15)
FACTS = DossierFacts(type="KH", about=ABOUT)


def opened(cast: Cast, **facts: Any) -> Dossier:
    given = dataclasses.replace(FACTS, **facts)
    return services.open_dossier(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk, facts=given)


# --- opening ---------------------------------------------------------------------------------------------


def test_a_dossier_begins_with_its_first_step_and_a_trace(cast: Cast) -> None:
    province, commune = cast.unit("tu-thai-binh"), cast.unit("du-an-hoa")
    cited = make_document(province, "18-NQ/TW", public=True)
    dossier = opened(
        cast,
        issuer_id=province.pk,
        organ=Organ.STANDING_BOARD.value,
        field="apparatus",
        receivers=(" Ban  Thường vụ ", ""),
        recipient_ids=(commune.pk, commune.pk),
        relations=(("implements", cited.pk), ("implements", cited.pk)),
        subject=Subject("reporting.submission", 7, "Báo cáo quý III", "/x/"),
        period="2019-q3",
        addressee="Sở A,\nSở B",
    )
    assert (dossier.state, dossier.opened_on, dossier.period) == ("drafting", TODAY, "2019-q3")
    assert (dossier.receivers, dossier.relations) == (["Ban Thường vụ"], [["implements", cited.pk]])
    assert list(dossier.recipients.all()) == [commune]
    assert dossier.subject_label == "Báo cáo quý III"
    assert dossier.addressee == "Sở A,\nSở B"
    assert dossier.folded == "ke hoach ke hoach sap xep to chuc bo may nam 2019 so a, so b"
    (step,) = dossier.steps.all()
    assert (step.move, step.state, step.recorded_label) == ("open", "drafting", cast.clerk.actor_label)
    assert Entry.objects.get(action="correspondence.open").changes["issuer"] == [None, province.pk]


def test_without_a_period_it_belongs_to_the_one_that_runs(cast: Cast) -> None:
    assert opened(cast).period == "2019-t09-9t"


def test_one_record_has_one_dossier_until_it_is_withdrawn(cast: Cast) -> None:
    subject = Subject("reporting.submission", 7, "Báo cáo quý III")
    first = opened(cast, subject=subject)
    with pytest.raises(Refusal) as said:
        opened(cast, subject=subject)
    assert said.value.code == "correspondence.already_open"
    services.withdraw(actor=cast.clerk, dossier_id=first.pk, note="Lập lại")
    assert opened(cast, subject=subject).pk != first.pk


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"about": " 123 "}, "about_missing", "about"),
        ({"about": "a" * 1001}, "too_long", "about"),
        ({"type": "XX"}, "type", "type"),
        ({"organ": "king"}, "organ", "organ"),
        ({"field": "x"}, "field", "field"),
        ({"urgency": "x"}, "urgency", "urgency"),
        ({"secrecy": "x"}, "secrecy", "secrecy"),
        ({"period": "x"}, "period", "period"),
        ({"signer": "a" * 121}, "too_long", "signer"),
        ({"receivers": ["a" * 201]}, "receivers", "receivers"),
        ({"receivers": ["a"] * 61}, "receivers", "receivers"),
        ({"department_id": 0}, "department", "department"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast: Cast, facts: Any, code: str, field: str) -> None:
    with pytest.raises(Refusal) as said:
        opened(cast, **facts)
    assert (said.value.code, said.value.field) == (f"correspondence.{code}", field)
    assert not Dossier.objects.exists()


def test_the_connected_zone_holds_no_secret_dossier(cast: Cast, settings: Any) -> None:
    settings.GIAOBAN_ZONE = Zone.CONNECTED.value
    with pytest.raises(Refusal) as said:
        opened(cast, secrecy="secret")
    assert said.value.code == "secrecy.zone"


def test_a_body_issues_itself_or_advises_its_own_committee(cast: Cast) -> None:
    with pytest.raises(Refusal) as said:
        opened(cast, issuer_id=cast.unit("tu-hung-yen").pk)
    assert said.value.code == "correspondence.issuer"
    with pytest.raises(Hidden):
        opened(cast, issuer_id=0)
    with pytest.raises(Refusal) as said:
        opened(cast, joint_with=(cast.unit("btc-thai-binh").pk,))
    assert said.value.field == "joint_with"
    with pytest.raises(Hidden):
        opened(cast, recipient_ids=(0,))


def test_phong_relations_and_the_paper_it_answers_are_looked_at(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    room = Department.objects.create(unit=unit, name="Phòng Tổ chức", starts=date(2019, 1, 1))
    assert opened(cast, department_id=room.pk).department == room
    with pytest.raises(Refusal) as said:
        opened(cast, relations=(("loves", 1),))
    assert said.value.code == "correspondence.relation"
    with pytest.raises(Hidden):
        opened(cast, relations=(("cites", 0),))
    with pytest.raises(Hidden):
        opened(cast, answers_id=0)


def test_nobody_opens_one_for_a_body_they_do_not_work_for(cast: Cast) -> None:
    unit_id = cast.unit("btc-thai-binh").pk
    for actor in (cast.monitor, cast.other_officer, cast.commune_officer, cast.administrator, cast.former):
        with pytest.raises(Hidden):
            services.open_dossier(actor=actor, unit_id=unit_id, facts=FACTS)
    services.open_dossier(actor=System(), unit_id=unit_id, facts=FACTS)


# --- correcting and drafting -----------------------------------------------------------------------------


def test_facts_are_written_anew_and_the_trace_says_what_changed(cast: Cast) -> None:
    dossier = opened(cast, recipient_ids=(cast.unit("du-an-hoa").pk,))
    given = dataclasses.replace(FACTS, about="Kế hoạch mới", recipient_ids=(), due=TODAY)
    services.correct_dossier(actor=cast.officer, dossier_id=dossier.pk, facts=given, version=1)
    dossier.refresh_from_db()
    assert (dossier.about, dossier.version, dossier.recipients.count()) == ("Kế hoạch mới", 2, 0)
    changes = Entry.objects.get(action="correspondence.correct").changes
    assert changes == {
        "about": [ABOUT, "Kế hoạch mới"],
        "due": [None, "2019-09-16"],
        "recipients": [[cast.unit("du-an-hoa").pk], []],
    }
    with pytest.raises(Conflict):
        services.correct_dossier(actor=cast.officer, dossier_id=dossier.pk, facts=given, version=1)


def test_the_paper_it_answers_stays_and_must_be_of_its_body(cast: Cast) -> None:
    arrival = make_arrival(cast.unit("btc-thai-binh"))
    elsewhere = make_arrival(cast.unit("btc-hung-yen"))
    dossier = opened(cast, answers_id=arrival.pk)
    facts = dataclasses.replace(FACTS, answers_id=arrival.pk)
    again = services.correct_dossier(actor=cast.clerk, dossier_id=dossier.pk, facts=facts)
    assert again.answers_id == arrival.pk
    with pytest.raises(Hidden):
        opened(cast, answers_id=elsewhere.pk)


def test_drafts_are_counted_and_kept(cast: Cast) -> None:
    dossier = opened(cast)
    first = services.save_draft(actor=cast.officer, dossier_id=dossier.pk, paper=make_paper(), version=1)
    second = services.save_draft(
        actor=cast.clerk,
        dossier_id=dossier.pk,
        file=io.BytesIO(packed(docx_parts())),
        name="dự thảo.docx",
        note=" theo ý kiến ",
    )
    assert (first.number, first.file, second.number, second.paper) == (1, None, 2, None)
    assert (second.note, second.sha256) == ("theo ý kiến", second.file.sha256)
    assert queries.paper_of(first) == make_paper()
    assert queries.paper_of(second) is None
    assert queries.latest_draft(dossier) == second
    dossier.refresh_from_db()
    assert dossier.version == 3


def test_the_same_words_have_the_same_digest_whenever_they_are_printed(cast: Cast) -> None:
    dossier = opened(cast)
    one, same, other = (
        services.save_draft(actor=cast.clerk, dossier_id=dossier.pk, paper=paper)
        for paper in (
            make_paper(),
            make_paper(code="7K2M-9QXA-41TF"),
            make_paper(ABOUT, "Nội dung khác."),
        )
    )
    assert one.sha256 == same.sha256
    assert one.sha256 != other.sha256


def test_a_draft_is_a_paper_or_a_word_file(cast: Cast) -> None:
    dossier = opened(cast)
    for given in ({}, {"paper": make_paper(), "file": io.BytesIO(b"x"), "name": "a.docx"}):
        with pytest.raises(Refusal) as said:
            services.save_draft(actor=cast.clerk, dossier_id=dossier.pk, **given)
        assert said.value.code == "correspondence.draft_missing"
    with pytest.raises(Refusal) as said:
        services.save_draft(actor=cast.clerk, dossier_id=dossier.pk, file=io.BytesIO(b"words"), name="a.txt")
    assert said.value.code.endswith("type.not_allowed")
    with pytest.raises(Refusal) as said:
        services.save_draft(actor=cast.clerk, dossier_id=dossier.pk, paper=make_paper(), note="a" * 501)
    assert said.value.field == "note"


def test_what_was_submitted_is_not_changed_any_more(cast: Cast) -> None:
    for state in set(State) - set(EDITABLE):
        dossier = make_dossier(cast.unit("btc-thai-binh"), state=state)
        given: dict[str, Any] = {"actor": cast.clerk, "dossier_id": dossier.pk}
        for change, facts in (
            (services.save_draft, {"paper": make_paper()}),
            (services.correct_dossier, {"facts": FACTS}),
        ):
            with pytest.raises(Refusal) as said:
                change(**given, **facts)  # type: ignore[operator]
            assert said.value.code == "correspondence.closed"
        assert dossier.drafts.count() == 1


# --- the table of moves ----------------------------------------------------------------------------------


def move(cast: Cast, dossier: Dossier, which: str, actor: Any = None) -> Dossier:
    """One move by who may do it."""
    given: dict[str, Any] = {"actor": actor or cast.head, "dossier_id": dossier.pk}
    if which in SUBMITS.values():
        organ = {
            Move.SUBMIT_HEAD: Organ.HEAD,
            Move.SUBMIT_STANDING_OFFICE: Organ.STANDING_OFFICE,
            Move.SUBMIT_STANDING_BOARD: Organ.STANDING_BOARD,
            Move.SUBMIT_COMMITTEE: Organ.COMMITTEE,
        }[Move(which)]
        return services.submit(**given, organ=organ, on=TODAY, note="Trình")
    if which in (Move.APPROVE, Move.RETURN):
        return services.decide(**given, approve=which == Move.APPROVE, on=TODAY, note="Ý kiến")
    return services.withdraw(**given, note="Rút")


MOVES = [t for t in PROCESS.transitions if t.move not in (Move.CONSULT, Move.SETTLE, Move.ISSUE)]


@pytest.mark.parametrize("transition", MOVES, ids=lambda t: t.move)
def test_each_move_leads_where_the_table_says_and_from_nowhere_else(cast: Cast, transition: Any) -> None:
    body, committee = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    sources = set(transition.sources)
    if transition.move == Move.APPROVE:
        sources = {State.WITH_COMMITTEE}  # only the organ that issues approves
    for state in State:
        # issued by the committee, so that every stage may be gone through
        dossier = make_dossier(body, issuer=committee, organ="committee", state=state)
        steps = dossier.steps.count()
        offered = transition.move in {t.move for t in queries.moves_for(cast.head, dossier)}
        assert offered == (state in sources)
        if state not in sources:
            with pytest.raises(Refusal):
                move(cast, dossier, transition.move)
            dossier.refresh_from_db()
            assert (dossier.state, dossier.steps.count()) == (state, steps)
            continue
        moved = move(cast, dossier, transition.move)
        assert (moved.state, moved.version) == (transition.target, 2)
        last = moved.steps.last()
        assert last is not None
        assert (last.move, last.state, last.on) == (transition.move, transition.target, TODAY)
    assert Entry.objects.filter(action=f"correspondence.{transition.move}").count() == len(sources)


def test_the_commission_submits_and_the_committee_decides(cast: Cast) -> None:
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=cast.unit("tu-thai-binh"), organ="standing_board"
    )
    services.submit(actor=cast.officer, dossier_id=dossier.pk, organ="head", on=YESTERDAY, version=1)
    with pytest.raises(Refusal) as said:  # the head of the commission does not decide for the board
        services.decide(actor=cast.head, dossier_id=dossier.pk, approve=True, on=TODAY)
    assert said.value.code == "correspondence.not_there_yet"
    services.submit(actor=cast.officer, dossier_id=dossier.pk, organ="standing_board", on=TODAY)
    assert Notice.objects.filter(user=cast.head, message__event="correspondence.submit").count() == 2
    services.decide(actor=cast.head, dossier_id=dossier.pk, approve=False, on=TODAY, note="Bổ sung lộ trình")
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
    step = Step.objects.get(move="return")
    assert (step.note, step.draft) == ("Bổ sung lộ trình", queries.latest_draft(dossier))
    told = Notice.objects.filter(message__event="correspondence.return")
    # nobody is known to have opened it, so all who draft there are told
    assert set(told.values_list("user__username", flat=True)) == {"tb.theodoi", "tb.truongban", "tb.vanthu"}


def test_who_opened_it_and_who_wrote_in_it_are_told(cast: Cast) -> None:
    dossier = opened(cast)
    services.save_draft(actor=cast.officer, dossier_id=dossier.pk, paper=make_paper())
    services.submit(actor=cast.officer, dossier_id=dossier.pk, organ="head", on=TODAY)
    services.decide(actor=cast.head, dossier_id=dossier.pk, approve=True, on=TODAY)
    told = Notice.objects.filter(message__event="correspondence.approve")
    assert set(told.values_list("user__username", flat=True)) == {"tb.theodoi", "tb.vanthu"}


def test_it_is_never_laid_beyond_the_organ_that_issues(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    for organ in ("standing_board", "nobody"):
        with pytest.raises(Refusal) as said:
            services.submit(actor=cast.clerk, dossier_id=dossier.pk, organ=organ, on=TODAY)
        assert said.value.field == "organ"
    moves = {t.move for t in queries.moves_for(cast.clerk, dossier)}
    assert moves == {"consult", "submit_head", "withdraw"}
    assert {t.move for t in queries.moves_for(cast.monitor, dossier)} == set()


def test_what_is_submitted_has_a_draft_and_a_day_in_order(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), drafted=False)

    def submit(on: date, **facts: Any) -> Dossier:
        return services.submit(actor=cast.clerk, dossier_id=dossier.pk, organ="head", on=on, **facts)

    with pytest.raises(Refusal) as said:
        submit(TODAY)
    assert said.value.code == "correspondence.nothing_drafted"
    make_draft(dossier)
    for day, code in ((date(2019, 9, 17), "future"), (date(2019, 9, 1), "day_order")):
        with pytest.raises(Refusal) as said:
            submit(day)
        assert said.value.code == f"correspondence.{code}"
    with pytest.raises(Refusal):
        submit(TODAY, note="a" * 1001)
    with pytest.raises(Conflict):
        submit(TODAY, version=7)
    assert submit(TODAY).state == State.WITH_HEAD
    with pytest.raises(Conflict) as late:  # who comes second sees what the first one did
        submit(TODAY, version=1)
    assert late.value.code == "correspondence.state"


def test_returning_and_withdrawing_say_why(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state=State.WITH_HEAD)
    with pytest.raises(Refusal) as said:
        services.decide(actor=cast.head, dossier_id=dossier.pk, approve=False, on=TODAY)
    assert said.value.code == "correspondence.return_reason"
    with pytest.raises(Refusal) as said:
        services.withdraw(actor=cast.head, dossier_id=dossier.pk, note=" ")
    assert said.value.code == "correspondence.withdraw_reason"
    services.withdraw(actor=cast.clerk, dossier_id=dossier.pk, note="Đổi nội dung", on=TODAY)
    told = Notice.objects.filter(message__event="correspondence.withdraw")
    assert {notice.user for notice in told} == {cast.clerk, cast.head}
    still_at_home = make_dossier(cast.unit("btc-thai-binh"), state=State.RETURNED)
    services.withdraw(actor=cast.clerk, dossier_id=still_at_home.pk, note="Đổi nội dung")
    assert told.count() == 2


# --- who sees, who may -----------------------------------------------------------------------------------


def test_drafts_are_not_for_superiors_or_others_to_look_at(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    seen = {name for name, user in cast.everybody.items() if dossier in queries.visible_to(user)}
    assert seen == {"officer", "head", "clerk"}
    for name, user in cast.everybody.items():
        if name not in seen:
            with pytest.raises(Hidden):
                queries.get_dossier(user, dossier.pk)
            with pytest.raises(Hidden):
                queries.get_draft(user, queries.latest_draft(dossier).pk)  # type: ignore[union-attr]
            for which in ("submit_head", "withdraw"):
                with pytest.raises(Hidden):
                    move(cast, dossier, which, user)
    assert queries.get_draft(cast.clerk, dossier.drafts.get().pk).dossier == dossier
    assert queries.get_draft(System(), dossier.drafts.get().pk).dossier == dossier
    assert dossier in queries.visible_to(System())


def test_the_clerk_of_a_body_whose_committee_decides_elsewhere_records_it(cast: Cast) -> None:
    """Nobody of Tỉnh ủy itself works in this house: who may decide in the commission records its decision."""
    province = cast.unit("tu-thai-binh")
    dossier = make_dossier(
        cast.unit("btc-thai-binh"), issuer=province, organ="standing_board", state="with_standing_board"
    )
    assert not queries.staffed(province.pk)
    with pytest.raises(Hidden):
        services.decide(actor=cast.clerk, dossier_id=dossier.pk, approve=True, on=TODAY)
    services.decide(actor=cast.head, dossier_id=dossier.pk, approve=True, on=TODAY)
    dossier.refresh_from_db()
    assert dossier.state == State.APPROVED
    assert queries.may_move(cast.clerk, dossier, Permission.ISSUE)


def test_a_committee_with_staff_of_its_own_decides_itself(cast: Cast) -> None:
    province = cast.unit("tu-thai-binh")
    office = make_user("tu.vanphong", "Cao Văn Sáu", home=province)
    make_grant(office, "head", province, scope="self")
    dossier = make_dossier(cast.unit("btc-thai-binh"), issuer=province, organ="standing_board")
    assert queries.staffed(province.pk)
    with pytest.raises(Hidden):  # not before it is submitted
        queries.get_dossier(office, dossier.pk)
    services.submit(actor=cast.clerk, dossier_id=dossier.pk, organ="head", on=TODAY)
    with pytest.raises(Hidden):  # nor while it is with the head of the body that advises
        queries.get_dossier(office, dossier.pk)
    services.submit(actor=cast.clerk, dossier_id=dossier.pk, organ="standing_board", on=TODAY)
    assert queries.get_dossier(office, dossier.pk) == dossier
    services.decide(actor=office, dossier_id=dossier.pk, approve=True, on=TODAY)
    dossier.refresh_from_db()
    assert not queries.may_move(cast.clerk, dossier, Permission.ISSUE)
    assert queries.may_move(office, dossier, Permission.ISSUE)


def test_a_paper_of_the_head_is_seen_by_the_issuer_once_laid_before_its_head(cast: Cast) -> None:
    commission, province = cast.unit("btc-thai-binh"), cast.unit("tu-thai-binh")
    office = make_user("tu.vanthu", "Cao Thị Bảy", home=province)
    make_grant(office, "clerk", province, scope="self")
    dossier = make_dossier(commission, issuer=province, organ="head", state=State.WITH_HEAD)
    assert queries.get_dossier(office, dossier.pk) == dossier
    assert queries.side(dossier, Permission.DECIDE) == (province.pk,)


def test_an_actor_that_is_no_account_works_nowhere(cast: Cast) -> None:
    class Visitor(System):
        actor_id = 7

    make_dossier(cast.unit("btc-thai-binh"))
    assert queries.works_for(Visitor(), Permission.VIEW) == ()
    assert not queries.visible_to(Visitor()).exists()


def test_a_successor_reads_what_its_predecessors_advised(cast: Cast) -> None:
    before = make_dossier(cast.unit("du-an-hoa-cu"), state=State.ISSUED)
    assert before in queries.visible_to(cast.commune_officer)
    assert before not in queries.visible_to(cast.clerk)
