"""After the chapters the shipped registry is entered; what a chapter entered is not entered twice."""

import pytest

from giaoban.demo import jobs, loading
from giaoban.demo.rules.chapters import DOCUMENTS
from giaoban.directives.models import Document

pytestmark = pytest.mark.usefixtures("house", "db")


def test_what_the_chapters_entered_is_not_doubled():
    loading.tell_one(DOCUMENTS)
    own = dict(Document.objects.values_list("pk", "issued_on"))
    jobs.fill_registry()
    for symbol in ("05-CT/TW", "19-NQ/TW", "205-QĐ/TW", "55-KL/TW", "58-KL/TW"):
        editions = dict(Document.objects.filter(symbol=symbol).values_list("pk", "issued_on"))
        assert len(set(editions.values())) == len(editions)
        assert set(editions) & set(own)
    count = Document.objects.count()
    assert count > len(own)
    jobs.fill_registry()
    assert Document.objects.count() == count
