"""Two people on one dossier: the second sees what the first did, keeps what was typed, and can go on."""

from typing import Any

import pytest

from giaoban.correspondence.models import Dossier, OpinionPoint
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import COMMUNE, HERE, at, make_round, post, soup, summary, words
from tests.correspondence.test_joint import typed
from tests.correspondence.test_pages_drafts import drafted, edited, upload, word_of
from tests.factories.correspondence import make_dossier, make_draft


def version_in(page: Any) -> str:
    box = soup(page).select_one("main [name=version]")
    assert box is not None
    return str(box["value"])


def test_text_typed_on_an_older_draft_is_kept_and_becomes_the_next_one(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    make_draft(dossier)
    Dossier.objects.filter(pk=dossier.pk).update(version=2)
    officer = sign_in(cast.officer)
    sent = {"text": "Lời văn gõ mất nửa giờ.", "note": "Của tôi"}
    page = post(officer, at(dossier, "soan"), **sent, version="1")
    assert page.status_code == 409
    assert soup(page).select_one("[name=text]").get_text().strip() == sent["text"]  # type: ignore[union-attr]
    assert "Dự thảo lần 2 vừa được lưu" in words(page)
    assert post(officer, at(dossier, "soan"), **sent, version=version_in(page))["Location"] == at(dossier)
    assert dossier.drafts.count() == 3


def test_facts_of_a_dossier_are_shown_as_the_other_left_them(cast: Cast) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"))
    Dossier.objects.filter(pk=dossier.pk).update(version=2, addressee="Các huyện ủy", place="Kiến Xương")
    officer = sign_in(cast.officer)
    page = post(officer, at(dossier, "sua"), **typed(cast), version="1")
    assert page.status_code == 409
    theirs = soup(page).select_one(".theirs")
    assert theirs is not None
    said = " ".join(theirs.get_text(" ").split())
    assert ("Kính gửi Các huyện ủy" in said, "Địa danh Kiến Xương" in said) == (True, True)
    assert "Họ và tên người ký" not in said  # both say the same
    done = post(officer, at(dossier, "sua"), **typed(cast), version=version_in(page))
    assert done["Location"] == at(dossier)


def test_a_point_settled_meanwhile_shows_the_other_answer(cast: Cast) -> None:
    dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    opinion.verdict, opinion.answered_on = "not_agreed", TODAY
    opinion.save()
    point = OpinionPoint.objects.create(
        opinion=opinion, text="Bỏ mục 2", accepted=True, response="Đã bỏ mục 2.", version=2
    )
    officer = sign_in(cast.officer)
    page = post(
        officer,
        at(dossier, "y-kien", "diem", str(point.pk)),
        accepted="0",
        response="Giữ mục 2.",
        version="1",
    )
    assert page.status_code == 409
    theirs = soup(page).select_one(".theirs")
    assert theirs is not None
    said = " ".join(theirs.get_text(" ").split())
    assert ("Tiếp thu" in said, "Đã bỏ mục 2." in said) == (True, True)
    assert version_in(page) == "2"


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("quyet-dinh", {"decision": "approve", "on": "16/9/2019", "note": "Đồng ý."}),
        ("ban-hanh", {"on": "16/9/2019", "recipients": "", "receivers": ""}),
        ("rut", {"note": "Chuyển sang năm sau", "on": "16/9/2019"}),
    ],
)
def test_a_step_on_a_paper_that_went_on_meanwhile_is_explained(cast: Cast, page: str, sent: Any) -> None:
    dossier = make_dossier(cast.unit("btc-thai-binh"), state="issued")
    actor = cast.officer if page == "rut" else cast.head
    answer = post(sign_in(actor), at(dossier, page), **sent, version="0")
    assert (answer.status_code, "đã ban hành" in summary(answer)) == (409, True)
    assert post(sign_in(cast.other_officer), at(dossier, page), **sent).status_code == 404


# --- back from Word --------------------------------------------------------------------------------------


def test_choices_stay_when_the_page_comes_again(cast: Cast) -> None:
    dossier = drafted(cast)
    browser = sign_in(cast.officer)
    data = edited(word_of(browser, dossier), "Các đơn vị thực hiện.", "Các đơn vị nghiêm túc thực hiện.")
    place = upload(browser, dossier, data, note="sau ý kiến Thường trực")["Location"]
    first = soup(browser.get(place))
    assert first.select_one("[name=note]")["value"] == "sau ý kiến Thường trực"  # type: ignore[index]
    name = first.select_one(".changes input[type=radio]")["name"]  # type: ignore[index]
    sent = {"tep": place.partition("tep=")[2].partition("&")[0], "version": "9", "note": "", name: "refused"}
    again = soup(post(browser, at(dossier, "nhan-lai"), **sent))
    chosen = [one["value"] for one in again.select(".changes input[type=radio]") if one.has_attr("checked")]
    assert chosen == ["refused"]


# --- an opinion that two write -----------------------------------------------------------------------------


def test_an_answer_sent_meanwhile_is_shown_and_not_written_over_unseen(cast: Cast) -> None:
    """The body itself and who records it for the body."""
    dossier, _round, (opinion,) = make_round(cast, "du-an-hoa")
    commune, officer = sign_in(cast.commune_officer), sign_in(cast.officer)
    theirs, ours = f"{COMMUNE}gop-y/{opinion.pk}/", f"{HERE}gop-y/{opinion.pk}/"
    seen = {place: seen_in(browser.get(place)) for browser, place in ((commune, theirs), (officer, ours))}
    sent = {
        "verdict": "not_agreed",
        "points": "Bỏ mục 2\nSửa mục 3",
        "answered_on": "16/9/2019",
        "symbol": "",
    }
    assert post(commune, theirs, **sent, seen=seen[theirs]).status_code == 302
    other = {**sent, "verdict": "agreed_with_points", "points": "Bổ sung chỉ tiêu"}
    page = post(officer, ours, **other, seen=seen[ours])
    assert page.status_code == 409
    told = soup(page).select_one(".theirs")
    assert told is not None
    assert "Sửa mục 3" in told.get_text()
    assert soup(page).select_one("[name=points]").get_text().strip() == "Bổ sung chỉ tiêu"  # type: ignore[union-attr]
    assert opinion.points.count() == 2
    assert post(officer, ours, **other, seen=seen_in(page)).status_code == 302
    assert [point.text for point in opinion.points.all()] == ["Bổ sung chỉ tiêu"]
    assert dossier.state == "consulting"


def seen_in(page: Any) -> str:
    box = soup(page).select_one("main [name=seen]")
    assert box is not None
    return str(box["value"])
