"""Consolidating over HTTP and through the doors: sums against brute force on random trees, coverage with
names, adjustments, the cache along the way up, reconciliation, and who reads what.
"""

from datetime import datetime
from typing import Any

import pytest

from giaoban.core.actors import System
from giaoban.core.dates import ZONE
from giaoban.core.refusals import Conflict, Hidden, Refusal
from giaoban.reporting import services
from giaoban.reporting.models import Adjustment, Indicator, Rollup
from giaoban.reporting.queries.consolidation import behind, figures_for
from tests.cast import Cast, sign_in
from tests.factories import reporting
from tests.reporting.scene import PROVINCES, Scene, set_scene

DUE = datetime(2019, 9, 25, 17, tzinfo=ZONE)
HOUSE = System("Thử")


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def text(answer: Any) -> str:
    return answer.content.decode()


# --- what a superior signs ---------------------------------------------------------------------------------


def test_the_signed_sum_says_who_is_in_who_is_missing_and_names_the_condition(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    scene.send("tu-long-an", accept=True, figures={"APP.RESTRUCTURED:count": 0, "MEM.NEW:in_period": 6})
    scene.send("tu-dong-nai")
    found = figures_for(scene.owed("tw"), with_live=True)
    keys = [cell.key for cell in found.cells]
    assert [part.place.short for part in found.included] == ["Hưng Yên", "Long An"]
    assert [(part.place.short, part.bucket.value) for part in found.missing] == [
        ("Đồng Nai", "waiting"),
        ("Thái Bình", "not_sent"),
    ]
    assert found.asked == 4
    assert found.figures[keys.index("MEM.NEW:in_period")] == 10
    assert found.figures[keys.index("APP.RESTRUCTURED:count")] == 1
    assert found.figures[keys.index("APP.RESTRUCTURED:base")] == 2
    assert [name for _unit, name in found.names["APP.RESTRUCTURED"]] == ["Hưng Yên"]
    record = found.record()
    assert {line["hash"] for line in record["included"]} == {
        scene.sent["tu-hung-yen"].hash,
        scene.sent["tu-long-an"].hash,
    }
    assert [line["bucket"] for line in record["missing"]] == ["waiting", "not_sent"]


def test_nothing_in_is_nothing_and_not_zero(scene: Scene) -> None:
    found = figures_for(scene.owed("tw"), with_live=True)
    assert set(found.figures) == {None}
    assert set(found.live.figures) == {None}
    page = text(sign_in(scene.compiler).get(scene.url("consolidation", scene.owed("tw").pk)))
    assert "Ô trống là chưa có số liệu" in page
    assert "0/4" in page


def test_sending_takes_the_exact_versions_in_and_a_withdrawal_lets_them_go(scene: Scene) -> None:
    for code in ("cb-thon-mot", "du-an-chau"):
        scene.send(code, accept=True)
    scene.send("du-an-hoa", accept=True)
    sent = scene.send("hu-dong-hung")
    assert [scene.owed(code).state for code in ("du-an-hoa", "du-an-chau")] == ["consolidated"] * 2
    assert [line["submission"] for line in sent.included["included"]] == [
        scene.sent["du-an-chau"].pk,
        scene.sent["du-an-hoa"].pk,
    ]
    reporting.move(scene.owed("hu-dong-hung"), "withdraw", note="Xem lại số liệu.")
    assert [scene.owed(code).state for code in ("du-an-hoa", "du-an-chau")] == ["accepted"] * 2


def test_a_return_takes_a_report_out_of_every_total_above(scene: Scene) -> None:
    scene.send("cb-thon-mot", accept=True)
    scene.send("du-an-chau", accept=True)
    top = scene.cast.unit("tw").pk
    keys = [cell.key for cell in scene.round.form_version.cells()]
    members = keys.index("MEM.TOTAL:value")
    assert Rollup.objects.get(round=scene.round, unit_id=top).totals[members] == 2 * 412
    owed = scene.owed("du-an-chau")
    services.return_report(
        actor=HOUSE,
        obligation_id=owed.pk,
        remarks=[services.RemarkFacts("Xem lại số đảng viên.", cell="MEM.TOTAL:value")],
        new_due=datetime(2019, 9, 20, 17, tzinfo=ZONE),
        version=owed.version,
    )
    line = Rollup.objects.get(round=scene.round, unit_id=top)
    assert (line.totals[members], line.counts[members]) == (412, 1)
    reporting.move(scene.owed("du-an-chau"), "excuse", note="Mới thành lập.")
    assert Rollup.objects.get(round=scene.round, unit_id=top).expected == line.expected - 1


# --- adjustments -------------------------------------------------------------------------------------------


def adjust(scene: Scene, cell: str = "MEM.NEW:in_period", **facts: Any) -> Any:
    owed = scene.owed("tw")
    wanted = {"delta": 3, "reason": "Trùng một đồng chí", "version": owed.version, **facts}
    return services.adjust(actor=scene.compiler, obligation_id=owed.pk, cell=cell, **wanted)


def test_an_adjustment_stands_beside_the_sum_and_can_be_taken_back(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    owed = scene.owed("tw")
    address = scene.url("cell", owed.pk, "MEM.NEW:in_period")
    page = text(sign_in(scene.compiler).get(address))
    assert "Ghi điều chỉnh" in page
    facts = {"delta": "−1", "reason": "Trùng một đồng chí với Quân ủy", "version": owed.version}
    done = scene.post(scene.compiler, address, facts, follow=True)
    assert "Đã ghi điều chỉnh, kèm lý do." in text(done)
    assert "số cộng 4" in text(done)
    found = figures_for(scene.owed("tw"))
    at = [cell.key for cell in found.cells].index("MEM.NEW:in_period")
    assert (found.signed[at], found.figures[at]) == (4, 3)
    made = Adjustment.objects.get()
    assert (made.delta, made.reason, made.made_by) == (-1, facts["reason"], scene.compiler.pk)
    stale = scene.post(scene.compiler, address, {**facts, "delta": "2"})
    assert stale.status_code == 422
    assert "vừa được người khác điều chỉnh" in text(stale)
    assert facts["reason"] in text(stale)
    again = {**facts, "delta": "0", "version": scene.owed("tw").version}
    assert "Đã bỏ điều chỉnh" in text(scene.post(scene.compiler, address, again, follow=True))
    assert Adjustment.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": "  "}, "reporting.adjust_reason"),
        ({"delta": -5}, "reporting.adjust_negative"),
        ({"delta": 10**13}, "reporting.adjust_negative"),
        ({"version": 0}, "reporting.adjusted_meanwhile"),
    ],
)
def test_a_wrong_adjustment_is_refused_with_its_rule(scene: Scene, facts: dict, code: str) -> None:
    scene.send("tu-hung-yen", accept=True)
    with pytest.raises(Refusal) as caught:
        adjust(scene, **facts)
    assert caught.value.code == code
    assert (Adjustment.objects.count(), scene.owed("tw").version) == (0, 1)
    assert adjust(scene).delta == 3
    assert adjust(scene, delta=0) is None
    assert adjust(scene, delta=0) is None


def test_what_cannot_be_adjusted(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    Indicator.objects.filter(code="APP.QUOTA").update(aggregation="none")
    with pytest.raises(Refusal, match="do đơn vị tự nhập"):
        adjust(scene, "APP.QUOTA:value")
    with pytest.raises(Hidden):
        adjust(scene, "KHONG.CO:value")
    with pytest.raises(Hidden):
        services.adjust(
            actor=scene.reviewer,
            obligation_id=scene.owed("tw").pk,
            cell="MEM.NEW:in_period",
            delta=1,
            reason="x",
            version=1,
        )
    assert Adjustment.objects.count() == 0
    assert adjust(scene).cell == "MEM.NEW:in_period"


@pytest.mark.parametrize("typed", ["mười", "1,5", "2.5"])
def test_what_is_no_whole_number_is_refused_and_kept(scene: Scene, typed: str) -> None:
    scene.send("tu-hung-yen", accept=True)
    owed = scene.owed("tw")
    address = scene.url("cell", owed.pk, "MEM.NEW:in_period")
    facts = {"delta": typed, "reason": "Trùng", "version": owed.version}
    refused = scene.post(scene.compiler, address, facts)
    assert refused.status_code == 422
    assert f'value="{typed}"' in text(refused)
    assert Adjustment.objects.count() == 0


# --- pages -------------------------------------------------------------------------------------------------


def test_the_page_shows_three_figures_and_who_causes_the_difference(scene: Scene) -> None:
    for code in ("cb-thon-mot", "du-an-chau"):
        scene.send(code, accept=True)
    page = text(sign_in(scene.compiler).get(scene.url("consolidation", scene.owed("tw").pk)))
    assert "cơ sở đã có" in page  # Thái Bình has sent nothing, its leaves have
    scene.send("du-an-hoa", accept=True)
    scene.send("hu-dong-hung", accept=True)
    province = scene.owed("tu-thai-binh")
    reporting.begin_and_fill(province)
    province.refresh_from_db()
    services.adjust(
        actor=HOUSE,
        obligation_id=province.pk,
        cell="MEM.NEW:in_period",
        delta=2,
        reason="Hai đồng chí ở Quân sự",
        version=province.version,
    )
    reporting.submit(province)
    reporting.approve(province)
    scene.accept("tu-thai-binh")
    page = text(sign_in(scene.compiler).get(scene.url("consolidation", scene.owed("tw").pk)))
    below = page[page.index('id="doi-chieu"') :]
    assert "1 ô lệch" in below
    assert "đơn vị điều chỉnh 2: Hai đồng chí ở Quân sự" in below
    assert "An Châu" not in below


def test_each_figure_leads_to_the_units_behind_it_and_further_down(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    scene.send("tu-long-an", accept=True, figures={"MEM.NEW:in_period": 6})
    owed = scene.owed("tw")
    page = text(sign_in(scene.compiler).get(scene.url("cell", owed.pk, "MEM.NEW:in_period")))
    assert page.index("Tỉnh ủy Long An") < page.index("Tỉnh ủy Hưng Yên")
    assert "60,00 %" in page
    assert "chưa có" in page
    down = scene.owed("tu-thai-binh")
    further = scene.url("cell", down.pk, "MEM.NEW:in_period", unit="tu-thai-binh")
    assert further in page
    assert sign_in(scene.compiler).get(further).status_code == 200
    found = figures_for(owed)
    cell = next(one for one in found.cells if one.key == "APP.RESTRUCTURED:count")
    assert [(line.value, line.whole) for line in behind(found, cell)] == [
        (1, 1),
        (1, 1),
        (None, None),
        (None, None),
    ]


def test_rows_of_one_unit_are_added_and_unlike_ones_refused(scene: Scene) -> None:
    scene.send("tu-hung-yen", accept=True)
    address = scene.url("consolidation", scene.owed("tw").pk)
    browser = sign_in(scene.compiler)
    added = text(browser.get(f"{address}?cong=CAD.PLAN:in_period&cong=CAD.APPT:in_period"))
    assert "= 6 lượt" in added
    refused = text(browser.get(f"{address}?cong=CAD.PLAN:in_period&cong=MEM.NEW:in_period"))
    assert (
        "Không cộng “Đảng viên mới kết nạp” (người) với “Lượt rà soát, bổ sung quy hoạch” (lượt)." in refused
    )
    assert browser.get(f"{address}?cong=KHONG.CO").status_code == 404


def test_consolidation_belongs_to_the_unit_and_those_above(scene: Scene) -> None:
    top, province = scene.owed("tw").pk, scene.owed("tu-thai-binh").pk
    paths = [
        scene.url("consolidation", top),
        scene.url("cell", top, "MEM.NEW:in_period"),
        scene.url("words", top),
    ]
    for user in (scene.cast.other_officer, scene.cast.officer, scene.cast.commune_officer):
        assert [sign_in(user).get(path).status_code for path in paths] == [404] * 3
    assert [sign_in(scene.compiler).get(path).status_code for path in paths] == [200] * 3
    own = scene.url("consolidation", province, unit="btc-thai-binh")
    assert sign_in(scene.cast.officer).get(own).status_code == 200
    assert sign_in(scene.cast.other_officer).get(own).status_code == 404
    # a draft of words is the unit's own: a superior reads it when it is sent
    words = scene.url("words", province, unit="tu-thai-binh")
    assert sign_in(scene.compiler).get(words).status_code == 404
    # a unit without units below consolidates nothing; a denominator is no figure of its own
    leaf = scene.owed("tu-hung-yen").pk
    assert (
        sign_in(scene.compiler).get(scene.url("consolidation", leaf, unit="tu-hung-yen")).status_code == 404
    )
    assert sign_in(scene.compiler).get(scene.url("cell", top, "MEM.IDLINK:denominator")).status_code == 404
    assert sign_in(scene.compiler).get(scene.url("cell", top, "MEM.IDLINK:numerator")).status_code == 200


def test_the_pages_ask_the_same_number_of_questions_for_any_number_of_units(
    scene: Scene, django_assert_max_num_queries: Any
) -> None:
    browser = sign_in(scene.compiler)
    top = scene.owed("tw").pk
    pages = [
        scene.url("consolidation", top),
        scene.url("cell", top, "MEM.NEW:in_period"),
        scene.url("words", top),
    ]

    def counts() -> list[int]:
        found = []
        for page in pages:
            browser.get(page)
            with django_assert_max_num_queries(45) as seen:
                assert browser.get(page).status_code == 200
            found.append(len(seen))
        return found

    scene.send("tu-hung-yen", accept=True)
    few = counts()
    for code in PROVINCES[1:]:
        scene.send(code, accept=True)
    assert counts() == few


def test_a_conflict_is_a_refusal_that_names_the_state(scene: Scene) -> None:
    scene.send("tu-hung-yen")
    owed = scene.owed("tu-hung-yen")
    services.accept_report(actor=scene.reviewer, obligation_id=owed.pk, version=owed.version)
    with pytest.raises(Conflict, match="Đã thẩm tra"):
        services.accept_report(actor=scene.second, obligation_id=owed.pk, version=owed.version)
