"""Every PDF of the house: each page bears the code of that exact version, which opens it for who printed it.

An address that may answer a PDF and is named in neither list fails until somebody decides what it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import giaoban
from giaoban.correspondence.models import Edition
from giaoban.reporting.models import Obligation
from tests.cast import Cast, sign_in
from tests.factories.provinces import Province, make_provinces
from tests.guards.test_urls import PARAMETER

HOUSE = Path(giaoban.__file__).parent
CODE = re.compile(r"Mã đối chiếu: ([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2,3})(?![-0-9A-Za-z])")
# Name of the address: what stands in it beside what the province gives.
PRINTED: dict[str, dict[str, Any]] = {
    "brief_pdf": {},
    "contents_pdf": {},
    "conferences:conclusion_paper": {"form": "pdf"},
    "conferences:letter_paper": {"form": "pdf"},
    "conferences:minutes_paper": {"form": "pdf"},
    "conferences:script_paper": {"form": "pdf"},
    "correspondence:arrivals_file": {"sheet": "pdf"},
    "correspondence:draft_pdf": {},
    "correspondence:opinions_pdf": {},
    "correspondence:outgoing_file": {"sheet": "pdf"},
    "reporting:pdf": {},
    "tasks:programme_paper": {"form": "pdf"},
}
# Without a code of its own, and why.
CODELESS = {
    "correspondence:edition_pdf": "bản lưu của chính mã ấy, đúng từng byte",
    "correspondence:template_pdf": "mẫu điền ví dụ, không phải văn bản của hồ sơ nào",
}
# Where papers become PDF: another place would be one more way to print.
RENDERERS = {
    "correspondence/printing.py": "trang của bản lưu và của dự thảo",
    "correspondence/queries/templates.py": "bản mẫu; văn bản qua services/printing.py",
    "correspondence/services/editions.py": "bản in theo mẫu Word riêng",
    "correspondence/services/printing.py": "mọi bản in theo thể thức chung",
    "correspondence/views/checking.py": "bản lưu của mã",
    "correspondence/views/consulting.py": "hình trang của dự thảo đang lấy ý kiến",
    "correspondence/views/pages.py": "hình trang của dự thảo",
    "reporting/services/printing.py": "báo cáo đã gửi, mã của bản đã gửi",
}
RENDERING = re.compile(r"\b(?:pdf\.render|rendered|standard_pdf|office_pdf|to_pdf|pdf_of(?:_file)?)\(")


def patterns(found: list[Any], space: str = "", prefix: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Name, route and parameters of every address."""
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from patterns(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield space + str(pattern.name), route, [m["name"] for m in PARAMETER.finditer(route)]


def path(province: Province, name: str) -> str:
    wanted = next(names for known, _route, names in patterns(get_resolver().url_patterns) if known == name)
    known = {
        **province.at(),
        **province.ids,
        **province.of.get(name, {}),
        "number": 1,
        **PRINTED.get(name, {}),
    }
    return reverse(name, kwargs={key: known[key] for key in wanted})


def codes(pdf: bytes) -> list[set[str]]:
    """Of each page the codes on it."""
    return [set(CODE.findall(page.get_textpage().get_text_range())) for page in pypdfium2.PdfDocument(pdf)]


def the_code(pdf: bytes) -> str:
    """The one code that stands on every page."""
    found = codes(pdf)
    assert found
    assert len(set.union(*found)) == 1
    assert found == [found[0]] * len(found)
    return found[0].pop()


def opened(browser: Client, code: str) -> bytes | int:
    """What the code opens: the bytes, or the status of the refusal."""
    page = browser.get(f"/doi-chieu/{code}/")
    answer = browser.get(f"/doi-chieu/{code}/tai.pdf")
    assert page.status_code == answer.status_code
    return answer.content if answer.status_code == 200 else answer.status_code


def test_every_address_that_may_answer_a_pdf_is_named():
    made = {
        name
        for name, route, names in patterns(get_resolver().url_patterns)
        if (".pdf" in route or {"form", "sheet"} & set(names)) and not name.startswith("setup:")
    }  # sheets of the set-up are workbooks
    assert made == {*PRINTED, *CODELESS}


def test_papers_become_pdf_in_the_places_named_and_nowhere_else():
    found = {
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if "documents" not in file.parts and RENDERING.search(file.read_text())
    }
    assert found == set(RENDERERS)


def test_each_page_bears_a_code_that_opens_the_same_bytes_for_who_printed_it_only(cast: Cast):
    ours, theirs = make_provinces(cast)
    browser, stranger = sign_in(ours.worker), sign_in(theirs.worker)
    for name in PRINTED:
        answer = browser.get(path(ours, name))
        assert (name, answer.status_code, answer["Content-Type"]) == (name, 200, "application/pdf")
        code = the_code(answer.content)
        kept = Edition.objects.count()
        assert browser.get(path(ours, name)).content == answer.content
        assert Edition.objects.count() == kept
        assert opened(browser, code) == answer.content
        assert opened(stranger, code) == 404
        assert stranger.get(path(ours, name)).status_code == 404
    _sent_report(ours, theirs)


def _sent_report(ours: Province, theirs: Province) -> None:
    """What was sent has the code of its seal, which opens the page of that version."""
    sent = Obligation.objects.select_related("unit", "round").get(pk=ours.ids["sent_id"])
    where = [sent.unit.code, sent.round.period, sent.pk]
    browser = sign_in(ours.worker)
    asked = f"{reverse('reporting:pdf', args=where)}?ban=1"
    answer = browser.get(asked)
    code = the_code(answer.content)
    assert browser.get(asked).content == answer.content
    led = browser.get(f"/doi-chieu/{code}/")
    assert (led.status_code, led["Location"]) == (302, reverse("reporting:version", args=[*where, 1]))
    assert code in browser.get(led["Location"]).content.decode()
    assert opened(sign_in(theirs.worker), code) == 404


def test_a_page_without_its_code_is_seen(cast: Cast):
    """The control: a sample has none, and a page that lacks the code of the others is found."""
    sample = sign_in(cast.clerk).get("/btc-thai-binh/2019-t09-9t/mau-van-ban/plan/mau.pdf").content
    assert codes(sample) == [set()] * len(codes(sample))
    with pytest.raises(AssertionError):
        the_code(sample)
