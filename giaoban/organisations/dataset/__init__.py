"""The organisation data set: kinds, units known on a baseline day, dated decisions, emulation clusters.

Pure reader of the JSON files in `data/`: typed records, each with its source and confidence, and a refusal
that names file and record when something is malformed. Instruments: resolutions 175/2024/QH15 and
202/2025/QH15, Politburo decisions 242-QĐ/TW and 243-QĐ/TW; what is not found stays empty and "unverified".
"""

from giaoban.organisations.dataset.reading import DATA, load, parse_unit
from giaoban.organisations.dataset.records import (
    DIRECT_COMMITTEES,
    LEVELS,
    Change,
    ChangeKind,
    Cluster,
    Confidence,
    Dataset,
    DatasetError,
    Hierarchy,
    Kind,
    Membership,
    UnitRecord,
)

__all__ = [
    "DATA",
    "DIRECT_COMMITTEES",
    "LEVELS",
    "Change",
    "ChangeKind",
    "Cluster",
    "Confidence",
    "Dataset",
    "DatasetError",
    "Hierarchy",
    "Kind",
    "Membership",
    "UnitRecord",
    "load",
    "parse_unit",
]
