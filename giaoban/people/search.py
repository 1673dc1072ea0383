"""What is findable of a person: a published post, during its days. Nothing else of them is indexed.

A text that is not public is not found by the persons it mentions: other rooms ask here who they are.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from giaoban.core.registries import Findable, findables
from giaoban.core.text import fold
from giaoban.people.models import Person, Post
from giaoban.people.queries import names_at, published_posts
from giaoban.search import rules, services
from giaoban.search.services import Document

KIND = "person"
BATCH = 2000
ANY_PERIOD = "2019"


def documents(post_ids: Sequence[int] | None) -> Iterator[Document]:
    """One entry for each published post; its url opens the person in the post's unit."""
    posts = Post.objects.filter(published_posts()).select_related("person", "unit").order_by("pk")
    if post_ids is not None:
        posts = posts.filter(pk__in=post_ids)
    batch: list[Post] = []
    for post in posts.iterator(chunk_size=BATCH):
        batch.append(post)
        if len(batch) == BATCH:
            yield from _of(batch)
            batch = []
    yield from _of(batch)


def _of(posts: list[Post]) -> Iterator[Document]:
    names = names_at((post.unit_id, post.starts) for post in posts)
    for post in posts:
        # the period is the reader's own, so it is filled in when the result is shown
        url = reverse("people:person", args=[post.unit.code, ANY_PERIOD, post.person_id])
        yield Document(
            kind=KIND,
            object_id=post.pk,
            unit_id=post.unit_id,
            title=post.person.full_name,
            body=f"{post.title}, {names.get((post.unit_id, post.starts), post.unit.code)}",
            url=url.replace(f"/{ANY_PERIOD}/", "/{period}/", 1),
            starts=post.starts,
            ends=post.ends,
            public=True,
        )


def mentioned(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Of each text the names it gives of persons: those the register knows, and who is addressed as one."""
    runs = [{name: fold(name) for name in rules.name_runs(text)} for text in texts]
    asked = {key for found in runs for key in found.values()}
    known = set(Person.objects.filter(folded__in=asked).values_list("folded", flat=True)) if asked else set()
    return [
        (*rules.addressed(text), *(name for name, key in found.items() if key in known))
        for text, found in zip(texts, runs, strict=True)
    ]


def reindex(person_ids: Iterable[int]) -> None:
    """Bring the index in line with the posts of these persons, inside the caller's transaction."""
    ids = list(Post.objects.filter(person_id__in=list(person_ids)).values_list("pk", flat=True))
    services.forget(KIND, ids)
    services.index(documents(ids))


findables.add(Findable(KIND, _("Cán bộ, chức danh đã công bố"), documents))
