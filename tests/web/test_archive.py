"""Lưu hồ sơ: the mục lục, the package and its hashes; closed once, by those who may."""

import contextlib
import hashlib
import io
import zipfile

import docx
import pypdfium2
import pytest

from giaoban.accounts.rules import Role
from giaoban.core.refusals import Hidden, Refusal
from giaoban.files.models import StoredFile
from giaoban.files.services import path_of
from giaoban.organisations.coordinates import of_unit
from giaoban.periods.rules import Period
from giaoban.reporting.models import Obligation
from giaoban.web import services
from giaoban.web.models import ClosedFile
from tests.cast import Cast, sign_in
from tests.factories.accounts import make_grant, make_user
from tests.factories.conferences import closed
from tests.factories.cycle import meeting, province
from tests.factories.reporting import make_round, owed
from tests.guards.test_printed import the_code

PATH = "/btc-thai-binh/2019-t09-9t/luu-ho-so/"


def at(cast: Cast):
    found = of_unit(cast.unit("btc-thai-binh").pk, Period.parse("2019-t09-9t"))
    assert found is not None
    return found


def sent(cast: Cast) -> None:
    province(make_round(cast))


def once(browser, path=PATH):
    page = browser.get(path).content.decode()
    return page.split('name="once" value="')[1].split('"')[0]


def test_the_head_closes_the_file_and_gets_one_package(cast: Cast):
    sent(cast)
    closed(meeting(cast))
    browser = sign_in(cast.head)
    answer = browser.post(PATH, {"once": once(browser)})
    assert (answer.status_code, answer["Location"]) == (302, PATH)
    filed = ClosedFile.objects.get()
    assert (filed.unit.code, filed.period) == ("tu-thai-binh", "2019-t09-9t")
    stored = StoredFile.objects.get(kind=services.KIND, object_id=filed.pk)
    data = path_of(stored.key).read_bytes()
    assert hashlib.sha256(data).hexdigest() == filed.sha256 == stored.sha256
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        assert names == ["00-muc-luc-ho-so.docx", *(row["file"] for row in filed.contents)]
        for row in filed.contents:
            assert hashlib.sha256(package.read(row["file"])).hexdigest() == row["sha256"]
        listed = docx.Document(io.BytesIO(package.read(names[0]))).tables[-1]
    assert [row["number"] for row in filed.contents] == ["15-BC/ĐU", "15-BC/ĐU", ""]
    assert [row.cells[1].text for row in listed.rows[1:]] == ["15-BC/ĐU", "15-BC/ĐU", ""]
    page = browser.get(PATH).content.decode()
    assert filed.sha256 in page
    with contextlib.closing(browser.get(f"/tep/{stored.pk}/")) as download:
        assert b"".join(download.streaming_content) == data


def test_a_file_is_closed_once_and_only_after_the_report_was_sent(cast: Cast):
    browser = sign_in(cast.head)
    round_ = make_round(cast)
    answer = browser.post(PATH, {"once": "a" * 32})
    assert answer.status_code == 422
    assert "báo cáo của kỳ này chưa gửi" in answer.content.decode()
    assert not ClosedFile.objects.exists()
    province(round_)
    services.close_file(actor=cast.head, at=at(cast))
    with pytest.raises(Refusal) as second:
        services.close_file(actor=cast.head, at=at(cast))
    assert second.value.code == "web.file_closed"
    assert ClosedFile.objects.count() == 1


def test_staff_of_another_province_neither_read_nor_close_it(cast: Cast):
    sent(cast)
    services.close_file(actor=cast.head, at=at(cast))
    stored = StoredFile.objects.get(kind=services.KIND)
    outsider = sign_in(cast.other_officer)
    assert outsider.get(PATH).status_code == 404
    assert outsider.get(f"/tep/{stored.pk}/").status_code == 404
    with contextlib.closing(sign_in(cast.officer).get(f"/tep/{stored.pk}/")) as download:
        assert download.status_code == 200


def test_who_is_above_may_read_but_not_close_in_the_unit_s_place(cast: Cast):
    sent(cast)
    with pytest.raises(Hidden):
        services.close_file(actor=cast.monitor, at=at(cast))
    assert not ClosedFile.objects.exists()


def test_a_compiler_of_the_centre_holds_the_right_there_but_does_not_act_for_the_province(cast: Cast):
    sent(cast)
    compiler = make_user("tw.tonghop", "Ngô Văn Sơn", home=cast.unit("btctw"))
    make_grant(compiler, Role.COMPILER, cast.unit("tw"))
    with pytest.raises(Hidden):
        services.close_file(actor=compiler, at=at(cast))
    assert not ClosedFile.objects.exists()


def test_a_package_of_the_same_members_has_the_same_bytes():
    members = [("01-a.txt", b"a"), ("02-b.txt", b"b")]
    assert services.pack(members) == services.pack(members)
    assert services.pack(members) != services.pack(members[:1])


def code_in(data: bytes) -> str:
    footer = docx.Document(io.BytesIO(data)).sections[0].first_page_footer
    return footer.paragraphs[0].text.removeprefix("Mã đối chiếu: ")


def test_sheets_of_the_package_bear_codes_and_the_contents_printed_later_are_the_same_version(cast: Cast):
    sent(cast)
    closed(meeting(cast))
    browser = sign_in(cast.head)
    before = the_code(browser.get(f"{PATH}muc-luc.pdf").content)
    filed = services.close_file(actor=cast.head, at=at(cast))
    stored = StoredFile.objects.get(kind=services.KIND, object_id=filed.pk)
    with zipfile.ZipFile(io.BytesIO(path_of(stored.key).read_bytes())) as package:
        contents = code_in(package.read("00-muc-luc-ho-so.docx"))
        attended = next(row["file"] for row in filed.contents if row["step"] == "conference")
        attendance = code_in(package.read(attended))
    after = browser.get(f"{PATH}muc-luc.pdf").content
    assert the_code(after) == contents == code_in_pdf(browser, contents)
    assert len({before, contents, attendance}) == 3
    for code in (before, contents, attendance):
        assert sign_in(cast.officer).get(f"/doi-chieu/{code}/").status_code == 200
        assert sign_in(cast.other_officer).get(f"/doi-chieu/{code}/").status_code == 404


def code_in_pdf(browser, code: str) -> str:
    return the_code(browser.get(f"/doi-chieu/{code}/tai.pdf").content)


def test_a_brief_that_names_late_units_is_opened_by_who_receives_there(cast: Cast):
    round_ = make_round(cast)
    browser, path = sign_in(cast.head), "/btc-thai-binh/2019-t09-9t/tom-tat/tom-tat.pdf"
    quiet = the_code(browser.get(path).content)
    late = owed(round_, "hu-dong-hung")
    Obligation.objects.filter(pk=late.pk).update(due="2019-09-13T17:00+07:00")
    told = browser.get(path).content
    named = the_code(told)
    assert "Huyện ủy Đông Hưng" in text_of(told)
    reader = make_user("tw.doc", "Kiều Thị Nga", home=cast.unit("btctw"))
    make_grant(reader, Role.MONITOR, cast.unit("tw"))
    seen = sign_in(reader)
    assert [seen.get(f"/doi-chieu/{code}/").status_code for code in (quiet, named)] == [200, 404]
    assert [browser.get(f"/doi-chieu/{code}/").status_code for code in (quiet, named)] == [200, 200]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
