"""Nine months of 2019, the chapter that is under way: the demonstration stands in it on 24 September.

The Centre receives, Thái Bình compiles and is due on the 25th, the conference of the 30th is prepared.
"""

from giaoban.demo.stories.m9_2019 import arrivals, before, books, dossiers, incoming, meeting, programmes
from giaoban.demo.stories.stage import Stage


def tell(stage: Stage) -> None:
    given = programmes.given(stage)
    programmes.localised(stage, given)
    programmes.worked(stage, given)
    june = before.half_year(stage)
    before.kien_nghi(stage)
    opened = arrivals.opened(stage)
    arrivals.below_thai_binh(stage, opened, june)
    arrivals.provinces(stage, opened, june)
    arrivals.thai_binh(stage, opened)
    meeting.prepared(stage)
    books.opened(stage)
    entered = incoming.entered(stage, opened.request)
    dossiers.told(stage, entered)
    books.cancelled(stage)
