"""Kill -9 of database and server during writes; the long run is `python benchmarks/crash.py --kills 100`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("arguments", "port"), [(["--kills", "2"], "8978"), (["--kills", "1", "--control"], "8979")]
)
def test_nothing_acknowledged_is_lost_unless_the_disk_is_not_waited_for(arguments, port, tmp_path):
    """The control runs without synchronous commits and must lose; otherwise the first run proves nothing."""
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/crash.py", "--seconds", "1", "--port", port, *arguments],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr[-2000:]
    assert json.loads(run.stdout)["acknowledged"] > 0
