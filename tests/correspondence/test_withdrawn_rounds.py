"""A paper that is taken back while bodies are asked about it: nobody is asked any more, and they are told."""

from giaoban.correspondence.models import Consultation
from giaoban.notices.models import Notice
from tests.cast import TODAY, Cast, sign_in
from tests.correspondence.common import COMMUNE, at, make_round, post, words

EVENT = "correspondence.opinions_ended"


def told(cast: Cast) -> list[str]:
    return list(
        Notice.objects.filter(message__event=EVENT).order_by("user").values_list("user__username", flat=True)
    )


def test_withdrawing_ends_the_rounds_and_tells_who_has_not_answered(cast: Cast) -> None:
    dossier, round_, (asked, answered) = make_round(cast, "du-an-hoa", "hu-dong-hung")
    answered.verdict, answered.answered_on = "agreed", TODAY
    answered.save()
    commune = sign_in(cast.commune_officer)
    tab = f"{COMMUNE}ho-so-trinh/?viec=gop-y&trang-thai=chua-xong"
    assert dossier.about.lower() in words(commune.get(tab)).lower()
    done = post(
        sign_in(cast.officer), at(dossier, "rut"), note="Chuyển sang năm sau", on="16/9/2019", version="1"
    )
    assert done.status_code == 302
    round_.refresh_from_db()
    assert round_.closed_on == TODAY
    assert dossier.about.lower() not in words(commune.get(tab)).lower()
    notice = Notice.objects.select_related("message").get(message__event=EVENT, user=cast.commune_officer)
    assert notice.message.url.endswith(f"/gop-y/{asked.pk}/")
    page = words(commune.get(f"{COMMUNE}gop-y/{asked.pk}/"))
    assert ("đã được rút" in page, "nội dung giữ nguyên" in page) == (True, False)
    assert not Notice.objects.filter(message__event=EVENT, message__unit_id=answered.unit_id).exists()


def test_a_round_that_is_settled_tells_who_is_asked_no_more(cast: Cast) -> None:
    dossier, _round, (asked,) = make_round(cast, "du-an-hoa")
    typed = {"on": "16/9/2019", "reason": "Đã trao đổi trực tiếp", "version": "1"}
    assert post(sign_in(cast.officer), at(dossier, "lay-y-kien", "ket-thuc"), **typed).status_code == 302
    notice = Notice.objects.select_related("message").get(message__event=EVENT, user=cast.commune_officer)
    assert notice.message.url.endswith(f"/gop-y/{asked.pk}/")
    assert Consultation.objects.get().closed_on == TODAY


def test_a_paper_that_was_not_asked_about_tells_nobody(cast: Cast) -> None:
    dossier, round_, _opinions = make_round(cast, "du-an-hoa", state="drafting")
    round_.closed_on = TODAY
    round_.save()
    typed = {"note": "Không cần nữa", "on": "16/9/2019", "version": "1"}
    assert post(sign_in(cast.officer), at(dossier, "rut"), **typed).status_code == 302
    assert told(cast) == []
