"""A text is pasted or uploaded and read: who may, what is refused, what the page marks, what stays text."""

import unicodedata
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.audit.models import Entry
from giaoban.core.refusals import Hidden, Refusal
from giaoban.people.models import Person
from giaoban.search.models import SearchEntry
from giaoban.web.models import ReadText
from giaoban.web.reading import services
from giaoban.web.reading.rules.facts import MOST_CHARACTERS, TextFacts
from tests.cast import Cast, sign_in
from tests.factories.reading import TEXT, TITLE, make_cited, make_text

LIST = "/btc-thai-binh/2019-t09-9t/doc-van-ban/"
READ = f"{LIST}doc/"


def once(page: bytes) -> str:
    return page.decode().split('name="once" value="')[1].split('"')[0]


def soup_of(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def send(browser, **data):
    return browser.post(
        READ, {"once": once(browser.get(READ).content), "text": "", "title": "", "secrecy": "normal", **data}
    )


def page_of(cast: Cast, text: ReadText, who=None):
    return soup_of(sign_in(who or cast.head).get(f"{LIST}{text.pk}/"))


def test_a_pasted_text_is_read_and_everything_it_says_is_marked(cast: Cast):
    resolution, old, _new = make_cited(cast.unit("btctw"))
    browser = sign_in(cast.head)
    assert "Chưa đọc văn bản nào" in browser.get(LIST).content.decode()
    answer = send(browser, text=TEXT, told_on="10/9/2019", address="thaibinh.example/ket-luan")
    text = ReadText.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{text.pk}/")
    assert (text.unit.code, text.told_on, text.source) == ("btc-thai-binh", date(2019, 9, 10), "paste")
    page = soup_of(browser.get(answer["Location"]))
    marks = {mark["id"]: mark for mark in page.select(".rd-text mark.rd")}
    kinds = {kind for mark in marks.values() for kind in mark["class"]} - {"rd"}
    assert kinds == {"citation", "figure", "fact"}
    assert {one.get_text() for one in page.select("mark.figure")} >= {"661 đảng viên", "4/11 đơn vị"}
    assert all(mark["data-kind"] for mark in marks.values())
    assert page.select_one(".rd-text").get_text() == text.text
    found = page.select_one("section[aria-labelledby=h-trich-dan]")
    linked = [link["href"] for link in found.select(".rd-link > a")]
    assert linked == [f"/btc-thai-binh/2019-t09-9t/van-ban/{pk}/" for pk in (resolution.pk, old.pk)]
    assert len(found.select(".places li")) == 2
    assert "đã được thay thế" in found.get_text()
    assert "21-HD/BTCTW" in found.get_text()
    assert "2019-09-30" in str(text.marks["marks"])
    tasks = page.select_one("section[aria-labelledby=h-nhiem-vu]").get_text()
    assert "chủ trì: Huyện ủy Đông Hưng" in tasks
    assert "thời hạn 30/9/2019" in tasks
    assert "không lưu vào hồ sơ người" in page.get_text()
    assert "Nguyễn Văn Khải" in page.select_one("section[aria-labelledby=h-nguoi]").get_text()
    listed = soup_of(browser.get(LIST)).select_one("tbody tr").get_text(" ")
    assert "3" in listed
    assert cast.head.display_name in listed


def test_each_kind_of_mark_is_one_press_away(cast: Cast):
    make_cited(cast.unit("btctw"))
    page = page_of(cast, make_text(cast.unit("btc-thai-binh")))
    jumps = {link["href"][1:]: link.b.get_text() for link in page.select(".rd-jump a")}
    assert jumps == {"trich-dan": "3", "nhiem-vu": "2", "so-lieu": "2", "hoi-nghi": "7", "nguoi": "1"}
    lists = [section["id"] for section in page.select(".rd-found > section")]
    assert lists == list(jumps)
    assert [link["href"][1:] for link in page.select(".rd-legend a")] == lists


def test_every_entry_leads_to_a_mark_and_every_mark_to_an_entry(cast: Cast):
    make_cited(cast.unit("btctw"))
    page = page_of(cast, make_text(cast.unit("btc-thai-binh")))
    ids = {one["id"] for one in page.select("[id]")}
    targets = [link["href"][1:] for link in page.select(".rd-found a[href^='#'], .rd-text a[href^='#']")]
    assert len(targets) > 12
    assert [target for target in targets if target not in ids] == []


def test_people_are_marks_only_and_the_text_is_not_found_by_search(cast: Cast):
    people, entries = Person.objects.count(), SearchEntry.objects.count()
    text = make_text(cast.unit("btc-thai-binh"))
    assert (Person.objects.count(), SearchEntry.objects.count()) == (people, entries)
    assert "Khải" not in str(text.marks)


def test_script_in_a_text_stays_text(cast: Cast):
    bad = '<script>alert("xin")</script> & Nghị quyết số 18-NQ/TW "<b>"\nBan Tổ chức họp.'
    text = make_text(cast.unit("btc-thai-binh"), bad, title="<img src=x>")
    body = sign_in(cast.head).get(f"{LIST}{text.pk}/").content.decode()
    assert "<script>alert" not in body
    assert "<img src=x>" not in body
    assert BeautifulSoup(body, "html.parser").select_one(".rd-text").get_text() == bad


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_uploaded_text_is_kept_as_it_is_written(cast: Cast, form: str):
    words = unicodedata.normalize(form, TEXT).replace("18-NQ/TW", "18–NQ/TW")
    file = SimpleUploadedFile("ket-luan.txt", words.replace("\n", "\r\n").encode())
    answer = send(sign_in(cast.head), file=file)
    assert answer.status_code == 302
    text = ReadText.objects.get()
    assert (text.text, text.source, text.address) == (words, "file", "ket-luan.txt")
    shown = page_of(cast, text)
    surfaces = [one.get_text() for one in shown.select(".rd-text mark.citation")]
    assert unicodedata.normalize("NFC", surfaces[0]) == "Nghị quyết số 18–NQ/TW"
    assert text.counts["c"] == 3


def test_a_file_that_cannot_be_read_is_refused_at_its_field(cast: Cast):
    answer = send(sign_in(cast.head), file=SimpleUploadedFile("anh.txt", b"\x89PNG\r\n\x1a\n" + b"0" * 90))
    assert answer.status_code == 422
    assert soup_of(answer).select_one(".field.bad input[type=file]")
    empty = send(sign_in(cast.head), file=SimpleUploadedFile("trong.txt", b"... 123 ..."))
    assert empty.status_code == 422
    assert soup_of(empty).select_one(".field.bad input[type=file]")
    assert not ReadText.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Dán văn bản cần đọc"),
        ({"text": "12 / 3"}, "Chưa có chữ nào để đọc"),
        ({"text": "Đã họp.", "told_on": "1/1/2031"}, "Ngày của văn bản chưa đến"),
        ({"text": "Đã họp.", "told_on": "31/2/2019"}, "Không có ngày"),
        ({"text": "Đã họp.", "secrecy": "la"}, "không"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(cast: Cast, sent, said):
    answer = send(sign_in(cast.head), **{"title": "Tên tôi đặt", "secrecy": "normal", **sent})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert said in body
    assert "Tên tôi đặt" in body
    assert sent.get("text", "") in body
    assert not ReadText.objects.exists()


def test_text_and_file_together_are_too_much(cast: Cast):
    answer = send(sign_in(cast.head), text="Đã họp.", file=SimpleUploadedFile("a.txt", b"Da hop."))
    assert "không làm cả hai" in answer.content.decode()


def test_a_text_beyond_a_million_characters_is_refused(cast: Cast):
    with pytest.raises(Refusal) as refused:
        make_text(cast.unit("btc-thai-binh"), "a" * (MOST_CHARACTERS + 1))
    assert refused.value.code == "web.text_long"


def test_a_huge_text_is_shown_in_parts(cast: Cast):
    line = "Thực hiện Nghị quyết số 18-NQ/TW, huyện đã kết nạp 12 đảng viên mới trong tháng.\n"
    text = make_text(cast.unit("btc-thai-binh"), line * 1_500)
    browser = sign_in(cast.head)
    first = browser.get(f"{LIST}{text.pk}/")
    assert len(first.content) < 700_000
    assert "Phần 1 / 5" in first.content.decode()
    whole = "".join(
        soup_of(browser.get(f"{LIST}{text.pk}/?phan={n}")).select_one(".rd-text").get_text()
        for n in range(1, 6)
    )
    assert whole == text.text
    for odd in ("0", "99", "x", "٣", "9" * 40):
        assert browser.get(f"{LIST}{text.pk}/", {"phan": odd}).status_code == 200


def test_the_connected_network_refuses_what_bears_a_stamp(cast: Cast, settings):
    settings.GIAOBAN_ZONE = "connected"
    browser = sign_in(cast.head)
    body = browser.get(READ).content.decode()
    assert "Không dán, không tải lên tài liệu mật" in body
    assert 'name="secrecy"' not in body
    answer = send(browser, text="TỈNH ỦY\nMẬT\nSố 1-BC/TU\nNội dung riêng.")
    assert answer.status_code == 422
    assert "dấu chỉ độ mật" in answer.content.decode()
    with pytest.raises(Refusal):
        make_text(cast.unit("btc-thai-binh"), "Đã họp.", secrecy="secret")
    assert not ReadText.objects.exists()
    assert not Entry.objects.filter(action="web.read_text").exists()


def test_the_independent_network_holds_a_secret_text_for_who_reads_secrets(cast: Cast):
    stamped = "TỈNH ỦY\nTỐI MẬT\nĐã họp bàn."
    unit = cast.unit("btc-thai-binh")
    with pytest.raises(Refusal) as refused:
        make_text(unit, stamped)
    assert refused.value.code == "web.text_class"
    with pytest.raises(Refusal) as unknown:
        make_text(unit, stamped, secrecy="la")
    assert unknown.value.code == "web.text_secrecy"
    text = make_text(unit, stamped, actor=cast.head, secrecy="top_secret")
    assert sign_in(cast.clerk).get(f"{LIST}{text.pk}/").status_code == 200
    make_compiler(cast)
    browser = sign_in(cast.everybody["compiler"])
    assert browser.get(f"{LIST}{text.pk}/").status_code == 404
    assert text.title not in browser.get(LIST).content.decode()
    with pytest.raises(Hidden):
        make_text(unit, stamped, actor=cast.everybody["compiler"], secrecy="top_secret")


def make_compiler(cast: Cast):
    from giaoban.accounts.rules import Role, Scope
    from tests.factories.accounts import make_grant, make_user

    unit = cast.unit("btc-thai-binh")
    cast.everybody["compiler"] = make_user("tb.tonghop", "Đào Thị Hiền", home=unit)
    make_grant(cast.everybody["compiler"], Role.COMPILER, unit, scope=Scope.SELF)
    return cast.everybody["compiler"]


def test_another_unit_s_text_is_unknown_and_who_may_not_read_sees_no_page(cast: Cast):
    text = make_text(cast.unit("btc-thai-binh"))
    other = make_text(cast.unit("btc-hung-yen"))
    head = sign_in(cast.head)
    assert head.get(f"{LIST}{other.pk}/").status_code == 404
    assert head.get(f"{LIST}{text.pk}/").status_code == 200
    assert head.get(f"{LIST.replace('btc-thai-binh', 'hu-dong-hung')}{text.pk}/").status_code == 404
    officer = sign_in(cast.officer)
    assert officer.get(f"{LIST}{text.pk}/").status_code == 200
    assert "Đọc văn bản" in officer.get("/btc-thai-binh/2019-t09-9t/").content.decode()
    for who in (cast.other_officer, cast.cluster_lead, cast.monitor, cast.administrator):
        assert sign_in(who).get(f"{LIST}{text.pk}/").status_code == 404
        assert sign_in(who).get(LIST).status_code == 404
    with pytest.raises(Hidden):
        services.read_text(
            actor=cast.other_officer, unit_id=cast.unit("btc-thai-binh").pk, facts=TextFacts("Đã họp.")
        )
    assert "Đọc văn bản" in head.get("/btc-thai-binh/2019-t09-9t/").content.decode()


def test_a_text_without_a_name_is_called_by_its_first_line(cast: Cast):
    unit = cast.unit("btc-thai-binh")
    named = make_text(unit, "Số 3\nVề công tác phát triển đảng viên", title="")
    assert named.title == "Về công tác phát triển đảng viên"
    assert str(named) == named.title
    assert make_text(unit, "\x00a1", title="").title == "a1"


def test_the_list_tells_the_day_that_the_text_tells(cast: Cast):
    unit = cast.unit("btc-thai-binh")
    make_text(unit)
    make_text(unit, "Đã họp về công tác cán bộ.", title="Không ngày")
    make_text(unit, told_on=date(2019, 9, 12), title="Có ngày")
    rows = BeautifulSoup(sign_in(cast.head).get(LIST).content, "html.parser").select("tbody tr")
    days = {
        row.th.get_text(strip=True): row.select_one('[data-label="Ngày"]').get_text(strip=True)
        for row in rows
    }
    assert days == {TITLE: "10/9/2019", "Không ngày": "–", "Có ngày": "12/9/2019"}


def test_a_text_is_thrown_away_with_its_marks(cast: Cast):
    text = make_text(cast.unit("btc-thai-binh"))
    browser = sign_in(cast.head)
    page = browser.get(f"{LIST}{text.pk}/").content
    assert browser.get(f"{LIST}{text.pk}/bo/").status_code == 405
    answer = browser.post(f"{LIST}{text.pk}/bo/", {"once": once(page)})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert not ReadText.objects.exists()
    assert Entry.objects.get(action="web.discard_text").label == TITLE


def test_a_citation_links_only_what_the_person_may_see(cast: Cast):
    from tests.factories.directives import make_document

    hidden = make_document(cast.unit("hu-dong-hung"), "7-NQ/HU", issuer="Huyện ủy Đông Hưng")
    text = make_text(cast.unit("btc-thai-binh"), "Theo Nghị quyết số 7-NQ/HU của Huyện ủy Đông Hưng.")
    linked = [one["link"] for one in text.marks["marks"] if one["kind"] == "c"]
    assert linked == [str(hidden.pk)]
    make_compiler(cast)
    page = page_of(cast, text, cast.everybody["compiler"])
    assert "không được xem" in page.select_one("section[aria-labelledby=h-trich-dan]").get_text()
    assert f"/van-ban/{hidden.pk}/" not in str(page)
    seen = page_of(cast, text)
    assert f"/van-ban/{hidden.pk}/" in str(seen)
