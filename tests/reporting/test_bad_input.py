"""Wrong, missing and hostile values at every door of a report: a clear sentence, nothing half written."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from giaoban.reporting import services
from giaoban.reporting.forms import read_figure
from giaoban.reporting.models import Draft, Passage
from giaoban.reporting.rules import State
from giaoban.reporting.services import lock_round
from tests.cast import sign_in
from tests.factories.reporting import SYSTEM, begin_and_fill, fill_and_send, owed
from tests.reporting.conftest import Room, post, type_in, url

NEW = "MEM.NEW:in_period"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1.234", 1234), ("1234", 1234), (" 0 ", 0), ("−5", -5), ("1\u00a0234", 1234), ("1 234 567", 1234567),
        ("", None), ("–", None), ("-", None), ("12.345.678", 12345678), ("0,0", 0), ("412,00", 412),
    ],
)  # fmt: skip
def test_figures_are_read_as_staff_type_and_excel_copies_them(typed, read):
    assert read_figure(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "12,5", "1,234.5", "12.5", "1.2345", "mười", "=SUM(A1:A3)", "+1", "@x", "1e5", "0x10", "٤٢", "४२",
        "½", "²", "1/2", "NaN", "∞", "--5", "1..2", "9" * 41, "<script>", "12%", "1.234,", "1 2345",
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_or_none_is_not_read(typed):
    with pytest.raises(ValueError, match=r".*"):
        read_figure(typed)


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_reading_a_figure_never_fails_otherwise(text):
    try:
        found = read_figure(text)
    except ValueError:
        return
    assert found is None or isinstance(found, int)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("=1+1", "Không đọc được “=1+1”."),
        ("12,5", "Không đọc được “12,5”."),
        ("9" * 3000, "Không đọc được"),
        ({"a": 1}, "Không đọc được"),
        ([1, 2], "Không đọc được"),
        (True, "Không đọc được “True”."),
        (4.5, "Không đọc được “4.5”."),
    ],
)
def test_an_unreadable_cell_is_named_and_the_others_are_kept(room: Room, typed, says):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    answer = type_in(
        room.writer, room.province, draft.version, figures={NEW: typed, "MEM.TOTAL:value": "412"}
    )
    assert answer.status_code == 200
    assert answer.json()["unread"][NEW].startswith(says)
    assert Draft.objects.get(obligation=room.province).figures == {"MEM.TOTAL:value": 412}


@pytest.mark.parametrize("typed", [str(10**13), "-" + str(10**13), "1" + "0" * 30])
def test_a_figure_beyond_all_measure_is_refused_by_its_cell(room: Room, typed):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    answer = type_in(room.writer, room.province, draft.version, figures={NEW: typed})
    assert (answer.status_code, answer.json()["field"]) == (422, NEW)
    assert answer.json()["message"] == "Số liệu ở “Đảng viên mới kết nạp” quá lớn để là một số đếm."
    assert Draft.objects.get(obligation=room.province).figures == {}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"1", b'"x"', b"{", b"\xff\xfe", b"[" * 5000, b'{"figures": []}', b'{"figures": "x"}',
     b'{"explanations": 4}', b'{"figures": {"MEM.NEW:in_period": ' + b"9" * 5000 + b"}}"],
)  # fmt: skip
def test_a_body_that_is_no_form_of_ours_is_refused(room: Room, body):
    services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    before = Draft.objects.values().get(obligation=room.province)
    answer = sign_in(room.writer).post(
        url("autosave", room.province.pk), body, content_type="application/json"
    )
    assert answer.status_code in {400, 422, 409}
    assert Draft.objects.values().get(obligation=room.province) == before


@pytest.mark.parametrize("version", [None, "x", -1, "1e9", "９", 10**30, [], "0"])
def test_a_version_that_is_no_number_counts_as_older_than_everything(room: Room, version):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    type_in(room.writer, room.province, draft.version, figures={NEW: "4"})
    answer = type_in(room.writer, room.province, version, figures={NEW: "5"})
    assert (answer.status_code, answer.json()["conflict"][0]["theirs"]) == (409, "4")


@pytest.mark.parametrize(
    "key", ["KHONG.CO:value", "APP.RESTRUCTURED:base", "__class__", "MEM.NEW", "o:x", "'"]
)
def test_a_cell_the_report_does_not_have_is_unknown(room: Room, key):
    draft = services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    assert type_in(room.writer, room.province, draft.version, figures={key: "1"}).status_code == 404
    assert type_in(room.writer, room.province, draft.version, explanations={"KHONG": "x"}).status_code == 404
    sent = {"version": draft.version, f"o:{key}": "1", "o:MEM.TOTAL:value": "5"}
    assert post(room.writer, url("save", room.province.pk), sent).status_code == 404
    assert Draft.objects.get(obligation=room.province).figures == {}


def test_text_is_kept_in_one_spelling_and_never_as_markup(room: Room):
    begin_and_fill(room.province, actor=room.writer, texts={})
    section = room.round.form_version.sections.get(number="I").pk
    nasty = "Đa\u0302\u0301y mạnh \u202e<script>alert(1)</script> {{ 7*7 }} =CMD()"
    assert post(room.writer, url("passage_add", room.province.pk), {"section": section, "text": nasty})
    kept = Passage.objects.get(obligation=room.province)
    assert kept.text == "Đấy mạnh <script>alert(1)</script> {{ 7*7 }} =CMD()"
    seen = sign_in(room.writer).get(url("report", room.province.pk)).content.decode()
    assert "<script>alert(1)" not in seen
    assert "&lt;script&gt;alert(1)" in seen


@pytest.mark.parametrize("section", ["", "0", "x", "-1", str(10**18), str(10**30), "1 OR 1=1"])
def test_a_section_that_is_not_of_this_outline_is_unknown(room: Room, section):
    begin_and_fill(room.province, actor=room.writer, texts={})
    answer = post(room.writer, url("passage_add", room.province.pk), {"section": section, "text": "Một"})
    assert answer.status_code == 404
    assert Passage.objects.filter(obligation=room.province).count() == 0


def test_another_units_passage_under_ones_own_report_is_unknown(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    begin_and_fill(owed(room.round, "tu-long-an"))
    theirs = Passage.objects.filter(obligation__unit__code="tu-long-an").first()
    mine = room.province.pk
    for name in ("passage_save", "passage_autosave", "passage_remove"):
        answer = post(room.writer, url(name, mine, theirs.pk), {"version": 1, "text": "Của tôi"})
        assert answer.status_code == 404
    before = theirs.text
    theirs.refresh_from_db()
    assert theirs.text == before


@pytest.mark.parametrize("name", ["begin", "accept", "return", "send", "lock", "consolidate", "excuse", "x"])
def test_a_step_that_is_not_of_the_unit_is_unknown_at_its_address(room: Room, name):
    fill_and_send(room.province)
    answer = post(
        room.head, url("act", room.province.pk, name), {"version": room.province.version, "note": "x"}
    )
    assert answer.status_code == 404
    assert room.province.state == State.SENT


def test_after_the_lock_every_door_says_so_and_writes_nothing(room: Room):
    begin_and_fill(room.province, actor=room.writer)
    lock_round(actor=SYSTEM, round_id=room.round.pk, version=room.round.version)
    pk, passage = room.province.pk, Passage.objects.filter(obligation=room.province).first()
    before = (Draft.objects.values().get(obligation=room.province), room.province.version, passage.text)
    data: dict[str, Any] = {"version": 99, "o:MEM.TOTAL:value": "5", "text": "Khác", "note": "x"}
    for name, args in (
        ("save", ()),
        ("nothing", ()),
        ("begin", ()),
        ("passage_add", ()),
        ("passage_save", (passage.pk,)),
        ("passage_remove", (passage.pk,)),
        ("act", ("submit",)),
    ):
        section = {"section": room.round.form_version.sections.first().pk}
        answer = post(room.writer, url(name, pk, *args), {**data, **section})
        assert answer.status_code == 422, name
        assert "đã khóa số liệu" in answer.content.decode(), name
    answer = type_in(room.writer, room.province, 99, figures={NEW: "1"})
    assert (answer.status_code, "đã khóa số liệu" in answer.json()["message"]) == (422, True)
    passage.refresh_from_db()
    assert (
        Draft.objects.values().get(obligation=room.province),
        room.province.version,
        passage.text,
    ) == before


def test_the_same_form_sent_three_times_has_one_effect(room: Room):
    begin_and_fill(room.province, actor=room.writer, texts={})
    section = room.round.form_version.sections.get(number="I").pk
    browser = sign_in(room.writer)
    data = {"once": "a" * 32, "section": section, "text": "Một lần"}
    answers = [browser.post(url("passage_add", room.province.pk), data) for _time in range(3)]
    assert {answer.status_code for answer in answers} <= {302, 303}
    assert Passage.objects.filter(obligation=room.province).count() == 1


KEYS = st.sampled_from([NEW, "MEM.TOTAL:value", "APP.RESTRUCTURED:count", "KHONG.CO", ""])
VALUES = st.one_of(
    st.text(max_size=20), st.integers(), st.none(), st.booleans(), st.floats(), st.lists(st.integers())
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sent=st.dictionaries(
        st.sampled_from(["version", "figures", "explanations", "estimate", "thay", "x"]),
        st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=4)),
    )
)
def test_whatever_is_sent_there_is_an_answer(room: Room, sent):
    services.begin_report(actor=room.writer, obligation_id=room.province.pk)
    answer = sign_in(room.writer).post(
        url("autosave", room.province.pk), json.dumps(sent), content_type="application/json"
    )
    assert answer.status_code in {200, 400, 404, 409, 422}
