"""One wording: the conclusion and the draft of its dossier brought together; the draft in Word and back."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from giaoban.accounts.rules import Role
from giaoban.conferences import services
from giaoban.conferences.models import Conclusion, Paragraph
from giaoban.conferences.queries.wording import SUBJECT, differing, drift_of, keyed_paper, seen, words_of
from giaoban.conferences.rules.wording import Difference, Said, Words, differences, paired, read_words
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.correspondence import queries
from giaoban.correspondence import services as papers
from giaoban.correspondence.models import Dossier
from giaoban.correspondence.rules import IssueFacts
from giaoban.files.models import StoredFile
from tests.cast import sign_in
from tests.conferences.common import errors, post, soup
from tests.conferences.test_conclusion import drafted, numbered, paragraph  # noqa: F401  the fixture
from tests.conferences.test_paper_source import clerk, opened_from, typed  # noqa: F401  the fixture
from tests.factories.accounts import make_grant, make_user

TODAY = date(2019, 9, 16)
AT = "/btc-thai-binh/2019-t09-9t/"


def words(answer) -> str:
    return " ".join(soup(answer).main.get_text(" ").split())


@pytest.fixture
def laid(drafted, clerk):  # noqa: F811
    """The conclusion lies in a dossier whose first draft says its words."""
    post(sign_in(clerk), opened_from(drafted, Conclusion.objects.get()), typed(drafted))
    drafted.dossier = Dossier.objects.get()
    drafted.clerk = clerk
    drafted.wording = f"{drafted.editor}loi-van/"
    return drafted


def redraft(room, old: str, new: str, *, more: str = "") -> None:
    """The next draft, in which some words are others."""
    browser, path = sign_in(room.clerk), f"{AT}ho-so-trinh/{room.dossier.pk}/soan/"
    text = soup(browser.get(path)).select_one("textarea").get_text().lstrip("\n")
    version = Dossier.objects.get().version
    assert old in text
    answer = post(browser, path, {"text": text.replace(old, new) + more, "note": "", "version": str(version)})
    assert errors(answer) == []


def shown(room) -> str:
    conclusion = Conclusion.objects.get()
    return seen(words_of(conclusion.conference, conclusion))


def test_while_both_say_the_same_nothing_is_warned_of(laid):
    browser = sign_in(laid.clerk)
    assert "lời văn khác" not in words(browser.get(laid.editor))
    issue = browser.get(f"{laid.editor}ban-hanh/")
    assert "Kết luận này đã có hồ sơ trình: đang soạn thảo" in words(issue)
    assert (
        soup(issue).select_one("main a.btn:not(.quiet)")["href"].endswith(f"/ho-so-trinh/{laid.dossier.pk}/")
    )
    assert "đã là một lời văn" in words(browser.get(laid.wording))
    assert "phải sửa" not in words(browser.get(f"{AT}ho-so-trinh/{laid.dossier.pk}/kiem-tra/"))
    answer = post(browser, laid.wording, {"do": "take", "shown": shown(laid)})
    assert "đã là một lời văn" in " ".join(errors(answer))


def test_both_pages_warn_and_the_paper_does_not_go_out_in_other_words(laid):
    redraft(laid, "Biên chế", "Quản lý biên chế")
    browser = sign_in(laid.clerk)
    for page in (laid.editor, f"{laid.editor}ban-hanh/"):
        assert "dự thảo lần 2 với lời văn khác Khác ở: đoạn 1.1" in words(browser.get(page))
    checks = browser.get(f"{AT}ho-so-trinh/{laid.dossier.pk}/kiem-tra/")
    assert "Lời văn dự thảo lần 2 khác kết luận" in words(checks)
    assert soup(checks).find("a", string="Mở nơi ghi lời văn")["href"] == laid.dossier.subject_url
    Dossier.objects.update(state="approved")
    assert 'hx-get="' in browser.get(f"{AT}ho-so-trinh/{laid.dossier.pk}/").content.decode()
    with pytest.raises(Refusal, match=r"khác kết luận .* ở: đoạn 1\.1"):
        papers.issue(actor=laid.clerk, dossier_id=laid.dossier.pk, facts=IssueFacts(on=TODAY))
    page = browser.get(laid.wording)
    assert [one["value"] for one in soup(page).select("main button[name=do]")] == ["take"]
    assert "yêu cầu hoàn thiện hồ sơ trước" in words(page)
    with pytest.raises(Hidden):
        services.give_draft(actor=laid.clerk, conference_id=laid.conference.pk, shown=shown(laid))
    post(browser, laid.wording, {"do": "take", "shown": shown(laid)})
    papers.issue(actor=laid.clerk, dossier_id=laid.dossier.pk, facts=IssueFacts(on=TODAY))
    conclusion = Conclusion.objects.get()
    assert (conclusion.state, conclusion.document_id is not None) == ("issued", True)
    assert "1.1 Quản lý biên chế" in numbered(laid)
    assert drift_of(laid.clerk, laid.conference, conclusion) is None
    assert differing(conclusion.pk, keyed_paper(laid.conference, conclusion)) == ()


def test_the_draft_s_words_become_the_conclusion_s_and_tasks_stay_where_they_were(laid):
    Paragraph.objects.filter(text="Đại hội").update(task=True, product="Kế hoạch", due=date(2019, 12, 1))
    redraft(laid, "2. Đại hội", "2. Chuẩn bị đại hội", more="\n3.1. Chi bộ cơ quan.")
    redraft(laid, "1.2. Cán bộ\n", "")
    redraft(laid, "Hội nghị thống nhất kết luận như sau:", "Chủ trì kết luận:")
    browser = sign_in(laid.clerk)
    table = soup(browser.get(laid.wording)).tbody
    cells = [[" ".join(one.get_text().split()) for one in row.select("th, td")] for row in table.select("tr")]
    rows = [" ".join(row) for row in cells]
    assert [one.get_text().strip() for one in table.select("mark")][-2:] == ["Đại", "Chuẩn bị đại"]
    assert rows == [
        "phần mở đầu Hội nghị thống nhất kết luận như sau: Chủ trì kết luận:",
        "đoạn 1.2 Cán bộ không có đoạn này",
        "đoạn 2 Đại hội Chuẩn bị đại hội",
        "đoạn 3.1 không có đoạn này Chi bộ cơ quan.",
    ]
    answer = post(browser, laid.wording, {"do": "take", "shown": shown(laid)})
    assert answer["Location"] == laid.editor
    assert numbered(laid) == [
        "1 Bộ máy",
        "1.1 Biên chế",
        "2 Chuẩn bị đại hội",
        "3 Chi bộ",
        "3.1 Chi bộ cơ quan.",
    ]
    kept = paragraph(laid, "Chuẩn bị đại hội")
    assert (kept.task, kept.product, kept.due) == (True, "Kế hoạch", date(2019, 12, 1))
    assert Conclusion.objects.get().opening == "Chủ trì kết luận:"
    assert "lời văn khác" not in words(browser.get(laid.editor))


def test_the_conclusion_s_words_become_the_next_draft(laid):
    services.add_paragraph(actor=laid.clerk, conference_id=laid.conference.pk, text="Báo cáo trước ngày 10")
    browser = sign_in(laid.clerk)
    assert "Khác ở: đoạn 4" in words(browser.get(laid.editor))
    post(browser, laid.wording, {"do": "give", "shown": shown(laid)})
    draft = queries.latest_draft(laid.dossier)
    assert (draft.number, draft.note) == (2, "Theo lời văn kết luận hội nghị")
    assert queries.paper_of(draft).blocks[-1].text == "4. Báo cáo trước ngày 10."
    assert drift_of(laid.clerk, laid.conference, Conclusion.objects.get()) is None


def test_who_comes_second_looks_again(laid):
    redraft(laid, "Biên chế", "Quản lý biên chế")
    before = shown(laid)
    services.add_paragraph(actor=laid.clerk, conference_id=laid.conference.pk, text="Mới")
    for door in (services.take_draft, services.give_draft):
        with pytest.raises(Conflict):
            door(actor=laid.clerk, conference_id=laid.conference.pk, shown=before)
    with pytest.raises(Refusal, match="đoạn đánh số"):
        services.take_words(
            actor=laid.clerk,
            conference_id=laid.conference.pk,
            words=Words("Chỉ có mở đầu", ()),
            shown=shown(laid),
            origin="",
        )


def test_a_word_file_that_is_not_ours_is_to_be_read_by_eye(laid):
    data = io.BytesIO()
    docx.Document().save(data)
    data.seek(0)
    papers.save_draft(actor=laid.clerk, dossier_id=laid.dossier.pk, file=data, name="ket-luan.docx")
    found = queries.before_issue(laid.clerk, Dossier.objects.get())
    assert [one.level for one in found if one.code == "subject_unread"] == ["warn"]
    assert drift_of(laid.clerk, laid.conference, Conclusion.objects.get()) is None


# --- Word and back without a dossier ---------------------------------------------------------------------


def edited(answer, **changes: str) -> SimpleUploadedFile:
    """The file as somebody edited it in Word: words put in the place of others."""
    document = docx.Document(io.BytesIO(answer.content))
    for one in [e for e in document.element.body.iter() if e.tag.endswith("}t")]:
        for old, new in changes.items():
            if one.text and old.replace("_", " ") in one.text:
                one.text = one.text.replace(old.replace("_", " "), new)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("sua.docx", out.getvalue())


def test_the_draft_goes_to_word_and_comes_back_change_by_change(drafted):  # noqa: F811
    Paragraph.objects.filter(text="Đại hội").update(task=True)
    browser, back = sign_in(drafted.secretary), f"{drafted.editor}nhan-lai/"
    file = browser.get(f"{drafted.editor}sua.docx")
    assert "doan:" in docx.Document(io.BytesIO(file.content)).element.xml
    services.add_paragraph(actor=drafted.secretary, conference_id=drafted.conference.pk, text="Thêm sau")
    sent = post(
        browser, back, {"file": edited(file, Đại_hội="Chuẩn bị đại hội", Cán_bộ="Luân chuyển cán bộ")}
    )
    page = browser.get(sent["Location"])
    assert "Dự thảo kết luận đã sửa sau khi tải tệp" in words(page)
    choices = [one["name"] for one in soup(page).select("input[type=radio][value=taken]")]
    titles = [" ".join(one.get_text(" ").split()) for one in soup(page).select(".change h3")]
    assert titles == ["Sửa lời văn", "Sửa lời văn", "Sửa lời văn", "Bỏ đoạn"]  # 3. was the last
    stored, form = StoredFile.objects.get(kind=SUBJECT), {"shown": shown(drafted)}
    decided = dict(zip(choices, ("refused", "taken", "taken", "refused"), strict=True))
    stale = post(browser, back, {**decided, "tep": str(stored.pk), "shown": "0" * 64})
    assert stale.status_code == 409
    # who has seen the list compared anew may go on
    assert [one["value"] for one in soup(stale).select("main [name=shown]")] == [form["shown"]]
    done = post(browser, back, {**decided, **form, "tep": str(stored.pk)})
    assert done["Location"] == drafted.editor
    assert numbered(drafted)[2:] == ["1.2 Cán bộ", "2 Chuẩn bị đại hội", "3 Chi bộ", "4 Thêm sau"]
    assert paragraph(drafted, "Chuẩn bị đại hội").task
    same = post(browser, back, {"file": edited(browser.get(f"{drafted.editor}sua.docx"))})
    assert "Tệp không sửa gì" in words(browser.get(same["Location"]))


def test_only_who_writes_the_conclusion_takes_it_to_word(drafted):  # noqa: F811
    sent = post(
        sign_in(drafted.secretary),
        f"{drafted.editor}nhan-lai/",
        {"file": edited(sign_in(drafted.secretary).get(f"{drafted.editor}sua.docx"))},
    )
    stranger = make_user("tb.khac", "Đoàn Văn Lợi", home=drafted.commission)
    make_grant(stranger, Role.AREA_OFFICER, drafted.commission)
    stored = StoredFile.objects.get(kind=SUBJECT)
    for who in (stranger, drafted.officer):
        browser = sign_in(who)
        for page in ("sua.docx", "nhan-lai/", "loi-van/"):
            assert browser.get(f"{drafted.editor}{page}").status_code == 404
        assert browser.get(sent["Location"]).status_code == 404
        assert browser.get(f"/tep/{stored.pk}/").status_code == 404
    browser = sign_in(drafted.secretary)
    StoredFile.objects.update(object_id=987654)
    assert browser.get(sent["Location"]).status_code == 404
    refused = post(browser, f"{drafted.editor}nhan-lai/", {"file": SimpleUploadedFile("a.docx", b"MZ")})
    assert refused.status_code == 422
    Paragraph.objects.all().delete()
    assert browser.get(f"{drafted.editor}sua.docx").status_code == 404


# --- rules ---------------------------------------------------------------------------------------------


def test_a_control_that_was_copied_is_one_paragraph_and_a_new_one():
    ours = [Said("Rà soát biên chế", key="a"), Said("Báo cáo", key="b")]
    theirs = [Said("Rà soát biên chế", key="a"), Said("Việc khác hẳn", key="a"), Said("Báo cáo", key="x")]
    assert paired(ours, theirs) == (0, None, 1)
    assert paired([], [Said("Một")]) == (None,)
    assert read_words([("", " "), ("", "2) Hai"), ("", "2.1 Ba"), ("", "2.500 đồng")]).paragraphs == (
        Said("Hai"),
        Said("Ba", 2),
        Said("2.500 đồng", 2),
    )


def test_a_paragraph_that_stands_elsewhere_is_told_with_both_places():
    ours = Words("", (Said("Rà soát"), Said("Báo cáo"), Said("Đại hội"), Said("Chi bộ")))
    theirs = Words("", (Said("Chi bộ"), Said("Rà soát"), Said("Báo cáo", 2), Said("Họp bàn")))
    assert differences(ours, theirs) == (
        Difference("3", "Đại hội", ""),
        Difference("1 → 2", "Rà soát", "Rà soát"),
        Difference("2 → 2.1", "Báo cáo", "Báo cáo"),
        Difference("3", "", "Họp bàn"),
    )
