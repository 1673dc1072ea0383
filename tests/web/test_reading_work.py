"""A text turned into work: each part and all three, refusals at their fields, nothing half written, once."""

from datetime import date
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from giaoban.accounts.rules import Role, Scope
from giaoban.audit.models import Entry
from giaoban.conferences.models import Conference
from giaoban.conferences.rules import ConferenceFacts, State
from giaoban.conferences.services import record_held_conference
from giaoban.core.dates import now
from giaoban.core.refusals import Hidden, Refusal
from giaoban.directives.models import Document
from giaoban.directives.rules import DocumentFacts
from giaoban.people.models import Person
from giaoban.tasks.models import Assignment, Programme
from giaoban.web.models import ReadText
from giaoban.web.reading import services
from giaoban.web.reading.rules.facts import DocumentWork, Work
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.reading import TEXT, make_cited, make_text
from tests.web.test_reading_marks import LIST, typed

PARTS = ("document", "programme", "conference")


@pytest.fixture
def text(cast: Cast) -> ReadText:
    make_cited(cast.unit("btctw"))
    return make_text(cast.unit("btc-thai-binh"))


def path(text: ReadText) -> str:
    return f"{LIST}{text.pk}/lap-viec/"


def fields_of(page) -> dict[str, object]:
    """What a browser would send: fields as prefilled, with the ticked boxes of a list as lists."""
    found: dict[str, object] = dict(typed(page))
    boxes: dict[str, list[str]] = {}
    for box in BeautifulSoup(page.content, "html.parser").select("form.form input[type=checkbox][checked]"):
        boxes.setdefault(box["name"], []).append(box.get("value", "on"))
    found |= {name: values if len(values) > 1 else values[0] for name, values in boxes.items()}
    return found


def send(browser, text: ReadText, *parts: str, do: str = "write", **changed):
    fields = fields_of(browser.get(path(text)))
    fields |= {f"{part}_on": "on" for part in parts} | {"do": do, "once": uuid4().hex}
    return browser.post(
        path(text), {name: value for name, value in {**fields, **changed}.items() if value is not None}
    )


def counts() -> tuple[int, int, int]:
    return Document.objects.count(), Programme.objects.count(), Conference.objects.count()


def test_the_three_parts_are_prefilled_looked_at_and_written_in_one_step(cast: Cast, text: ReadText):
    browser, before = sign_in(cast.head), counts()
    offered = browser.get(path(text)).content.decode()
    assert "15-KL/TU, 10/9/2019: Kết luận của hội nghị" in offered
    assert "2 nhiệm vụ trong văn bản" in offered
    fields = fields_of(browser.get(path(text)))
    assert fields["document_symbol"] == "15-KL/TU"
    assert fields["document_type"] == "KL"
    assert fields["document_issued_on"] == "10/9/2019"
    assert len(fields["document_target"]) == 2
    assert fields["programme_0_due"] == "30/9/2019"
    assert fields["programme_0_wording"].startswith("Giao Huyện ủy Đông Hưng chủ trì")
    assert "programme_0_units" not in fields
    assert fields["document_issuer"] == "Tỉnh ủy Thái Bình"
    assert fields["document_summary"] == "Kết luận của hội nghị giao ban trực tuyến tháng 8 năm 2019"
    assert (fields["conference_day"], fields["conference_period"]) == ("05/9/2019", "2019-t08")
    assert fields["conference_chair"] == "Nguyễn Văn Khải"
    assert fields["conference_chair_post"] == "Trưởng Ban Tổ chức Tỉnh ủy"
    assert fields["conference_points"] == str(cast.unit("hu-dong-hung").pk)
    chosen = {
        "document_issuer": "Tỉnh ủy Thái Bình",
        "programme_0_units": str(cast.unit("hu-dong-hung").pk),
        "conference_people": "0",
    }
    seen = send(browser, text, *PARTS, do="preview", **chosen)
    assert seen.status_code == 200
    assert "Sẽ ghi, chưa ghi gì" in seen.content.decode()
    assert "Ghi tất cả" in seen.content.decode()
    assert counts() == before
    answer = browser.post(path(text), {**fields_of(seen), "do": "write"})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{text.pk}/")
    text.refresh_from_db()
    document = Document.objects.get(pk=text.made_document)
    assert (document.symbol, document.issuer, document.issued_on) == (
        "15-KL/TU",
        "Tỉnh ủy Thái Bình",
        date(2019, 9, 10),
    )
    assert {row.target.symbol for row in document.outgoing.all()} == {"18-NQ/TW", "12-HD/BTCTW"}
    programme = Programme.objects.get(pk=text.made_programme)
    assert (programme.state, programme.period, programme.document_id) == ("draft", "2019-t09-9t", document.pk)
    assert [task.number for task in programme.tasks.all()] == ["1", "2"]
    assert (
        programme.tasks.first().wording == text.text[text.text.index("Giao Huyện") : text.text.index("\n2. ")]
    )
    assert Assignment.objects.get().unit == cast.unit("hu-dong-hung")
    assert (programme.origin_kind, programme.origin_url) == ("web.read_text", f"{LIST}{text.pk}/")
    meeting = Conference.objects.get(pk=text.made_conference)
    assert (meeting.state, meeting.day, meeting.kind) == (State.CLOSED, date(2019, 9, 5), "monthly")
    assert {point.unit.code for point in meeting.points.all()} == {"btc-thai-binh", "hu-dong-hung"}
    (delegate,) = meeting.points.get(host=True).people.all()
    assert (delegate.name, delegate.post) == ("Nguyễn Văn Khải", "Trưởng Ban Tổ chức Tỉnh ủy")
    assert not Person.objects.filter(full_name__contains="Khải").exists()
    assert Entry.objects.get(action="web.turn_into_work").changes["document"] == [None, document.pk]
    page = browser.get(f"{LIST}{text.pk}/").content.decode()
    for made in (f"/van-ban/{document.pk}/", f"/{programme.pk}/", f"/{meeting.pk}/"):
        assert made in page
    assert "Lập việc từ văn bản" not in page
    assert browser.get(f"/btc-thai-binh/2019-t09-9t/van-ban/{document.pk}/").status_code == 200
    held = browser.get(f"/btc-thai-binh/2019-t09-9t/giao-ban/{meeting.pk}/").content.decode()
    assert "không gửi qua hệ thống" in held
    assert "chưa sẵn sàng" not in held, "it is over: nobody gets ready"


def test_the_head_of_a_paper_gives_its_name_body_and_subject_and_the_text_the_hour(cast: Cast):
    paper = (
        "TỈNH ỦY THÁI BÌNH        ÐẢNG CỘNG SẢN VIỆT NAM\nBAN TỔ CHỨC\n*\nSố 27-TB/BTCTU\n\n"
        "Thái Bình, ngày 30 tháng 9 năm 2019\n\nTHÔNG BÁO\nkết luận Hội nghị giao ban 9 tháng năm 2019\n\n"
        "Sáng ngày 27/9/2019, tại Thái Bình, đồng chí Nguyễn Văn Khải chủ trì Hội nghị giao ban trực tuyến "
        "9 tháng. Dự tại 9 điểm cầu có đồng chí Lê Thị Hà.\n"
    )
    found = make_text(cast.unit("btc-thai-binh"), paper, title="")
    assert found.title == "Thông báo kết luận Hội nghị giao ban 9 tháng năm 2019"
    fields = fields_of(sign_in(cast.head).get(path(found)))
    assert (fields["document_symbol"], fields["document_issuer"]) == (
        "27-TB/BTCTU",
        "Ban Tổ chức Tỉnh ủy Thái Bình",
    )
    assert fields["document_summary"] == "Kết luận Hội nghị giao ban 9 tháng năm 2019"
    assert (fields["conference_period"], fields["conference_hour"]) == ("2019-t09-9t", "08:00")
    assert fields["conference_mode"] == "online"
    central = make_text(
        cast.unit("btc-thai-binh"),
        paper.replace("TỈNH ỦY THÁI BÌNH", "").replace("BAN TỔ CHỨC", "BỘ CHÍNH TRỊ"),
    )
    assert fields_of(sign_in(cast.head).get(path(central)))["document_issuer"] == "Bộ Chính trị"
    unknown = make_text(cast.unit("btc-thai-binh"), paper.replace("THÁI BÌNH ", "LONG KHÊ "))
    assert fields_of(sign_in(cast.head).get(path(unknown)))["document_issuer"] == ""


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_made_alone_and_the_others_later(cast: Cast, text: ReadText, part: str):
    browser, before = sign_in(cast.head), counts()
    answer = send(browser, text, part, document_issuer="Tỉnh ủy Thái Bình")
    assert answer.status_code == 302
    assert [new - old for new, old in zip(counts(), before, strict=True)] == [
        int(one == part) for one in PARTS
    ]
    left = browser.get(path(text)).content.decode()
    assert f'name="{part}_on"' not in left
    assert all(f'name="{one}_on"' in left for one in PARTS if one != part)
    assert "Đã lập từ văn bản này" in left


def test_a_second_time_is_refused_with_the_way_to_what_was_made(cast: Cast, text: ReadText):
    browser = sign_in(cast.head)
    fields = fields_of(browser.get(path(text))) | {
        "document_on": "on",
        "document_issuer": "Tỉnh ủy Thái Bình",
        "do": "write",
    }
    assert browser.post(path(text), {**fields, "once": uuid4().hex}).status_code == 302
    before = counts()
    again = browser.post(path(text), {**fields, "once": uuid4().hex})
    assert again.status_code == 422
    assert "Đã lập từ văn bản này rồi" in again.content.decode()
    assert f"/van-ban/{ReadText.objects.get().made_document}/" in again.content.decode()
    assert counts() == before
    facts = DocumentFacts(
        issued_on=date(2019, 9, 1), summary="Việc khác", symbol="16-KL/TU", issuer="Tỉnh ủy Thái Bình"
    )
    work = Work(document=DocumentWork(cast.unit("btc-thai-binh").pk, facts))
    with pytest.raises(Refusal) as refused:
        services.turn_into_work(actor=cast.head, text_id=text.pk, work=work)
    assert refused.value.code == "web.made_already"


def test_somebody_made_it_while_the_form_was_open(cast: Cast, text: ReadText, monkeypatch):
    browser = sign_in(cast.head)
    real = services.turn_into_work

    def late(**given):
        ReadText.objects.filter(pk=text.pk).update(made_document=cast.unit("tw").pk)
        return real(**given)

    monkeypatch.setattr(services, "turn_into_work", late)
    answer = send(browser, text, "document", document_issuer="Tỉnh ủy Thái Bình")
    assert answer.status_code == 422
    assert "Đã lập từ văn bản này rồi" in answer.content.decode()


def test_nothing_ticked_is_refused(cast: Cast, text: ReadText):
    answer = send(sign_in(cast.head), text, do="preview")
    assert answer.status_code == 422
    assert "Chọn ít nhất một việc" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"document_issued_on": "1/1/2030"}, "document_issued_on", "chưa đến"),
        ({"document_symbol": "18-NQ/TW", "document_type": "KL"}, "document_type", "không phải"),
        ({"document_summary": ""}, "document_summary", "Điền"),
        ({"programme_0_wording": ""}, "programme_0_wording", "Điền"),
        ({"programme_0_number": "2"}, "programme_1_number", "cùng một số"),
        ({"programme_0_due": "31/2/2019"}, "programme_0_due", "Không có ngày"),
        ({"programme_0_on": None, "programme_1_on": None}, "programme_on", "Chọn ít nhất một nhiệm vụ"),
        ({"conference_day": ""}, "conference_day", "Điền"),
        ({"conference_hour": "mười giờ"}, "conference_hour", "Viết giờ"),
        ({"conference_day": "5/9/2012"}, "conference_day", "chưa có hiệu lực"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_half_written(
    cast: Cast, text: ReadText, changed, field, said
):
    browser, before = sign_in(cast.head), counts()
    sent = {"document_issuer": "Tỉnh ủy Thái Bình", "conference_place": "Hội trường tôi vừa gõ", **changed}
    answer = send(browser, text, *PARTS, **sent)
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.content, "html.parser")
    bad = [one for one in soup.select(".field.bad") if one.select_one(f'[name="{field}"]')]
    assert len(bad) == 1
    assert said in bad[0].get_text()
    assert fields_of(answer)["conference_place"] == "Hội trường tôi vừa gõ"
    assert counts() == before
    assert not Entry.objects.filter(
        action__in=("directives.register", "tasks.create", "conferences.create")
    ).exists()


def folded(page: BeautifulSoup) -> list:
    """The parts that reading.css folds away: their tick is off."""
    return [
        part
        for part in page.select(".rd-part")
        if part.parent.select_one(":scope > .tick input[checked]") is None
    ]


def test_what_is_not_ticked_is_folded_keeps_what_was_typed_and_never_hides_a_fault(cast, text: ReadText):
    browser = sign_in(cast.head)
    page = BeautifulSoup(browser.get(path(text)).content, "html.parser")
    parts = page.select(".form-group > .rd-part")
    assert len(parts) == len(PARTS)
    assert [part for part in parts if part not in folded(page)] == []
    sent = {"conference_place": "Phòng họp vừa gõ", "programme_1_on": None, "programme_1_wording": "Vừa sửa"}
    answer = send(browser, text, "document", "programme", document_issued_on="hôm qua", **sent)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    closed = folded(page)
    assert page.select(".field.bad [name=document_issued_on]")
    assert [bad for part in closed for bad in part.select(".field.bad")] == []
    hidden = {field["name"] for part in closed for field in part.select("[name]")}
    assert {"conference_place", "programme_1_wording"} <= hidden
    assert not {"document_summary", "programme_title", "programme_0_wording"} & hidden
    assert fields_of(answer)["conference_place"] == "Phòng họp vừa gõ"
    assert fields_of(answer)["programme_1_wording"] == "Vừa sửa"
    assert "Vừa sửa" in page.select(".rd-tasks .rd-said")[1].get_text()


def test_what_a_later_room_refuses_undoes_the_earlier_ones(cast: Cast, text: ReadText, monkeypatch):
    def full(**_given):
        raise Refusal("conferences.full", "Hội trường đã kín.", field="place")

    monkeypatch.setattr("giaoban.web.reading.services.work.record_held_conference", full)
    before = counts()
    answer = send(sign_in(cast.head), text, *PARTS, document_issuer="Tỉnh ủy Thái Bình")
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.select_one(".field.bad [name=conference_place]")
    assert counts() == before

    def silent(**_given):
        raise Refusal("conferences.full", "Hội trường đã kín.")

    monkeypatch.setattr("giaoban.web.reading.services.work.record_held_conference", silent)
    answer = send(sign_in(cast.head), text, "conference")
    assert BeautifulSoup(answer.content, "html.parser").select_one(".field.bad [name=conference_on]")


def test_a_replaced_document_is_cited_only_with_the_tick(cast: Cast, text: ReadText):
    browser = sign_in(cast.head)
    sent = {"document_issuer": "Tỉnh ủy Thái Bình", "document_issued_on": "13/9/2019"}
    answer = send(browser, text, "document", **sent)
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "đã được thay thế" in soup.select_one("fieldset.bad").get_text()
    assert send(browser, text, "document", document_confirmed="on", **sent).status_code == 302


def test_faults_of_a_part_that_is_not_ticked_do_not_matter(cast: Cast, text: ReadText):
    answer = send(
        sign_in(cast.head),
        text,
        "document",
        document_issuer="Tỉnh ủy Thái Bình",
        conference_day="mai",
        conference_title="",
    )
    assert answer.status_code == 302


def test_a_conference_to_come_is_prepared_not_recorded(cast: Cast, text: ReadText):
    answer = send(sign_in(cast.head), text, "conference", conference_day="30/9/2019")
    assert answer.status_code == 302
    assert Conference.objects.get().state == State.DRAFT
    with pytest.raises(Refusal) as refused:
        record_held_conference(
            actor=cast.head,
            unit_id=cast.unit("tu-thai-binh").pk,
            host_id=cast.unit("btc-thai-binh").pk,
            facts=ConferenceFacts("monthly", "2019-t08", "Họp", now().replace(year=2020)),
        )
    assert refused.value.code == "conferences.not_yet_held"


def test_a_clerk_is_offered_only_what_a_clerk_may_do(cast: Cast, text: ReadText):
    browser = sign_in(cast.clerk)
    body = browser.get(path(text)).content.decode()
    assert 'name="document_on"' in body
    assert 'name="programme_on"' not in body
    assert 'name="conference_on"' not in body
    assert send(browser, text, "document", document_issuer="Tỉnh ủy Thái Bình").status_code == 302
    assert "không có quyền lập việc nào còn lại" in browser.get(path(text)).content.decode()
    recorder = make_user("tb.ghibienban", "Mai Thị Sen", home=cast.unit("btc-thai-binh"))
    make_grant(recorder, Role.RECORDER, cast.unit("btc-thai-binh"), scope=Scope.SELF)
    with pytest.raises(Hidden):
        services.turn_into_work(
            actor=recorder,
            text_id=make_text(cast.unit("btc-thai-binh")).pk,
            work=Work(document=DocumentWork(cast.unit("hu-dong-hung").pk, DocumentFacts(date(2019, 9, 1)))),
        )


def test_a_plain_text_offers_what_it_has(cast: Cast):
    text = make_text(
        cast.unit("btc-thai-binh"), "Đảng bộ huyện đã kết nạp 12 đảng viên mới.", title="Tin ngắn"
    )
    browser = sign_in(cast.head)
    fields = fields_of(browser.get(path(text)))
    assert fields["document_symbol"] == ""
    assert fields["document_summary"] == "Tin ngắn"
    assert "programme_on" not in browser.get(path(text)).content.decode()
    assert send(browser, text, "document").status_code == 422


def test_many_tasks_are_cut_and_two_of_one_number_get_none(cast: Cast):
    lines = "\n".join(f"{n % 60 + 1}. Các đơn vị tiếp tục rà soát hồ sơ đợt {n}." for n in range(130))
    text = make_text(cast.unit("btc-thai-binh"), f"Hội nghị yêu cầu:\n{lines}")
    page = sign_in(cast.head).get(path(text))
    fields = fields_of(page)
    assert len([name for name in fields if name.endswith("_wording")]) == 100
    assert "nhiệm vụ nữa" in page.content.decode()
    numbers = [value for name, value in fields.items() if name.endswith("_number") and value]
    assert len(numbers) == len(set(numbers))


def test_a_cluster_s_text_makes_a_conference_of_the_cluster(cast: Cast):
    cluster = cast.unit("cum-thi-dua-4")
    make_grant(cast.cluster_lead, Role.HEAD, cluster, hierarchy="emulation")
    text = make_text(cluster, TEXT)
    browser = sign_in(cast.cluster_lead)
    address = f"/cum-thi-dua-4/2019-t09-9t/doc-van-ban/{text.pk}/lap-viec/"
    fields = fields_of(browser.get(address))
    assert fields["conference_kind"] == "cluster_review"
    answer = browser.post(address, {**fields, "conference_on": "on", "do": "write"})
    assert answer.status_code == 302
    assert Conference.objects.get().hierarchy == "emulation"
