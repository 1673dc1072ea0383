"""A paper that may be issued, and its issue, for the tests of what comes before and after."""

from typing import Any

from giaoban.correspondence import services
from giaoban.correspondence.models import Dossier, Issue
from giaoban.correspondence.rules import IssueFacts, State
from tests.cast import TODAY, Cast
from tests.factories.correspondence import make_dossier


def ready(cast: Cast, **facts: Any) -> Dossier:
    """An approved paper of the commission, to be sent to the commune."""
    given = {"recipients": [cast.unit("du-an-hoa")], **facts}
    return make_dossier(cast.unit("btc-thai-binh"), state=State.APPROVED, **given)


def issued(cast: Cast, dossier: Dossier | None = None, actor: Any = None, **facts: Any) -> Issue:
    dossier = dossier or ready(cast)
    given = IssueFacts(**{"on": TODAY, **facts})
    return services.issue(actor=actor or cast.clerk, dossier_id=dossier.pk, facts=given)
