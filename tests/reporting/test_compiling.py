"""Compiling words: passages taken over with their source, traceable both ways, none rewritten by itself."""

from typing import Any

import pytest

from giaoban.core.actors import System
from giaoban.core.refusals import Hidden, Refusal
from giaoban.reporting import services
from giaoban.reporting.models import Derivation, OutlineSection, Passage
from giaoban.reporting.queries.compiling import uses_of
from tests.cast import Cast, sign_in
from tests.factories import reporting
from tests.reporting.scene import Scene, set_scene

SLOW = "Việc xây dựng đề án sắp xếp tổ chức bộ máy cấp huyện còn chậm so với lộ trình."
SLOWER = "Việc xây dựng đề án sắp xếp tổ chức bộ máy ở cấp huyện còn chậm so với lộ trình đề ra."
HOUSE = System("Thử")


def texts(section: str) -> dict[str, str]:
    return {"I": "Đã kết nạp 4 đảng viên mới.", "II": section, "III": "Hoàn thành trong quý tới."}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    made = set_scene(cast)
    made.send("tu-hung-yen", accept=True, texts=texts(SLOW))
    made.send("tu-long-an", accept=True, texts=texts(SLOWER))
    made.send("tu-dong-nai", texts=texts("Chế độ thông tin, báo cáo chưa nghiêm."))
    return made


def section(scene: Scene, number: str = "II") -> OutlineSection:
    return scene.round.form_version.sections.get(number=number)


def source(scene: Scene, code: str, number: str = "II") -> Passage:
    return Passage.objects.get(submission=scene.sent[code], section__number=number)


def address(scene: Scene, number: str = "II") -> str:
    return scene.url("passages", scene.owed("tw").pk, section(scene, number).pk)


def take(scene: Scene, how: str, *codes: str, text: str = "", number: str = "II") -> Any:
    return services.take_passages(
        actor=scene.compiler,
        obligation_id=scene.owed("tw").pk,
        section_id=section(scene, number).pk,
        source_ids=[source(scene, code).pk for code in codes],
        how=how,
        text=text,
    )


def page(scene: Scene, number: str = "II", query: str = "") -> str:
    return sign_in(scene.compiler).get(address(scene, number) + query).content.decode()


def test_similar_passages_are_proposed_as_a_group_and_nothing_is_written(scene: Scene) -> None:
    shown = page(scene)
    assert "Nhóm 2 đơn vị" in shown
    assert "Lấy, gộp 2 nguồn" in shown
    assert "Chế độ thông tin" not in shown  # Đồng Nai is not accepted
    assert "2/2 đơn vị có đoạn ở mục này" in shown
    assert Passage.objects.filter(obligation=scene.owed("tw")).count() == 0
    assert scene.owed("tw").state == "due"


def test_a_passage_is_taken_as_it_stands_and_edited_later(scene: Scene) -> None:
    facts = {"viec": "verbatim", "nguon": str(source(scene, "tu-hung-yen").pk)}
    done = scene.post(scene.compiler, address(scene), facts, follow=True)
    assert "Đã lấy vào bản tổng hợp." in done.content.decode()
    made = Passage.objects.get(obligation=scene.owed("tw"), sources__isnull=False)
    assert (made.text, made.submission_id, made.section.number) == (SLOW, None, "II")
    assert [(s.source_id, s.how) for s in made.sources.all()] == [
        (source(scene, "tu-hung-yen").pk, "verbatim")
    ]
    assert scene.owed("tw").state == "drafting"
    shown = page(scene)
    assert "đã dùng ở đoạn" in shown
    assert "1 đơn vị chưa có tiếng nói nào" in shown
    changed = {"viec": "sua", "doan": made.pk, "version": made.version, "text": "Đề án còn chậm."}
    scene.post(scene.compiler, address(scene), changed)
    made.refresh_from_db()
    assert made.text == "Đề án còn chậm."
    assert list(made.sources.values_list("how", flat=True)) == ["edited"]
    stale = scene.post(scene.compiler, address(scene), {**changed, "text": "Chậm."})
    assert stale.status_code == 422
    made.refresh_from_db()
    assert made.text == "Đề án còn chậm."


def test_several_sources_become_one_passage_with_its_sources_beside_it(scene: Scene) -> None:
    ids = ",".join(str(source(scene, code).pk) for code in ("tu-hung-yen", "tu-long-an"))
    facts = {"viec": "merged", "nguon": ids, "text": "Đề án sắp xếp ở một số nơi còn chậm."}
    scene.post(scene.compiler, address(scene), facts)
    made = Passage.objects.get(obligation=scene.owed("tw"), section__number="II")
    assert {s.how for s in made.sources.all()} == {"merged"}
    draft = page(scene)
    draft = draft[draft.index('class="draft-side"') :]
    assert "Hưng Yên</a>, <a" in draft
    assert "Long An</a>" in draft
    assert take(scene, "merged", "tu-hung-yen", "tu-long-an").text == SLOW
    assert take(scene, "cited", "tu-hung-yen", text="Nhiều nơi còn chậm.").sources.get().how == "cited"


@pytest.mark.parametrize(
    ("how", "codes", "text", "code"),
    [
        ("verbatim", ("tu-hung-yen", "tu-long-an"), "", "reporting.one_source"),
        ("edited", ("tu-hung-yen", "tu-long-an"), "x", "reporting.one_source"),
        ("verbatim", ("tu-hung-yen",), "Chữ khác.", "reporting.not_verbatim"),
        ("edited", ("tu-hung-yen",), " ", "reporting.text_missing"),
        ("cited", ("tu-hung-yen",), "", "reporting.text_missing"),
        ("edited", ("tu-hung-yen",), "x" * 10_001, "reporting.text_long"),
        ("merged", (), "x", "reporting.no_source"),
    ],
)
def test_a_wrong_taking_is_refused_and_writes_nothing(
    scene: Scene, how: str, codes: tuple[str, ...], text: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        take(scene, how, *codes, text=text)
    assert caught.value.code == code
    assert Derivation.objects.count() == 0
    assert scene.owed("tw").state == "due"
    assert take(scene, "verbatim", "tu-hung-yen", text=SLOW).text == SLOW


def test_what_was_typed_to_merge_stays_on_the_page(scene: Scene) -> None:
    refused = scene.post(scene.compiler, address(scene), {"viec": "merged", "text": "Ý gộp đang viết dở."})
    assert refused.status_code == 422
    assert "Ý gộp đang viết dở." in refused.content.decode()
    assert "Chưa chọn đoạn nào của đơn vị." in refused.content.decode()


def test_a_passage_of_no_accepted_report_below_is_unknown(scene: Scene) -> None:
    with pytest.raises(Hidden):
        take(scene, "verbatim", "tu-dong-nai")  # sent, not accepted
    own = scene.owed("tw")
    wrong = {
        "section_id": section(scene).pk,
        "source_ids": [source(scene, "tu-hung-yen").pk],
        "how": "stolen",
    }
    with pytest.raises(Hidden):
        services.take_passages(actor=scene.compiler, obligation_id=own.pk, **wrong)
    with pytest.raises(Hidden):
        services.take_passages(
            actor=scene.compiler, obligation_id=own.pk, **{**wrong, "how": "verbatim", "section_id": 0}
        )
    assert Derivation.objects.count() == 0
    scene.accept("tu-dong-nai")
    assert take(scene, "verbatim", "tu-dong-nai").text == "Chế độ thông tin, báo cáo chưa nghiêm."


def test_a_taken_passage_goes_back_and_its_source_is_unused_again(scene: Scene) -> None:
    made = take(scene, "verbatim", "tu-hung-yen")
    owed = scene.owed("tw")
    url = scene.url("untake", owed.pk, made.pk)
    stale = scene.post(scene.compiler, url, {"version": made.version + 1})
    assert "Đoạn này vừa được người khác sửa." in stale.content.decode()
    assert Passage.objects.filter(pk=made.pk).exists()
    done = scene.post(scene.compiler, url, {"version": made.version}, follow=True)
    assert "đoạn của đơn vị vẫn còn nguyên" in done.content.decode()
    assert not Passage.objects.filter(pk=made.pk).exists()
    assert source(scene, "tu-hung-yen").text == SLOW
    assert "đã dùng ở đoạn" not in page(scene)
    assert scene.post(scene.compiler, url, {"version": 1}).status_code == 404
    # a passage that was written here and came from nowhere is taken out on the report's own page
    own = services.add_passage(
        actor=HOUSE, obligation_id=owed.pk, section_id=section(scene).pk, text="Tự viết."
    )
    assert scene.post(scene.compiler, scene.url("untake", owed.pk, own.pk), {"version": 1}).status_code == 404
    assert Passage.objects.filter(pk=own.pk).exists()


def test_the_list_is_narrowed_by_unit_use_field_and_novelty(scene: Scene) -> None:
    take(scene, "verbatim", "tu-hung-yen")
    unit = scene.cast.unit("tu-long-an").pk

    def units(query: str) -> list[str]:
        shown = page(scene, query=query)
        left = shown[shown.index('id="doan-don-vi"') : shown.index('class="draft-side"')]
        return [name for name in ("Hưng Yên", "Long An") if f">{name}</a>" in left]

    assert units("") == ["Hưng Yên", "Long An"]
    assert units(f"?don-vi={unit}") == ["Long An"]
    assert units("?dung=chua") == ["Long An"]
    assert units("?dung=roi") == ["Hưng Yên"]
    assert units("?linh-vuc=cadres") == []
    assert units("?moi=1") == ["Hưng Yên", "Long An"]
    assert units("?don-vi=x") == ["Hưng Yên", "Long An"]


def test_what_was_said_last_period_in_the_same_words_is_not_new(cast: Cast) -> None:
    earlier = set_scene(cast, period="2019-t08")
    earlier.send("tu-hung-yen", accept=True, texts=texts(SLOW))
    later = reporting.make_round(cast)
    scene = Scene(cast, later, earlier.reviewer, earlier.second, earlier.compiler)
    scene.send("tu-hung-yen", accept=True, texts=texts(SLOW), figures=reporting_later())
    scene.send("tu-long-an", accept=True, texts=texts(SLOWER))
    shown = page(scene, query="?moi=1")
    left = shown[shown.index('id="doan-don-vi"') : shown.index('class="draft-side"')]
    assert ">Hưng Yên</a>" not in left
    assert ">Long An</a>" in left


def reporting_later() -> dict[str, int | None]:
    """Figures a month later: running totals went on."""
    return {key: (value or 0) + 4 for key, value in reporting.FIGURES.items() if key.endswith(":cumulative")}


def test_a_figure_of_the_draft_turns_red_when_the_table_changes(scene: Scene) -> None:
    text = "Toàn Đảng bộ kết nạp 8 đảng viên mới."
    services.take_passages(
        actor=scene.compiler,
        obligation_id=scene.owed("tw").pk,
        section_id=section(scene, "I").pk,
        source_ids=[source(scene, "tu-hung-yen", "I").pk],
        how="edited",
        text=text,
    )
    assert '<mark class="same" title="Biểu, “Đảng viên mới kết nạp”: 8 · 22">8</mark>' in page(scene, "I")
    scene.accept("tu-dong-nai")
    assert '<mark class="differs" title="Biểu, “Đảng viên mới kết nạp”: 12 · 33">8</mark>' in page(scene, "I")


def test_a_unit_sees_where_its_words_were_used_once_the_superior_has_sent(scene: Scene) -> None:
    take(scene, "verbatim", "tu-hung-yen")
    take(scene, "verbatim", "tu-long-an")
    assert uses_of(scene.sent["tu-hung-yen"].pk) == {}
    own = scene.owed("tw")
    for number in ("I", "III"):
        services.add_passage(
            actor=HOUSE, obligation_id=own.pk, section_id=section(scene, number).pk, text="Nội dung."
        )
    scene.accept("tu-dong-nai")
    scene.cast.unit("tu-thai-binh")
    reporting.submit(own)
    reporting.approve(own)
    used = uses_of(scene.sent["tu-hung-yen"].pk)
    (use,) = used[source(scene, "tu-hung-yen").pk]
    assert (use.unit_code, use.obligation_id, use.section, use.how) == ("tw", own.pk, "II", "verbatim")
    owed = scene.owed("tu-hung-yen")
    shown = sign_in(scene.cast.other_officer).get(scene.url("report", owed.pk, unit="tu-hung-yen"))
    assert "đã được dùng ở báo cáo của Ban Chấp hành Trung ương Đảng, mục II" in shown.content.decode()


def test_words_are_compiled_by_who_works_for_the_unit(scene: Scene) -> None:
    for user in (scene.cast.officer, scene.cast.other_officer):
        assert sign_in(user).get(address(scene)).status_code == 404
        assert scene.post(user, address(scene), {"viec": "verbatim", "nguon": "1"}).status_code == 404
    other = scene.url("passages", scene.owed("tw").pk, 0)
    assert sign_in(scene.compiler).get(other).status_code == 404
    bad = scene.post(scene.compiler, address(scene), {"viec": "verbatim", "nguon": "x"})
    assert bad.status_code == 404
    assert Derivation.objects.count() == 0
    assert sign_in(scene.compiler).get(address(scene)).status_code == 200
