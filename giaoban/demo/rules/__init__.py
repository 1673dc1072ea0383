"""Who plays in the demonstration and on what ground: generated people and units, the same at every run."""

from giaoban.demo.rules.ground import (
    COMMUNE,
    LocalUnit,
    commissions,
    ground,
    local_units,
)
from giaoban.demo.rules.players import (
    CAST,
    CLUSTER_4,
    DEPARTMENTS,
    FIELDS_OF_DEPARTMENT,
    PROVINCE,
    SEED,
    Player,
    generated_names,
)

__all__ = [
    "CAST",
    "CLUSTER_4",
    "COMMUNE",
    "DEPARTMENTS",
    "FIELDS_OF_DEPARTMENT",
    "PROVINCE",
    "SEED",
    "LocalUnit",
    "Player",
    "commissions",
    "generated_names",
    "ground",
    "local_units",
]
