"""Environment of the tests, set before Django reads its settings: own data folder, own database cluster.

DATABASE_URL and GIAOBAN_OWNER_URL, when both are given, name another PostgreSQL to test on.
"""

import os
from pathlib import Path

import django

from giaoban.config.embedded import OWNER, TESTING, Cluster

TEST_DATA = Path(__file__).parent / ".cache/test"
TEST_DATA.mkdir(parents=True, exist_ok=True)
cluster = Cluster(TEST_DATA, TESTING)

# Workers of pytest-xdist inherit what the first process set.
EMBEDDED = os.environ.get("GIAOBAN_TEST_CLUSTER") == "embedded" or not (
    {"DATABASE_URL", "GIAOBAN_OWNER_URL"} <= os.environ.keys()
)
if EMBEDDED:
    os.environ["GIAOBAN_TEST_CLUSTER"] = "embedded"
    os.environ["DATABASE_URL"] = cluster.url()
    os.environ["GIAOBAN_OWNER_URL"] = cluster.url(OWNER)

os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "giaoban.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "GIAOBAN_DATA": str(TEST_DATA),
        "GIAOBAN_ZONE": "independent",
        "GIAOBAN_SECRET_KEY": "key of the tests, of no use elsewhere",
        "GIAOBAN_POOL": "0",
    }
)
for name in ("GIAOBAN_AS_OWNER", "GIAOBAN_HOSTS", "GIAOBAN_HTTPS", "GIAOBAN_LANGUAGE"):
    os.environ.pop(name, None)
django.setup()
