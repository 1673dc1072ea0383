"""The register narrowed by plain links, what a symbol says while typed, plenums, bodies of one name."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from giaoban.core.actors import System
from giaoban.core.refusals import Hidden
from giaoban.directives import queries
from giaoban.directives.models import Document
from giaoban.directives.services import DocumentFacts, correct_document, find_duplicate, register_document
from giaoban.organisations.models import UnitName
from tests.cast import sign_in
from tests.directives.conftest import other, refused
from tests.directives.pages import AT, FORM, send, symbols, text
from tests.factories.directives import make_document, make_relation

pytestmark = pytest.mark.django_db


# --- facets --------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(books):
    """The small register and three more, of three levels."""
    make_document(
        books.central, "18-NQ/TW", summary="Tổ chức bộ máy", public=True, level="centre", plenum=6,
        plenum_term="XII", confidence="verified",
    )  # fmt: skip
    make_document(
        books.central,
        "47/2018/NĐ-CP",
        issuer="Chính phủ",
        issued_on=date(2018, 3, 26),
        public=True,
        level="state",
    )
    make_document(
        books.commission,
        "15-CTr/TU",
        issuer="Tỉnh ủy Thái Bình",
        issued_on=date(2018, 2, 1),
        level="province",
    )
    return books


def facets(answer: Any) -> dict[str, dict[str, tuple[int, str]]]:
    """Facet → choice → (count, address)."""
    found = {}
    for section in BeautifulSoup(answer.content, "html.parser").select(".facet-list section"):
        links = section.select("a")
        found[section.h2.text.strip()] = {
            link.span.text.strip(): (int(link.small.text.replace(".", "")), link["href"]) for link in links
        }
    return found


def test_each_choice_says_how_many_it_leaves_and_leads_there(shelf):
    client = sign_in(shelf.clerk)
    first = client.get(AT)
    offered = facets(first)
    assert set(offered) == {
        "Hiệu lực", "Cấp ban hành", "Thể loại", "Nhiệm kỳ, năm", "Cơ quan ban hành", "Độ tin cậy",
    }  # fmt: skip
    assert offered["Hiệu lực"]["đã được thay thế"][0] == 1
    for choices in offered.values():
        for label, (count, address) in choices.items():
            assert len(symbols(client.get(AT + address))) == count, label
    narrowed = client.get(AT + offered["Cấp ban hành"]["cấp tỉnh"][1])
    assert symbols(narrowed) == ["31-BC/TU", "15-CTr/TU"]
    inside = facets(narrowed)
    assert {label: count for label, (count, _where) in inside["Thể loại"].items()} == {
        "Báo cáo": 1,
        "Chương trình": 1,
    }
    assert inside["Cấp ban hành"].keys() == offered["Cấp ban hành"].keys()


def test_the_number_over_the_list_is_that_of_its_lines(shelf):
    """It comes from the choices, which are counted anyway; what the list does not know narrows neither."""
    client = sign_in(shelf.clerk)
    asked = [
        *({}, {"tim": "bo may"}, {"pham-vi": "ghi-so"}, {"cap": "state"}, {"cap": "lạ"}, {"loai": "NQ"}),
        *({"loai": "lạ"}, {"hieu-luc": "het"}, {"hieu-luc": "con"}, {"hieu-luc": "lạ"}, {"khi": "2018"}),
        *({"khi": "2018", "hieu-luc": "het"}, {"tin-cay": "verified"}, {"co-quan": "Chính phủ"}),
    ]
    found = {}
    for question in asked:
        page = BeautifulSoup(client.get(AT, question).content, "html.parser")
        said = page.select_one(".tally strong").get_text()
        found[tuple(question.items())] = (int(said), len(page.select("table.rows tbody tr")))
    assert [row for row in found.items() if row[1][0] != row[1][1]] == []
    assert len({said for said, _lines in found.values()}) > 3  # they do narrow


def test_the_choices_are_folded_on_a_phone_and_say_how_many_are_chosen(shelf):
    browser = sign_in(shelf.clerk)
    page = BeautifulSoup(browser.get(AT).content, "html.parser")
    assert not page.select_one("details.facets.unfolds").has_attr("open")
    assert page.select_one(".facets > summary small") is None
    page = BeautifulSoup(browser.get(AT, {"cap": "state"}).content, "html.parser")
    assert page.select_one(".facets > summary small").get_text() == "đang lọc 1"


def test_a_choice_pressed_again_is_let_go_and_the_text_stays(shelf):
    client = sign_in(shelf.clerk)
    answer = client.get(AT, {"tim": "bo may", "cap": "centre", "loai": "NQ"})
    assert symbols(answer) == ["18-NQ/TW"]
    chosen = BeautifulSoup(answer.content, "html.parser").select(".chosen a")
    assert [link.text.replace("×", "").split()[-1] for link in chosen] == ["ương", "quyết"]
    released = client.get(AT + chosen[1]["href"])
    assert "loai=" not in chosen[1]["href"]
    assert len(symbols(released)) > 0
    hidden = BeautifulSoup(answer.content, "html.parser").select("form.filters input[type=hidden]")
    assert {(field["name"], field["value"]) for field in hidden} == {("cap", "centre"), ("loai", "NQ")}


@pytest.mark.parametrize("asked", [{"cap": "lạ"}, {"tin-cay": "x'--"}, {"khi": "<b>"}, {"loai": "%"}])
def test_a_choice_that_is_none_leaves_no_page_broken(shelf, asked):
    answer = sign_in(shelf.clerk).get(AT, asked)
    assert answer.status_code == 200
    assert b"<b>" not in answer.content


# --- what a symbol says ----------------------------------------------------------------------------------


def read(client, **typed):
    return client.get(AT + "nhan-dang/", typed)


def test_the_symbol_fills_what_is_still_empty(shelf):
    client = sign_in(shelf.clerk)
    shown = read(client, symbol="31 hd btctw", type="", issuer="")
    soup = BeautifulSoup(shown.content, "html.parser")
    assert "31-HD/BTCTW" in soup.text
    assert soup.select_one("select[name=type] option[selected]")["value"] == "HD"
    assert soup.select_one("input[name=issuer]")["value"] == "Ban Tổ chức Trung ương"
    typed = BeautifulSoup(
        read(client, symbol="31 hd btctw", type="HD", issuer="Ai đó").content, "html.parser"
    )
    assert typed.select("select, input") == []
    own = BeautifulSoup(read(client, symbol="16-kh/tu").content, "html.parser")
    assert own.select_one("input[name=issuer]")["value"] == "Tỉnh ủy Thái Bình"
    office = BeautifulSoup(read(client, symbol="16-kh/btctu").content, "html.parser")
    assert office.select_one("input[name=issuer]")["value"] == "Ban Tổ chức Tỉnh ủy Thái Bình"
    several = BeautifulSoup(read(client, symbol="96 qđ/tw").content, "html.parser")
    assert "hãy chọn thể loại" in several.text
    assert several.select("select, input") == []
    assert "Chưa đọc được ký hiệu" in BeautifulSoup(read(client, symbol="xyz").content, "html.parser").text
    assert read(client, symbol="").content.strip() == b""


def test_a_twin_a_number_of_the_same_term_and_a_replaced_document_are_named(shelf):
    client = sign_in(shelf.clerk)
    same = read(client, symbol="12-hd/btctw", issued_on="06/7/2018", issuer="Ban Tổ chức Trung ương")
    assert "Văn bản này đã có trong sổ" in same.content.decode()
    day = read(client, symbol="12-hd/btctw", issued_on="07/7/2018", issuer="Ban Tổ chức Trung ương")
    assert "Trong nhiệm kỳ này đã có số này" in day.content.decode()
    term = read(client, symbol="12-hd/btctw", issued_on="17/5/2012", issuer="Ban Tổ chức Trung ương")
    assert "Cùng ký hiệu đã có" in term.content.decode()
    old = Document.objects.get(symbol="09-HD/BTCTW")
    cited = read(client, symbol="16-kh/tu", issued_on="01/9/2019", implements=str(old.pk))
    assert "12-HD/BTCTW" in cited.content.decode()
    assert "đã được thay thế" in cited.content.decode()
    assert "đã được thay thế" not in read(client, symbol="16-kh/tu", implements="99999999").content.decode()


def test_who_may_not_enter_is_told_nothing(shelf):
    assert sign_in(shelf.elsewhere).get(AT + "nhan-dang/", {"symbol": "18-nq/tw"}).status_code == 404


# --- plenums and congresses --------------------------------------------------------------------------------


def test_a_plenum_stands_for_its_documents(shelf):
    first = Document.objects.get(symbol="18-NQ/TW")
    second = make_document(shelf.central, "19-NQ/TW", public=True, plenum=6, plenum_term="XII")
    make_document(
        shelf.central, "26-NQ/TW", issued_on=date(2018, 5, 19), public=True, plenum=7, plenum_term="XII"
    )
    assert queries.siblings(shelf.clerk, first) == [second]
    shown = text(sign_in(shelf.clerk).get(f"{AT}{first.pk}/"))
    assert "Hội nghị Trung ương 6 khóa XII" in shown
    assert "19-NQ/TW" in shown
    assert "26-NQ/TW" not in shown


def test_the_form_takes_the_plenum_and_a_correction_keeps_it(room, facts):
    client = sign_in(room.clerk)
    typed = FORM | {"registered_in": str(room.commission.pk), "plenum": "6", "plenum_term": "xii"}
    assert send(client, AT + "ghi-so/", typed).status_code == 302
    document = Document.objects.get(symbol="12-CTr/TU")
    assert (document.plenum, document.plenum_term, document.level) == (6, "XII", "province")
    page = f"{AT}{document.pk}/dinh-chinh/"
    fields = BeautifulSoup(client.get(page).content, "html.parser")
    assert fields.select_one("[name=plenum]")["value"] == "6"


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"plenum": 6}, "plenum_half", "plenum_term"),
        ({"plenum_term": "XII"}, "plenum_half", "plenum"),
        ({"plenum": 99, "plenum_term": "XII"}, "plenum_number", "plenum"),
        ({"plenum": 6, "plenum_term": "12"}, "term_roman", "plenum_term"),
        ({"congress": "mười hai"}, "term_roman", "congress"),
    ],
)
def test_a_plenum_is_named_whole(room, facts, changes, code, field):
    with refused(f"directives.{code}", field):
        register_document(actor=room.clerk, registered_in=room.commission.pk, facts=other(facts, **changes))


# --- one name, two bodies ---


def test_provinces_number_alike_and_are_two(room):
    found = [
        register_document(
            actor=System(),
            registered_in=room.cast.unit(f"btc-{code}").pk,
            facts=DocumentFacts(
                symbol="15-CTr/TU", issuer=f"Tỉnh ủy {name}", issued_on=date(2018, 1, 5),
                summary="Chương trình",
                public=True,
            ),
        )
        for code, name in (("thai-binh", "Thái Bình"), ("hung-yen", "Hưng Yên"))
    ]  # fmt: skip
    assert [document.unit.code for document in found] == ["tu-thai-binh", "tu-hung-yen"]


def test_two_bodies_of_one_name_number_alike_and_are_two(room):
    """The name tells them apart nowhere; the register that stands nearest does."""
    for code in ("tu-thai-binh", "tu-hung-yen"):
        UnitName.objects.filter(unit=room.cast.unit(code)).update(
            name="Đảng ủy Tân Lập", folded="dang uy tan lap"
        )
    facts = DocumentFacts(
        symbol="3-KH/ĐU",
        issuer="Đảng ủy Tân Lập",
        issued_on=date(2018, 1, 5),
        summary="Kế hoạch",
        public=True,
    )
    one = register_document(actor=System(), registered_in=room.commission.pk, facts=facts)
    two = register_document(actor=System(), registered_in=room.cast.unit("btc-hung-yen").pk, facts=facts)
    assert (one.unit.code, two.unit.code) == ("tu-thai-binh", "tu-hung-yen")
    assert one.identity != two.identity
    far = register_document(actor=System(), registered_in=room.central.pk, facts=other(facts, public=False))
    assert far.unit_id is None
    with refused("directives.duplicate", "symbol"):
        register_document(actor=System(), registered_in=room.commission.pk, facts=facts)
    correct_document(
        actor=System(), document_id=one.pk, facts=other(facts, unit_id=one.unit_id, summary="Kế hoạch năm"),
        reason="bản giấy", version=1,
    )  # fmt: skip


# --- the chain and what cites ---


def test_the_chain_says_until_when_each_held(books):
    old, new = (Document.objects.get(symbol=symbol) for symbol in ("09-HD/BTCTW", "12-HD/BTCTW"))
    assert queries.ends_of(queries.chain(old)) == {old.pk: new.issued_on}
    shown = text(sign_in(books.clerk).get(f"{AT}{new.pk}/"))
    assert "Ban Tổ chức Trung ương; đến ngày 06/7/2018" in shown


def test_reports_that_speak_of_the_document_hang_on_its_page(books):
    document = Document.objects.get(symbol="12-HD/BTCTW")
    make_relation(make_document(books.commission, "8-KH/TU", issued_on=date(2018, 8, 1)), document)
    client = sign_in(books.clerk)
    assert "Báo cáo" in text(client.get(f"{AT}{document.pk}/"))
    panel = text(client.get(f"{AT}{document.pk}/phan/reporting.document/"))
    assert "Chưa có đợt báo cáo nào theo văn bản này" in panel


def test_without_a_register_a_shared_name_stands_for_no_unit(room):
    for code in ("tu-thai-binh", "tu-hung-yen"):
        UnitName.objects.filter(unit=room.cast.unit(code)).update(
            name="Đảng ủy Tân Lập", folded="dang uy tan lap"
        )
    facts = DocumentFacts(
        symbol="3-KH/ĐU", issuer="Đảng ủy Tân Lập", issued_on=date(2018, 1, 5), summary="Kế hoạch"
    )
    assert find_duplicate(room.clerk, facts) is None
    with pytest.raises(Hidden):
        find_duplicate(room.clerk, other(facts, unit_id=10**9))
