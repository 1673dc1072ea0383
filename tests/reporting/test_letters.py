"""Letters of a round open a hồ sơ trình that is filled in already."""

from datetime import timedelta

import pytest

from giaoban.core.dates import now, vi
from giaoban.correspondence.models import Dossier
from giaoban.documents import plain
from giaoban.documents.blocks import Table
from giaoban.reporting.models import Obligation
from tests.cast import Cast, sign_in
from tests.reporting.scene import Scene, set_scene


def press(scene: Scene, who, code: str):
    return scene.post(who, scene.url("letter", scene.round.pk), {"mau": code})


def paper():
    return plain.load(Dossier.objects.get().drafts.get().paper)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


@pytest.fixture
def late(scene: Scene) -> Scene:
    """Everybody is late but Hưng Yên, which has sent."""
    scene.send("tu-hung-yen")
    Obligation.objects.filter(round=scene.round).update(due=now() - timedelta(days=2))
    return scene


def test_the_reminder_names_each_unit_that_is_late(late: Scene):
    answer = press(late, late.compiler, "reminder")
    dossier = Dossier.objects.get()
    assert answer["Location"].endswith(f"/ho-so-trinh/{dossier.pk}/")
    assert (dossier.type, dossier.template) == ("CV", "reminder")
    table = next(one for one in paper().blocks if isinstance(one, Table))
    assert "Tỉnh ủy Hưng Yên" not in [row[1] for row in table.rows]
    assert "Tỉnh ủy Thái Bình" in [row[1] for row in table.rows]
    assert {row[4] for row in table.rows} != {0}
    assert len(dossier.recipients.all()) == len(table.rows)


def test_the_request_says_form_cut_off_and_deadline(scene: Scene):
    press(scene, scene.compiler, "report_request")
    said = " ".join(getattr(one, "text", "") for one in paper().blocks)
    assert "Biểu GB-01" in said
    assert f"Số liệu tính đến hết ngày {vi(scene.round.cut_off)}" in said
    assert "trước " in said


def test_nobody_late_nobody_strange(scene: Scene):
    before = press(scene, scene.compiler, "reminder")
    assert before.status_code == 422
    assert "Không có đơn vị nào quá hạn" in before.content.decode()
    assert press(scene, scene.compiler, "plan").status_code == 404
    stranger = scene.cast.officer
    assert press(scene, stranger, "reminder").status_code == 404
    assert sign_in(scene.compiler).get(scene.url("letter", scene.round.pk)).status_code == 405
    assert not Dossier.objects.exists()
