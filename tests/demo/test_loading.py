"""The chapters as a job: seen while it runs, repeated safely, shown where it stands."""

import re
from pathlib import Path

import pytest

from giaoban.accounts.models import User
from giaoban.core.refusals import Refusal
from giaoban.demo import jobs, loading, panels
from giaoban.demo.queries import standing
from giaoban.demo.rules.chapters import CHAPTERS, DOCUMENTS, EVERY, Chapter
from giaoban.demo.stories import documents
from giaoban.directives.models import Document
from giaoban.notices.models import LongJob, Notice
from tests.cast import sign_in
from tests.demo.conftest import undone

pytestmark = pytest.mark.usefixtures("house", "db")
HOME = "/btc-thai-binh/2019-t09-9t/"


@pytest.fixture
def only_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration of one chapter."""
    monkeypatch.setattr(loading, "EVERY", (DOCUMENTS,))


def home() -> str:
    answer = sign_in(User.objects.get(username="tonghop")).get(HOME)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_page_says_how_far_the_loading_is():
    job = jobs.begin()
    assert job is not None
    assert jobs.begin() is None
    shown = home()
    assert "Đang nạp dữ liệu minh họa: 0/6" in shown
    assert DOCUMENTS.title in shown
    loading.tell_one(DOCUMENTS)
    shown = home()
    assert "Đang nạp dữ liệu minh họa: 1/6" in shown
    assert CHAPTERS[0].title in shown
    assert f'href="/{CHAPTERS[0].unit}/{CHAPTERS[0].period}/"' not in shown


def test_in_a_real_house_nothing_is_shown(settings):
    assert standing() is not None
    settings.GIAOBAN_MARK = ""
    assert standing() is None
    assert "minh họa: 0/6" not in home()
    assert panels.chapters(None, None, None) == panels.loading(None, None, None) == ""


@pytest.mark.usefixtures("only_documents")
def test_a_job_that_runs_twice_tells_once_and_ends_once():
    job = jobs.begin()
    assert job is not None
    jobs.run(job.pk)
    count = Document.objects.count()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    jobs.run(job.pk)
    assert Document.objects.count() == count == 12
    assert Notice.objects.filter(message__event="jobs.done").count() == 1


@pytest.mark.usefixtures("only_documents")
def test_a_chapter_that_is_cut_off_leaves_nothing_and_is_told_again(monkeypatch: pytest.MonkeyPatch):
    whole = documents.tell

    def cut_off(stage):
        whole(stage)
        raise Refusal("cut", "mất điện")

    job = jobs.begin()
    assert job is not None
    monkeypatch.setattr(documents, "tell", cut_off)
    with pytest.raises(Refusal):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, "mất điện" in job.message) == ("failed", True)
    assert (loading.told(), Document.objects.count()) == (set(), 0)
    assert "dừng ở 0/6" in home()

    monkeypatch.setattr(documents, "tell", whole)
    assert jobs.in_foreground(lambda *_far: None) == 1
    assert (loading.told(), Document.objects.count()) == ({"documents"}, 12)


@pytest.mark.usefixtures("only_documents")
def test_the_foreground_closes_a_job_that_waits():
    job = jobs.begin()
    assert job is not None
    said: list[tuple[int, int, str]] = []
    assert jobs.in_foreground(lambda *far: said.append(far)) == 1
    assert said == [(0, 1, DOCUMENTS.title), (1, 1, "")]
    assert LongJob.objects.get(pk=job.pk).state == "done"
    assert jobs.in_foreground(lambda *_far: None) == 0


def test_chapters_have_their_data_and_their_module():
    folder = Path(loading.__file__).parent
    for chapter in EVERY:
        assert isinstance(chapter, Chapter)
        assert (folder / f"data/stories/{chapter.code}.json").exists()
        module = folder / "stories" / chapter.code
        assert module.with_suffix(".py").exists() or module.is_dir()
    with undone():
        assert loading.told() == set()
