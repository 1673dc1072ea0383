"""The trail of a unit: readable by those who answer for it, without what the fields held."""

import re
from datetime import date
from pathlib import Path

from giaoban.core.actors import System
from giaoban.organisations import services
from giaoban.organisations.rules import ChangeKind
from giaoban.web.labels import ACTIONS
from tests.cast import Cast, sign_in

ROOT = Path(__file__).resolve().parents[2] / "giaoban"
RECORDED = re.compile(r'record\(\s*[\w.]+,\s*"([a-z_.]+)"')


def add_department(cast: Cast, name: str) -> None:
    unit = cast.unit("btc-thai-binh")
    services.add_department(actor=System(), unit_id=unit.pk, name=name, starts=date(2019, 9, 1))


def test_an_act_stands_in_the_trail_of_its_unit(cast: Cast):
    add_department(cast, "Phòng Tổng hợp")
    body = sign_in(cast.head).get("/btc-thai-binh/2019-q3/nhat-ky/").content.decode()
    assert "Thêm phòng" in body
    assert "Phòng Tổng hợp" in body
    elsewhere = sign_in(cast.head).get("/hu-dong-hung/2019-q3/nhat-ky/").content.decode()
    assert "Phòng Tổng hợp" not in elsewhere
    assert "Chưa có dòng nào" in elsewhere


def test_the_trail_can_be_narrowed_to_one_kind_of_act(cast: Cast):
    add_department(cast, "Phòng Tổng hợp")
    browser = sign_in(cast.head)
    assert (
        "Phòng Tổng hợp"
        in browser.get("/btc-thai-binh/2019-q3/nhat-ky/?viec=organisations.department_add").content.decode()
    )
    assert (
        "Phòng Tổng hợp"
        not in browser.get("/btc-thai-binh/2019-q3/nhat-ky/?viec=people.add").content.decode()
    )


def test_an_officer_and_another_province_do_not_read_it(cast: Cast):
    add_department(cast, "Phòng Tổng hợp")
    for reader in (cast.officer, cast.other_officer, cast.cell_secretary):
        assert sign_in(reader).get("/btc-thai-binh/2019-q3/nhat-ky/").status_code == 404


def test_every_recorded_act_has_a_name():
    recorded = {name for path in ROOT.rglob("*.py") for name in RECORDED.findall(path.read_text())}
    recorded |= {f"organisations.{kind.value}" for kind in ChangeKind}
    assert len(recorded) > 20
    assert recorded - set(ACTIONS) == set()
