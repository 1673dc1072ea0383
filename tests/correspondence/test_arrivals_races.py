"""Two people of one book at once: what was sent is entered once, nobody meets an error page."""

import threading
import time
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction

from giaoban.core.refusals import Refusal
from giaoban.correspondence import services
from giaoban.correspondence.models import Arrival
from giaoban.correspondence.rules.arriving import ArrivalFacts
from tests.cast import TODAY, Cast
from tests.factories.correspondence import make_dossier, make_issue

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def while_the_other_waits(first: Any, second: Any) -> Any:
    """What the second act answers that began before the first was committed."""
    said: list[Any] = []

    def run() -> None:
        close_old_connections()
        try:
            said.append(second())
        except Refusal as refusal:
            said.append(refusal.code)
        except Exception as error:  # noqa: BLE001  an error page: the test names it
            said.append(repr(error))
        finally:
            connection.close()

    with transaction.atomic():
        first()
        thread = threading.Thread(target=run)
        thread.start()
        for _turn in range(500):
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
            time.sleep(0.01)
    thread.join(timeout=20)
    return said[0]


@pytest.mark.django_db(transaction=True)
def test_what_waits_is_entered_once_by_two_who_press_at_once(cast: Cast) -> None:
    commune = cast.unit("du-an-hoa")
    make_issue(make_dossier(cast.unit("btc-thai-binh"), state="issued"), delivered=[commune])

    def enter() -> int:
        return len(services.receive_all(actor=cast.commune_officer, unit_id=commune.pk))

    assert while_the_other_waits(enter, enter) == "correspondence.nothing_waits"
    assert Arrival.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_paper_typed_by_two_at_once_is_asked_back(cast: Cast) -> None:
    unit = cast.unit("btc-thai-binh")
    facts = ArrivalFacts(
        arrived_on=TODAY,
        issuer="Ban Tổ chức Trung ương",
        symbol="112-CV/BTCTW",
        issued_on=TODAY,
        summary="Đề nghị báo cáo",
    )

    def enter() -> int:
        return int(services.enter(actor=cast.clerk, unit_id=unit.pk, facts=facts).number.value)

    assert while_the_other_waits(enter, enter) == "correspondence.duplicate_arrival"
    assert Arrival.objects.count() == 1
