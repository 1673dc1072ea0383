"""The roll-up of a nation: 52,000 bodies × 60 figures from the stored rows to the totals of every unit.

    python benchmarks/rollup.py [--units 52000] [--indicators 60] [--runs 3]

Each run is `giaoban bench rollup`: a database of its own, totals equal to an independent sum in plain Python,
bare numpy on the same figures beside. Prints the runs and their median as JSON; 1 when a limit is missed.
"""

import argparse
import json
import statistics
import subprocess
import sys

# End to end with the cache written; one late report (reporting.md §5).
LIMIT, LATE_LIMIT = 3.0, 1.0


def run(units: int, indicators: int) -> dict[str, float]:
    command = ["-m", "giaoban.config.cli", "bench", "rollup", "--json"]
    asked = ["--units", str(units), "--indicators", str(indicators)]
    done = subprocess.run([sys.executable, *command, *asked], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=52_000)
    parser.add_argument("--indicators", type=int, default=60)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    runs = [run(given.units, given.indicators) for _turn in range(given.runs)]
    median = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
    within = median["seconds"] <= LIMIT and median["late_report_seconds"] <= LATE_LIMIT
    print(json.dumps({"runs": runs, "median": median, "within_limit": within}, indent=1))
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
