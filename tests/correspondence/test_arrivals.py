"""The incoming book: numbers without gaps, what a symbol says, corrections, secret papers as stubs."""

import io
from datetime import date
from typing import Any

import pytest

from giaoban.audit.models import Entry
from giaoban.core.actors import System
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence import services
from giaoban.correspondence.arrived_files import KIND, may_add, may_read
from giaoban.correspondence.models import Arrival
from giaoban.correspondence.queries import arrivals as reading
from giaoban.correspondence.rules.arriving import ArrivalFacts
from giaoban.directives.models import Document
from giaoban.files.models import StoredFile
from tests.cast import TODAY, Cast
from tests.factories.arrivals import SUMMARY, make_arrival, make_remark
from tests.factories.correspondence import make_dossier, make_issue, make_series
from tests.factories.directives import make_document
from tests.factories.files import docx_parts, packed

LETTER = ArrivalFacts(
    arrived_on=TODAY,
    symbol="112 - cv/btctw",
    issued_on=date(2019, 9, 12),
    summary=SUMMARY,
    due=date(2019, 9, 25),
)


def facts(**other: Any) -> ArrivalFacts:
    values = {name: getattr(LETTER, name) for name in LETTER.__slots__}
    return ArrivalFacts(**{**values, **other})


def entered(cast: Cast, **other: Any) -> Arrival:
    return services.enter(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk, facts=facts(**other))


def refused(code: str, door: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        door(**given)
    assert caught.value.code == code
    assert caught.value.message
    return caught.value


# --- entering --------------------------------------------------------------------------------------------


def test_a_line_gets_the_next_number_and_what_its_symbol_says(cast: Cast) -> None:
    first = entered(cast)
    second = entered(cast, symbol="5-QĐ/TU", issuer="Tỉnh ủy Thái Bình", type="QĐ")
    assert (first.number.value, second.number.value) == (1, 2)
    assert (first.symbol, first.type, first.issuer) == ("112-CV/BTCTW", "CV", "Ban Tổ chức Trung ương")
    assert first.label == "Công văn số 112-CV/BTCTW ngày 12/9/2019 của Ban Tổ chức Trung ương"
    assert str(first) == first.label
    assert Entry.objects.filter(action="correspondence.enter", object_id=first.pk).count() == 1
    assert first.number.symbol == "01"


def test_a_paper_without_symbol_is_called_by_its_type(cast: Cast) -> None:
    plain = entered(cast, symbol="", issuer="Sở Nội vụ", issued_on=None)
    typed = entered(cast, symbol="thư riêng", type="BC", issuer="Sở Nội vụ")
    assert plain.label == "Văn bản của Sở Nội vụ"
    assert typed.name == "Báo cáo số thư riêng"


def test_the_book_goes_on_from_its_first_number_and_begins_anew_each_year(cast: Cast) -> None:
    make_series(cast.unit("btc-thai-binh"), "ĐẾN", term="2019", first=351)
    assert entered(cast).number.value == 351
    old = entered(cast, arrived_on=date(2018, 12, 28), issued_on=None, symbol="", issuer="Sở Y tế", due=None)
    assert (old.number.value, old.number.series.term) == (1, "2018")


def test_who_does_not_keep_the_book_finds_none(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh").pk
    for actor in (cast.officer, cast.other_officer, cast.monitor, cast.administrator):
        with pytest.raises(Hidden):
            services.enter(actor=actor, unit_id=unit, facts=LETTER)
    assert services.enter(actor=System(), unit_id=unit, facts=LETTER).number.value == 1


def test_the_same_paper_is_entered_twice_only_when_one_says_so(cast: Cast) -> None:
    first = entered(cast)
    unit = cast.unit("btc-thai-binh").pk
    again = refused(
        "correspondence.duplicate_arrival", services.enter, actor=cast.clerk, unit_id=unit, facts=LETTER
    )
    assert f"số đến {first.number.value}" in again.message
    second = services.enter(actor=cast.clerk, unit_id=unit, facts=LETTER, confirmed=True)
    assert second.number.value == 2
    assert entered(cast, issued_on=date(2019, 9, 11)).number.value == 3
    assert entered(cast, issuer="Văn phòng Tỉnh ủy").number.value == 4


@pytest.mark.parametrize(
    ("code", "field", "wrong"),
    [
        ("correspondence.arrives_later", "arrived_on", {"arrived_on": date(2019, 9, 17)}),
        ("correspondence.arrived_before", "issued_on", {"issued_on": date(2019, 9, 17)}),
        ("correspondence.due_before", "due", {"due": date(2019, 9, 1)}),
        ("correspondence.no_issuer", "issuer", {"symbol": "x", "issuer": ""}),
        ("correspondence.no_type", "type", {"type": "XYZ"}),
        ("correspondence.no_urgency", "urgency", {"urgency": "vội"}),
        ("correspondence.no_summary", "summary", {"summary": " "}),
        ("correspondence.too_long", "summary", {"summary": "dài " * 400}),
        ("correspondence.stub_content", "summary", {"holder": "Tủ mật"}),
        ("correspondence.stub_content", "due", {"holder": "Tủ mật", "summary": ""}),
        ("correspondence.no_document", "document", {"document_id": 987654321}),
    ],
)
def test_what_cannot_be_so_is_refused_and_takes_no_number(
    cast: Cast, code: str, field: str, wrong: Any
) -> None:
    unit = cast.unit("btc-thai-binh").pk
    told = refused(code, services.enter, actor=cast.clerk, unit_id=unit, facts=facts(**wrong))
    assert told.field == field
    assert not Arrival.objects.exists()
    assert entered(cast).number.value == 1


def test_a_secret_paper_is_a_stub_and_a_class_is_kept_only_on_the_lan(cast: Cast, settings: Any) -> None:
    settings.GIAOBAN_ZONE = "connected"
    unit = cast.unit("btc-thai-binh").pk
    refused("secrecy.zone", services.enter, actor=cast.clerk, unit_id=unit, facts=facts(secrecy="secret"))
    stub = entered(cast, holder="Tủ mật, phòng 203", summary="", due=None)
    assert stub.stub
    assert not stub.number.about
    assert " ve viec" not in stub.folded
    assert not may_add(cast.clerk, stub.pk)
    scan = io.BytesIO(packed(docx_parts()))
    refused(
        "correspondence.stub_file",
        services.attach_scan,
        actor=cast.clerk,
        arrival_id=stub.pk,
        source=scan,
        name="a.docx",
    )
    assert reading.visible_to(cast.clerk).filter(pk=stub.pk).exists()


def test_a_classed_paper_on_the_lan_is_read_by_who_may_read_classed_ones(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh").pk
    made = services.enter(actor=System(), unit_id=unit, facts=facts(secrecy="secret"))
    open_ = entered(cast, symbol="2-CV/BTCTW")
    seen = set(reading.visible_to(cast.officer).values_list("pk", flat=True))
    assert open_.pk in seen
    assert made.pk not in seen
    with pytest.raises(Hidden):
        reading.get_arrival(cast.officer, made.pk)
    assert reading.get_arrival(cast.clerk, made.pk).secrecy == "secret"


# --- the registry ----------------------------------------------------------------------------------------


def test_a_paper_is_registered_in_the_same_step_or_joined_to_what_is_there(cast: Cast) -> None:
    made = entered(cast, symbol="9-CTr/TU", issuer="Tỉnh ủy Thái Bình", register=True)
    assert made.document is not None
    assert made.document.symbol == "9-CTr/TU"
    again = services.enter(
        actor=cast.clerk,
        unit_id=made.unit_id,
        facts=facts(symbol="9-CTr/TU", issuer="Tỉnh ủy Thái Bình", register=True),
        confirmed=True,
    )
    assert again.document_id == made.document_id
    assert Document.objects.filter(symbol="9-CTr/TU").count() == 1
    day = refused(
        "correspondence.register_day",
        services.enter,
        actor=cast.clerk,
        unit_id=made.unit_id,
        facts=facts(issued_on=None, register=True),
    )
    assert day.field == "issued_on"


def test_an_entry_of_the_registry_can_be_named_when_it_is_seen(cast: Cast) -> None:
    known = make_document(cast.unit("btc-thai-binh"), "18-NQ/TW")
    foreign = make_document(cast.unit("btc-hung-yen"), "19-NQ/TW")
    made = entered(cast, document_id=known.pk)
    assert made.document_id == known.pk
    refused(
        "correspondence.no_document",
        services.enter,
        actor=cast.clerk,
        unit_id=made.unit_id,
        facts=facts(symbol="1-CV/BTCTW", document_id=foreign.pk),
    )
    assert (
        services.enter(
            actor=cast.clerk,
            unit_id=made.unit_id,
            facts=facts(symbol="1-CV/BTCTW", document_id=known.pk, register=True),
        ).document_id
        == known.pk
    )


# --- files -----------------------------------------------------------------------------------------------


def test_a_scan_is_read_by_who_reads_the_line_and_added_by_who_keeps_the_book(cast: Cast) -> None:
    made = entered(cast)
    kept = services.attach_scan(
        actor=cast.clerk, arrival_id=made.pk, source=io.BytesIO(packed(docx_parts())), name="cv-112.docx"
    )
    assert StoredFile.objects.get(kind=KIND, object_id=made.pk).pk == kept.pk
    assert may_read(cast.officer, made.pk)
    assert not may_add(cast.officer, made.pk)
    assert may_add(cast.clerk, made.pk)
    assert not may_read(cast.other_officer, made.pk)
    assert not may_add(cast.other_officer, made.pk)
    with pytest.raises(Hidden):
        services.attach_scan(actor=cast.officer, arrival_id=made.pk, source=io.BytesIO(b""), name="x.pdf")


# --- correcting ------------------------------------------------------------------------------------------


def test_what_a_line_said_stays_with_the_reason(cast: Cast) -> None:
    made = entered(cast)
    door = services.correct_arrival
    given: dict[str, Any] = {"actor": cast.clerk, "arrival_id": made.pk, "version": made.version}
    after = door(**given, facts=facts(issuer="Văn phòng Tỉnh ủy"), reason="Ghi nhầm nơi gửi")
    assert (after.issuer, after.version, after.number.value) == ("Văn phòng Tỉnh ủy", 2, 1)
    line = after.history[0]
    assert line["before"] == {"issuer": "Ban Tổ chức Trung ương"}
    assert line["reason"] == "Ghi nhầm nơi gửi"
    with pytest.raises(Conflict):
        door(**given, facts=LETTER, reason="Bản cũ")
    given["version"] = 2
    refused("correspondence.reason", door, **given, facts=LETTER, reason=" ")
    other = facts(arrived_on=date(2018, 12, 30), issued_on=None)
    refused("correspondence.another_year", door, **given, facts=other, reason="Nhầm năm")
    with pytest.raises(Hidden):
        door(**{**given, "actor": cast.officer}, facts=LETTER, reason="Không phải văn thư")


def test_a_line_with_a_remark_or_a_scan_cannot_become_a_stub(cast: Cast) -> None:
    stub = facts(summary="", due=None, holder="Tủ mật")
    made, remarked = entered(cast), make_arrival(cast.unit("btc-thai-binh"), "7-CV/BTCTW")
    make_remark(remarked)
    given: dict[str, Any] = {"actor": cast.clerk, "facts": stub, "reason": "Tài liệu mật"}
    refused(
        "correspondence.stub_holds",
        services.correct_arrival,
        **given,
        arrival_id=remarked.pk,
        version=remarked.version,
    )
    services.attach_scan(
        actor=cast.clerk, arrival_id=made.pk, source=io.BytesIO(packed(docx_parts())), name="cv.docx"
    )
    refused(
        "correspondence.stub_holds",
        services.correct_arrival,
        **given,
        arrival_id=made.pk,
        version=made.version,
    )
    plain = entered(cast, symbol="8-CV/BTCTW")
    assert services.correct_arrival(**given, arrival_id=plain.pk, version=1).stub


# --- what was sent inside the house ----------------------------------------------------------------------


def sent(cast: Cast, *units: str, **facts_: Any) -> Any:
    dossier = make_dossier(cast.unit("btctw"), state="issued", type="CV", **facts_)
    return make_issue(dossier, "31-CV/BTCTW", delivered=[cast.unit(code) for code in units])


def test_what_was_sent_enters_in_one_step_and_counts_as_opened(cast: Cast) -> None:
    issue = sent(cast, "btc-thai-binh", "btc-hung-yen", urgency="KHẨN")
    delivery = issue.deliveries.get(unit=cast.unit("btc-thai-binh"))
    made = services.receive_delivery(actor=cast.clerk, delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.opened_at is not None
    assert (made.symbol, made.document_id, made.urgency) == ("31-CV/BTCTW", issue.document_id, "KHẨN")
    assert made.delivery_id == delivery.pk
    assert made.arrived_on == TODAY
    again = refused(
        "correspondence.entered_already", services.receive_delivery, actor=cast.clerk, delivery_id=delivery.pk
    )
    assert "số đến 1" in again.message
    other = issue.deliveries.get(unit=cast.unit("btc-hung-yen"))
    for actor, pk in ((cast.clerk, other.pk), (cast.officer, delivery.pk)):
        with pytest.raises(Hidden):
            services.receive_delivery(actor=actor, delivery_id=pk)
    other.refresh_from_db()
    assert other.opened_at is None


def test_what_was_recalled_is_not_entered(cast: Cast) -> None:
    issue = sent(cast, "btc-thai-binh", urgency="không rõ")
    delivery = issue.deliveries.get()
    issue.recalled_on = TODAY
    issue.save()
    refused("correspondence.recalled", services.receive_delivery, actor=cast.clerk, delivery_id=delivery.pk)
    refused(
        "correspondence.nothing_waits",
        services.receive_all,
        actor=cast.clerk,
        unit_id=cast.unit("btc-thai-binh").pk,
    )
    issue.recalled_on = None
    issue.save()
    delivery.opened_at = first = issue.recorded_at
    delivery.save()
    made = services.receive_all(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk)
    assert [line.urgency for line in made] == [""]
    delivery.refresh_from_db()
    assert delivery.opened_at == first


def test_everything_that_waits_enters_at_once_in_the_order_it_was_sent(cast: Cast) -> None:
    for number in (1, 2, 3):
        dossier = make_dossier(cast.unit("btctw"), state="issued", type="CV", about=f"Việc {number}")
        make_issue(dossier, f"{number}0-CV/BTCTW", delivered=[cast.unit("btc-thai-binh")])
    made = services.receive_all(actor=cast.clerk, unit_id=cast.unit("btc-thai-binh").pk)
    assert [(line.number.value, line.symbol) for line in made] == [
        (1, "10-CV/BTCTW"),
        (2, "20-CV/BTCTW"),
        (3, "30-CV/BTCTW"),
    ]
    assert not reading.waiting_deliveries(cast.clerk, cast.unit("btc-thai-binh").pk, TODAY)
