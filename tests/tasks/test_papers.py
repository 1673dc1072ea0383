"""A programme as a paper, and as the paper of a hồ sơ trình."""

import io

import docx
import pytest

from giaoban.core.refusals import Hidden
from giaoban.core.registries import paper_sources
from giaoban.documents.breaking import NBSP
from giaoban.tasks.papers import KIND
from tests.cast import sign_in


def words(answer) -> list[str]:
    document = docx.Document(io.BytesIO(answer.content))
    found = (one.text for one in document.element.body.iter() if one.tag.endswith("}p") and one.text)
    return [one.replace(NBSP, " ") for one in found]


def test_a_programme_leaves_with_its_units_for_who_sees_the_whole(room):
    programme = room.assignment.task.programme
    path = f"/tu-thai-binh/2019-t09-9t/nhiem-vu/chuong-trinh/{programme.pk}/chuong-trinh"
    browser = sign_in(room.central)
    said = words(browser.get(f"{path}.docx"))
    assert room.assignment.task.wording in said
    assert "Đảng ủy xã An Hòa" in " ".join(said)
    assert browser.get(f"{path}.pdf").content[:5] == b"%PDF-"
    assert browser.get(f"{path}.odt").status_code == 404
    assert sign_in(room.neighbour).get(f"{path}.docx").status_code == 404


def test_it_is_the_paper_of_a_dossier_for_who_sees_it(room):
    programme = room.assignment.task.programme
    source = paper_sources[KIND]
    assert source.subject_of(room.central, programme.pk).unit_id == programme.unit_id
    assert source.paper_of(room.central, programme.pk).type_name == "Chương trình"
    for found in (source.paper_of, source.subject_of):
        with pytest.raises(Hidden):
            found(room.neighbour, programme.pk)
