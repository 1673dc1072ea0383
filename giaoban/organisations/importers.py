"""Districts and communes of the country, read from pinned editions of the package vietnam-provinces.

Editions, counted by running: "2018" (0.6.0) has 63 provinces, 696 districts, 10,051 communes, valid until
30/6/2025; "2025" (2025.10.1) has 34 provinces, 3,321 communes and no district, since 01/7/2025 (resolution
202/2025/QH15). The package is fetched at set-up, pinned by hash, never imported and never copied into the
repository; only its JSON is read.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from giaoban.core.text import clean, slug
from giaoban.organisations.dataset import Confidence, DatasetError, UnitRecord

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements"
_DATA_FILE = Path("vietnam_provinces", "data", "nested-divisions.json")
_SECONDS = 600


class FetchError(RuntimeError):
    """The package could not be fetched; the message is for the person at set-up."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One state of the country's districts and communes; `ends` is exclusive, None while in force."""

    code: str
    version: str
    starts: date
    ends: date | None
    provinces: int
    districts: int
    communes: int
    confidence: Confidence
    source: str

    @property
    def requirements(self) -> Path:
        return REQUIREMENTS / f"units-{self.code}.txt"

    def folder(self, folder: Path) -> Path:
        """Each edition has its own place: both are versions of one package."""
        return folder / f"units-{self.code}"


EDITIONS: Mapping[str, Edition] = {
    "2018": Edition(
        code="2018",
        version="0.6.0",
        starts=date(2015, 1, 1),
        ends=date(2025, 7, 1),
        provinces=63,
        districts=696,
        communes=10_051,
        # The state of 04/01/2025 stands for all the years before: earlier mergers of communes are not in it.
        confidence=Confidence.UNVERIFIED,
        source="vietnam-provinces 0.6.0, số liệu ngày 04/01/2025",
    ),
    "2025": Edition(
        code="2025",
        version="2025.10.1",
        starts=date(2025, 7, 1),
        ends=None,
        provinces=34,
        districts=0,
        communes=3_321,
        confidence=Confidence.VERIFIED,
        source="vietnam-provinces 2025.10.1, số liệu ngày 18/10/2025",
    ),
}


def edition_of(code: str) -> Edition:
    """
    >>> edition_of("2025").communes
    3321
    """
    try:
        return EDITIONS[code]
    except KeyError as error:
        raise ValueError(f"unknown edition {code!r}, known: {', '.join(EDITIONS)}") from error


def fetched(edition: Edition, folder: Path) -> bool:
    """Whether the edition lies in `folder` whole: pip writes the metadata beside the data."""
    place = edition.folder(folder)
    metadata = place / f"vietnam_provinces-{edition.version}.dist-info" / "METADATA"
    return metadata.is_file() and (place / _DATA_FILE).is_file()


def fetch(edition: Edition, folder: Path) -> None:
    """Install the pinned package beside, not into, the running environment; a second call does nothing."""
    if fetched(edition, folder):
        return
    place = edition.folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--retries", "1", "--timeout", "20", "--upgrade", "--no-compile", "--no-deps"]
    # A wheel only: building a source archive would run its code.
    command += ["--only-binary", ":all:", "--require-hashes", "--target", str(place)]
    command += ["-r", str(edition.requirements)]
    try:
        done = subprocess.run(  # noqa: S603  a fixed command, no shell; the paths are the installation's own
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FetchError(_("Không chạy được pip để tải gói đơn vị: %(error)s") % {"error": error}) from error
    if done.returncode == 0 and fetched(edition, folder):
        return
    if "DO NOT MATCH THE HASHES" in done.stderr:
        raise FetchError(
            _("Gói đơn vị tải về không đúng mã băm đã ghim trong %(file)s nên không được dùng.")
            % {"file": edition.requirements.name}
        )
    last = (done.stderr.strip().splitlines() or [""])[-1]
    raise FetchError(
        _(
            "Không tải được gói đơn vị vietnam-provinces %(version)s. Cần kết nối tới kho gói Python, hoặc "
            "đặt kho nội bộ trong cấu hình pip, rồi chạy lại. pip báo: %(error)s"
        )
        % {"version": edition.version, "error": last}
    )


def read(edition: Edition, folder: Path) -> tuple[UnitRecord, ...]:
    """Party committees of the districts and communes of an edition, parents before children.

    Parents at the top are the provincial committees of the data set (`tu-hung-yen`).
    """
    path = edition.folder(folder) / _DATA_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DatasetError(f"{path.name}: cannot be read ({error})") from error
    areas = list(_areas(content))
    codes = _codes(areas)
    return tuple(_record(edition, area, codes) for area in areas)


class _Area(NamedTuple):
    """A district or a commune as the package names it; `above` is the number of its district, if any."""

    level: str
    number: int
    name: str
    province: str
    above: int | None

    @property
    def place(self) -> tuple[str, int]:
        return self.level, self.number


class _Body(NamedTuple):
    """How the committee of a type of area is named."""

    type: str
    committee: str
    english: str

    @property
    def repeats_type(self) -> bool:
        """ "Huyện ủy Hưng Hà" has its type in its name already, "Đảng ủy xã Tân Lễ" must say it."""
        return self.committee == "Đảng ủy"


_DISTRICTS = (
    _Body("Huyện", "Huyện ủy", "District"),
    _Body("Quận", "Quận ủy", "Urban District"),
    _Body("Thị xã", "Thị ủy", "Town"),
    _Body("Thành phố", "Thành ủy", "City"),
)
_COMMUNES = (
    _Body("Xã", "Đảng ủy", "Commune"),
    _Body("Phường", "Đảng ủy", "Ward"),
    _Body("Thị trấn", "Đảng ủy", "Township"),
    _Body("Đặc khu", "Đảng ủy", "Special Zone"),
)
_PROVINCE_TYPES = ("Tỉnh", "Thành phố")


def _areas(content: object) -> Iterator[_Area]:
    for province in _rows(content, "provinces"):
        top = slug(_split(_name(province, "province"), _PROVINCE_TYPES)[1])
        for district in _rows(province.get("districts", []), "districts"):
            area = _area("district", district, top, None)
            yield area
            for ward in _rows(district.get("wards"), f"wards of {area.name}"):
                yield _area("commune", ward, top, area.number)
        for ward in _rows(province.get("wards", []), "wards"):
            yield _area("commune", ward, top, None)


def _area(level: str, row: Mapping[str, Any], province: str, above: int | None) -> _Area:
    number = row.get("code")
    name = _name(row, level)
    if not isinstance(number, int) or isinstance(number, bool):
        raise DatasetError(f"{level} {name!r}: code must be a number")
    return _Area(level, number, name, province, above)


def _rows(raw: object, what: str) -> list[Mapping[str, Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, dict) for row in raw):
        raise DatasetError(f"{what}: a list of objects was expected")
    return raw


def _name(row: Mapping[str, Any], level: str) -> str:
    name = row.get("name")
    if not isinstance(name, str) or not clean(name):
        raise DatasetError(f"{level}: a name is missing")
    return clean(name)


def _split(name: str, types: tuple[str, ...]) -> tuple[str, str]:
    """Type and own name; the package writes "Thành Phố" too, and leaves "Tỉnh" out since 2025.

    >>> _split("Thị xã Hương Trà", ("Thị xã", "Thị trấn"))
    ('Thị xã', 'Hương Trà')
    >>> _split("Hưng Yên", ("Tỉnh",))
    ('', 'Hưng Yên')
    """
    for kind in types:
        if name.casefold().startswith(kind.casefold() + " "):
            return kind, name[len(kind) + 1 :]
    return "", name


def _codes(areas: list[_Area]) -> dict[tuple[str, int], str]:
    """A code for each area, the shortest that nobody shares: namesakes all get their district, then a number.

    A group of namesakes is told apart as a whole, so that no code depends on the order of the file.
    """
    districts = {area.number: area for area in areas if area.level == "district"}
    candidates = []
    for area in areas:
        short = f"{area.province}-{slug(area.name)}"
        longer = short
        if area.above is not None:
            longer = f"{area.province}-{slug(_own_name(districts[area.above]))}-{slug(area.name)}"
        candidates.append((area, short, longer))
    shorts = Counter(short for _area, short, _longer in candidates)
    longers = Counter(longer for _area, short, longer in candidates if shorts[short] > 1)
    chosen: dict[tuple[str, int], str] = {}
    for area, short, longer in candidates:
        code = short if shorts[short] == 1 else longer
        if shorts[short] > 1 and (longers[longer] > 1 or shorts[longer]):
            code = f"{longer}-{area.number}"
        if area.place in chosen:
            raise DatasetError(f"{area.level} {area.name!r}: number {area.number} is given twice")
        chosen[area.place] = code
    if len(set(chosen.values())) != len(chosen):
        raise DatasetError("two areas cannot be told apart by name, district and number")
    return chosen


def _own_name(area: _Area) -> str:
    bodies = _DISTRICTS if area.level == "district" else _COMMUNES
    kind, rest = _split(area.name, tuple(body.type for body in bodies))
    # "Quận 1", "Phường 1 Bảo Lộc": a number alone is no name.
    return f"{kind} {rest}" if rest[0].isdigit() else rest


def _record(edition: Edition, area: _Area, codes: Mapping[tuple[str, int], str]) -> UnitRecord:
    bodies = _DISTRICTS if area.level == "district" else _COMMUNES
    kind, rest = _split(area.name, tuple(body.type for body in bodies))
    body = next((body for body in bodies if body.type == kind), None)
    if body is None:
        raise DatasetError(f"{area.level} {area.name!r}: its type is not known")
    own = _own_name(area)
    numbered = own != rest
    what = f"{kind.lower()} {rest}" if body.repeats_type and not numbered else own
    ascii_name = " ".join(part.capitalize() for part in slug(rest).split("-"))
    parent = f"tu-{area.province}" if area.above is None else codes["district", area.above]
    return UnitRecord(
        code=codes[area.place],
        kind=f"{area.level}_committee",
        name=f"{body.committee} {what}",
        short_name=own,
        parent=parent,
        starts=edition.starts,
        ends=edition.ends,
        established_on=None,
        source=f"{edition.source}, mã {area.number}",
        confidence=edition.confidence,
        name_en=f"{body.english} {ascii_name} Party Committee"
        if numbered
        else f"{ascii_name} {body.english} Party Committee",
    )
