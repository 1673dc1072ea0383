"""`giaoban bench rollup`: a small nation in a database of its own, equal to plain Python, gone afterwards."""

import json
import os
import subprocess
import sys

import pytest


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "giaoban.config.cli", "bench", "rollup", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))


def test_the_roll_up_is_measured_and_checked() -> None:
    done = bench("--units", "60", "--indicators", "3", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["units"], found["cells"], found["indicators"]) == (60, 180, 3)
    assert found["units_with_all_levels"] > 60
    assert found["equal_to_plain_python"] is True
    assert 0 < found["late_report_seconds"] < 60
    assert 0 < found["seconds"] < 60


@pytest.mark.parametrize("arguments", [("--units", "1"), ("--indicators", "0"), ("--units", "900000")])
def test_sizes_that_make_no_sense_are_refused(arguments: tuple[str, ...]) -> None:
    done = bench(*arguments)
    assert done.returncode == 2
    assert "Số đơn vị từ 2 đến" in done.stderr
