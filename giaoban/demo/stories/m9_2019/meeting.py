"""The conference of 30/9/2019 as it stands six days before: invited, partly ready, one speech chosen."""

from datetime import timedelta

from giaoban.conferences import services as conferences
from giaoban.conferences.rules import Kind, Mode
from giaoban.demo.stories import national
from giaoban.demo.stories.meetings import Meeting
from giaoban.demo.stories.stage import HOUSE, Stage, moment


def prepared(stage: Stage) -> None:
    facts, secretary = stage.facts, stage.player("thuky")
    meeting = Meeting.make(
        stage,
        "2019-09-09T09:00",
        by=secretary,
        unit_id=stage.unit("tw"),
        host_id=stage.unit("btctw"),
        kind=Kind.NINE_MONTH.value,
        mode=Mode.ONLINE.value,
        chair_post=national.CHAIR,
        documents=[stage.document(key) for key in facts["grounded"]],
        members=stage.committees(),
    )
    meeting.invite("2019-09-16T09:00")
    thai_binh, operator = stage.unit("tu-thai-binh"), stage.player("diemcau")
    for place, unit_id in enumerate(meeting.points()):
        answered = moment("2019-09-17T08:00") + place * timedelta(minutes=25)
        mine = unit_id == thai_binh
        if mine or place % 6:
            meeting.accept(answered, unit_id, by=operator if mine else HOUSE)
        if mine or place % 5 > 1:
            ready = max(answered, moment("2019-09-23T08:00")) + place * timedelta(minutes=6)
            meeting.ready(ready, unit_id, by=operator if mine else HOUSE)
    with stage.at("2019-09-19T10:00"):
        conferences.set_heads(
            actor=operator,
            conference_id=meeting.conference.pk,
            point_id=meeting.point(thai_binh),
            convened=24,
            present=None,
        )
    line = facts["speech"]
    speech_id = meeting.speech(
        "2019-09-18T15:00", thai_binh, line["topic"], post="Phó Bí thư Thường trực Tỉnh ủy", by=operator
    )
    with stage.at("2019-09-20T16:00"):
        conferences.move_speech(
            actor=secretary, conference_id=meeting.conference.pk, speech_id=speech_id, move="select"
        )
