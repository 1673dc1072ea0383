"""Where the units directly below stand in a round: six buckets and the rate, in one query."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Value, When

from giaoban.reporting.models import Obligation
from giaoban.reporting.rules import rollup
from giaoban.reporting.rules.states import TAKEN, WAITING, Bucket, State

# The same sorting as `rules.states.bucket`, for the database; a test holds them together.
BUCKET = Case(
    When(state=State.NOT_REQUIRED, then=Value(Bucket.NOT_REQUIRED.value)),
    When(state__in=TAKEN, first_sent_at__lte=F("due"), then=Value(Bucket.ON_TIME.value)),
    When(state__in=TAKEN, then=Value(Bucket.LATE.value)),
    When(state__in=WAITING, then=Value(Bucket.WAITING.value)),
    When(state=State.RETURNED, then=Value(Bucket.RETURNED.value)),
    default=Value(Bucket.NOT_SENT.value),
    output_field=CharField(),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many reports lie in each bucket; `rate` is accepted ÷ (obligations − not required), in percent."""

    counts: dict[Bucket, int]

    def of(self, bucket: Bucket) -> int:
        return self.counts.get(bucket, 0)

    @property
    def obligations(self) -> int:
        return sum(self.counts.values())

    @property
    def asked(self) -> int:
        return self.obligations - self.of(Bucket.NOT_REQUIRED)

    @property
    def accepted(self) -> int:
        return self.of(Bucket.ON_TIME) + self.of(Bucket.LATE)

    @property
    def arrived(self) -> int:
        """Sent at least once and not sent back: accepted ones and those that wait."""
        return self.accepted + self.of(Bucket.WAITING)

    @property
    def rate(self) -> Decimal | None:
        return rollup.rate(self.accepted, self.obligations, self.of(Bucket.NOT_REQUIRED))


def standings(round_ids: Collection[int], receiver_ids: Collection[int]) -> dict[tuple[int, int], Standing]:
    """Standing of the units directly below each receiver in each round: one query for any number of them."""
    rows = (
        Obligation.objects.filter(round_id__in=round_ids, receiver_id__in=receiver_ids)
        .values_list("round_id", "receiver_id")
        .annotate(bucket=BUCKET, count=Count("pk"))
        .values_list("round_id", "receiver_id", "bucket", "count")
    )
    found: dict[tuple[int, int], dict[Bucket, int]] = {}
    for round_id, receiver_id, bucket, count in rows:
        found.setdefault((round_id, receiver_id), {})[Bucket(bucket)] = count
    return {key: Standing(counts) for key, counts in found.items()}


def standing(round_id: int, receiver_id: int) -> Standing:
    """The six buckets of the units directly below one receiver."""
    return standings([round_id], [receiver_id]).get((round_id, receiver_id), Standing({}))
