"""Districts and communes out of a hand-made sample of the package's format; pip runs without a network."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from giaoban.organisations import dataset, importers
from giaoban.organisations.dataset import DatasetError
from giaoban.organisations.importers import EDITIONS, FetchError


def ward(number: int, name: str) -> dict[str, object]:
    return {"name": name, "code": number, "codename": "", "division_type": "xã", "short_codename": ""}


OLD = [
    {
        "name": "Tỉnh Thái Bình",
        "code": 34,
        "districts": [
            {"name": "Thành Phố Thái Bình", "code": 336, "wards": [ward(12400, "Phường Bồ Xuyên")]},
            {
                "name": "Huyện Hưng Hà",
                "code": 339,
                "wards": [
                    ward(12586, "Thị trấn Hưng Hà"),
                    ward(12622, "Xã Quang Trung"),
                    ward(1, "Xã Minh Quân"),
                    ward(2, "Xã Minh Quán"),
                ],
            },
            {"name": "Huyện Kiến Xương", "code": 343, "wards": [ward(13090, "Xã Quang Trung")]},
            {"name": "Huyện Cồn Vành", "code": 999, "wards": []},
        ],
    },
    {
        "name": "Thành phố Hồ Chí Minh",
        "code": 79,
        "districts": [
            {"name": "Quận 1", "code": 760, "wards": [ward(26734, "Phường 12")]},
            {"name": "Thị xã Sơn Tây", "code": 269, "wards": []},
        ],
    },
]
NEW = [
    {
        "name": "Hưng Yên",
        "code": 33,
        "wards": [ward(12586, "Xã Hưng Hà"), ward(12025, "Xã Phụng Công"), ward(5, "Phường 1 Phố Hiến")],
    },
    {"name": "Thành phố Hồ Chí Minh", "code": 79, "wards": [ward(26732, "Đặc khu Côn Đảo")]},
]


def install(folder: Path, edition: str, content: object) -> Path:
    place = EDITIONS[edition].folder(folder) / "vietnam_provinces" / "data"
    place.mkdir(parents=True)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (place / "nested-divisions.json").write_text(text, encoding="utf-8")
    return folder


def named(folder: Path, edition: str) -> Mapping[str, tuple[str, str, str | None]]:
    records = importers.read(EDITIONS[edition], folder)
    found = {unit.code: (unit.name, unit.short_name, unit.parent) for unit in records}
    assert len(found) == len(records)
    return found


def test_an_old_edition_gives_districts_and_their_communes(tmp_path: Path) -> None:
    assert named(install(tmp_path, "2018", OLD), "2018") == {
        "thai-binh-thanh-pho-thai-binh": ("Thành ủy Thái Bình", "Thái Bình", "tu-thai-binh"),
        "thai-binh-phuong-bo-xuyen": (
            "Đảng ủy phường Bồ Xuyên",
            "Bồ Xuyên",
            "thai-binh-thanh-pho-thai-binh",
        ),
        "thai-binh-huyen-hung-ha": ("Huyện ủy Hưng Hà", "Hưng Hà", "tu-thai-binh"),
        "thai-binh-thi-tran-hung-ha": ("Đảng ủy thị trấn Hưng Hà", "Hưng Hà", "thai-binh-huyen-hung-ha"),
        "thai-binh-hung-ha-xa-quang-trung": (
            "Đảng ủy xã Quang Trung",
            "Quang Trung",
            "thai-binh-huyen-hung-ha",
        ),
        "thai-binh-hung-ha-xa-minh-quan-1": ("Đảng ủy xã Minh Quân", "Minh Quân", "thai-binh-huyen-hung-ha"),
        "thai-binh-hung-ha-xa-minh-quan-2": ("Đảng ủy xã Minh Quán", "Minh Quán", "thai-binh-huyen-hung-ha"),
        "thai-binh-huyen-kien-xuong": ("Huyện ủy Kiến Xương", "Kiến Xương", "tu-thai-binh"),
        "thai-binh-kien-xuong-xa-quang-trung": (
            "Đảng ủy xã Quang Trung",
            "Quang Trung",
            "thai-binh-huyen-kien-xuong",
        ),
        "thai-binh-huyen-con-vanh": ("Huyện ủy Cồn Vành", "Cồn Vành", "tu-thai-binh"),
        "ho-chi-minh-quan-1": ("Quận ủy Quận 1", "Quận 1", "tu-ho-chi-minh"),
        "ho-chi-minh-phuong-12": ("Đảng ủy Phường 12", "Phường 12", "ho-chi-minh-quan-1"),
        "ho-chi-minh-thi-xa-son-tay": ("Thị ủy Sơn Tây", "Sơn Tây", "tu-ho-chi-minh"),
    }


def test_a_new_edition_gives_communes_right_under_their_province(tmp_path: Path) -> None:
    assert named(install(tmp_path, "2025", NEW), "2025") == {
        "hung-yen-xa-hung-ha": ("Đảng ủy xã Hưng Hà", "Hưng Hà", "tu-hung-yen"),
        "hung-yen-xa-phung-cong": ("Đảng ủy xã Phụng Công", "Phụng Công", "tu-hung-yen"),
        "hung-yen-phuong-1-pho-hien": ("Đảng ủy Phường 1 Phố Hiến", "Phường 1 Phố Hiến", "tu-hung-yen"),
        "ho-chi-minh-dac-khu-con-dao": ("Đảng ủy đặc khu Côn Đảo", "Côn Đảo", "tu-ho-chi-minh"),
    }


@pytest.mark.parametrize(("edition", "content"), [("2018", OLD), ("2025", NEW)])
def test_records_fit_the_national_data_set(tmp_path: Path, edition: str, content: object) -> None:
    national = dataset.load()
    pinned = EDITIONS[edition]
    records = importers.read(pinned, install(tmp_path, edition, content))
    known = set(national.alive(pinned.starts))
    kinds = {kind.code for kind in national.kinds}
    for unit in records:
        assert unit.parent in known
        assert unit.code not in known
        assert unit.kind in kinds
        assert (unit.starts, unit.ends, unit.established_on) == (pinned.starts, pinned.ends, None)
        assert pinned.version in unit.source
        known.add(unit.code)


def test_districts_end_on_the_last_day_of_june_2025_when_the_new_communes_start() -> None:
    assert EDITIONS["2018"].ends == EDITIONS["2025"].starts == date(2025, 7, 1)
    assert EDITIONS["2025"].ends is None


def test_english_names_say_what_kind_of_place_it_is(tmp_path: Path) -> None:
    records = importers.read(EDITIONS["2018"], install(tmp_path, "2018", OLD))
    english = {unit.code: unit.name_en for unit in records}
    assert english["thai-binh-huyen-hung-ha"] == "Hung Ha District Party Committee"
    assert english["ho-chi-minh-phuong-12"] == "Ward 12 Party Committee"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "cannot be read"),
        ({"name": "x"}, "provinces: a list of objects"),
        (["x"], "provinces: a list of objects"),
        ([{"code": 1, "wards": []}], "province: a name is missing"),
        ([{"name": "Hưng Yên", "wards": "x"}], "wards: a list of objects"),
        ([{"name": "Hưng Yên", "wards": [ward(1, " ")]}], "commune: a name is missing"),
        ([{"name": "Hưng Yên", "wards": [{"name": "Xã A", "code": "1"}]}], "code must be a number"),
        ([{"name": "Hưng Yên", "wards": [ward(1, "Làng A")]}], "its type is not known"),
        ([{"name": "Hưng Yên", "wards": [ward(1, "Xã A"), ward(1, "Xã B")]}], "is given twice"),
        ([{"name": "Hưng Yên", "districts": [{"name": "Huyện A", "code": 1}]}], "wards of Huyện A"),
    ],
)
def test_a_package_in_another_format_is_refused(tmp_path: Path, content: object, complaint: str) -> None:
    with pytest.raises(DatasetError, match=complaint):
        importers.read(EDITIONS["2025"], install(tmp_path, "2025", content))


def test_an_edition_that_was_not_fetched_is_refused(tmp_path: Path) -> None:
    assert importers.fetched(EDITIONS["2025"], tmp_path) is False
    with pytest.raises(DatasetError, match="cannot be read"):
        importers.read(EDITIONS["2025"], tmp_path)
    with pytest.raises(ValueError, match="unknown edition '2031'"):
        importers.edition_of("2031")


# --- fetching, with pip itself and a shelf of local files instead of a network -------------------------


def shelf_with_wheel(folder: Path) -> tuple[Path, str]:
    """A tiny wheel under the package's name; the real one is never copied here."""
    folder.mkdir()
    wheel = folder / "vietnam_provinces-2025.10.1-py3-none-any.whl"
    info = "vietnam_provinces-2025.10.1.dist-info"
    files = {
        "vietnam_provinces/data/nested-divisions.json": json.dumps(NEW, ensure_ascii=False),
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: vietnam-provinces\nVersion: 2025.10.1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(name, text)
    return wheel, hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")


@pytest.mark.usefixtures("_offline")
def test_without_a_network_the_message_says_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as refused:
        importers.fetch(EDITIONS["2018"], tmp_path)
    assert "vietnam-provinces 0.6.0" in str(refused.value)
    assert importers.fetched(EDITIONS["2018"], tmp_path) is False


@pytest.mark.usefixtures("_offline")
def test_only_the_pinned_file_is_installed_and_a_second_fetch_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel, digest = shelf_with_wheel(tmp_path / "shelf")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheel.parent))
    edition = EDITIONS["2025"]
    with pytest.raises(FetchError) as refused:  # the real hash: this is another file under the same name
        importers.fetch(edition, tmp_path / "units")
    assert "units-2025.txt" in str(refused.value)
    assert importers.fetched(edition, tmp_path / "units") is False

    monkeypatch.setattr(importers, "REQUIREMENTS", tmp_path)
    pinned = f"vietnam-provinces==2025.10.1 --hash=sha256:{digest}\n"
    (tmp_path / "units-2025.txt").write_text(pinned, encoding="utf-8")
    importers.fetch(edition, tmp_path / "units")
    assert importers.fetched(edition, tmp_path / "units") is True
    assert len(importers.read(edition, tmp_path / "units")) == 4

    wheel.unlink()
    importers.fetch(edition, tmp_path / "units")


def test_a_pip_that_cannot_run_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importers.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(FetchError):
        importers.fetch(EDITIONS["2025"], tmp_path)


def test_both_editions_are_pinned_by_hash_and_nothing_else_comes_with_them() -> None:
    for edition in EDITIONS.values():
        lines = edition.requirements.read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if "==" in line]
        assert pins == [f"vietnam-provinces=={edition.version} \\"]
        assert any("--hash=sha256:" in line for line in lines)
        assert "://" not in "".join(lines)
