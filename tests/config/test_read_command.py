"""`giaoban read` in a fresh process: no database, no settings, one bad file stops no other."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban.config import cli
from tests.core.test_reading import PAGE, pdf, word

TEXT = (
    "Thứ 2, 30.09.2019 | 17:20:59\n"
    "Chiều 30-9, tại Long Khê, Ban Tổ chức tổ chức hội nghị giao ban 9 tháng năm 2019. Đồng chí Trần Văn "
    "Thuận, "
    "Bí thư Huyện ủy, chủ trì. Dự tại điểm cầu Tân Lập có 4/11 đơn vị.\n"
    "Đã quán triệt Quy định số 96-QĐ/TW ngày 2/2/2023.\n"
    "1. Giao Ban Tổ chức chủ trì, tiếp tục rà soát, xong trước ngày 15/12/2019.\n"
)


def call(
    *arguments: str | Path, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "giaoban.config.cli", "read", *map(str, arguments)]
    return subprocess.run(
        command, input=given, capture_output=True, check=False, env={"PATH": "/usr/bin:/bin", **environment}
    )


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "tin.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_one_file_gives_one_object_with_places_in_the_text(text):
    done = call("--json", text)
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert set(found) == {
        *("file", "citations", "figures", "conference", "people", "sentences", "tasks"),
        *("published_on", "warnings"),
    }
    assert found["file"] == str(text)
    figure = found["figures"][0]
    assert (figure["value"], figure["denominator"], figure["unit"]) == (4, 11, "đơn vị")
    assert TEXT[figure["start"] : figure["end"]] == figure["surface"] == "4/11 đơn vị"
    assert (found["conference"]["date"], found["conference"]["period"]) == ("2019-09-30", "2019-9t")
    cited = [(one["symbol"], one["type"], one["type_name"]) for one in found["citations"]]
    assert cited == [("96-QĐ/TW", "QĐ", "Quy định")]
    assert (found["tasks"][0]["path"], found["tasks"][0]["due"]) == ("1", "2019-12-15")


def test_several_files_give_a_list_and_a_bad_one_is_named(text, tmp_path):
    (tmp_path / "rong.txt").write_bytes(b"")
    (tmp_path / "tin.docx").write_bytes(word("Có 4/11 đơn vị"))
    (tmp_path / "tin.pdf").write_bytes(pdf("Co 4/11 don vi"))
    (tmp_path / "tin.html").write_bytes(PAGE.encode())
    bad = [tmp_path / "rong.txt", tmp_path / "khong-co.txt", tmp_path]
    done = call("--json", text, *bad, *(tmp_path / name for name in ("tin.docx", "tin.pdf", "tin.html")))
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [Path(one["file"]).name for one in found] == ["tin.txt", "tin.docx", "tin.pdf", "tin.html"]
    assert [one["figures"][0]["value"] for one in found] == [4, 4, 4, 4]
    complaints = done.stderr.decode().splitlines()
    assert [line.split(": ")[1] for line in complaints] == [str(path) for path in bad]
    assert "không có tệp này" in complaints[1]


def test_a_single_bad_file_prints_nothing(tmp_path):
    done = call("--json", tmp_path / "khong-co.pdf")
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.parametrize(
    "data",
    [TEXT.encode(), word("Có 4/11 đơn vị"), pdf("Co 4/11 don vi"), PAGE.encode()],
    ids=["txt", "docx", "pdf", "html"],
)
def test_standard_input_needs_no_name(data):
    done = call("--json", given=data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["figures"][0]["denominator"] == 11


def test_the_list_for_the_eye_is_vietnamese_or_english(text):
    shown = call(text).stdout.decode()
    assert "Hội nghị: giao ban · 2019-9t · 30/09/2019 · Ban Tổ chức · Long Khê" in shown
    assert "chủ trì: Trần Văn Thuận" in shown
    assert "điểm cầu: Tân Lập" in shown
    assert "1. Giao Ban Tổ chức chủ trì" in shown
    english = call(text.parent / "khong-co.txt", GIAOBAN_LANGUAGE="en")
    assert english.returncode == 1


def test_the_day_may_be_given(text, tmp_path, capsys):
    path = tmp_path / "ngan.txt"
    path.write_text("Sáng 5/3, huyện tổ chức hội nghị giao ban.", encoding="utf-8")
    assert cli.main(["read", "--json", "--on", "2024-03-06", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["conference"]["date"] == "2024-03-05"
    with pytest.raises(SystemExit) as stopped:
        cli.main(["read", "--on", "hôm qua", str(path)])
    assert stopped.value.code == 2


def test_the_same_in_this_process(text, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert cli.main(["read", str(text), "-"]) == 1
    shown = capsys.readouterr()
    assert "Số liệu: 1" in shown.out
    assert shown.err.startswith("giaoban: đầu vào chuẩn: ")
    plain = text.parent / "a.txt"
    plain.write_text("Không có gì để đọc ở đây.", encoding="utf-8")
    assert cli.main(["read", str(plain)]) == 0
    assert "Số liệu: 0" in capsys.readouterr().out
