"""A signature file is taken whole where a signed copy is asked for, and nowhere else."""

import pytest

from giaoban.core import intake
from giaoban.core.refusals import Refusal
from tests.factories.files import p7s

SIGNED = ("pdf", "p7s", "docx")


@pytest.mark.parametrize("data", [p7s(), p7s(b"short"), p7s(endless=True)])
def test_a_whole_signature_is_taken(data: bytes) -> None:
    facts = intake.inspect(data, "bao-cao.pdf.p7s", allowed=SIGNED)
    assert (facts.kind, facts.media_type) == ("p7s", "application/pkcs7-signature")


@pytest.mark.parametrize("data", [p7s() + b"PK", p7s()[:-1], p7s(b"short") + b"x", p7s(endless=True) + b"x"])
def test_a_signature_with_something_behind_it_or_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as said:
        intake.inspect(data, "bao-cao.p7s", allowed=SIGNED)
    assert said.value.code.endswith("signature.broken")


def test_elsewhere_it_is_not_taken() -> None:
    with pytest.raises(Refusal) as said:
        intake.inspect(p7s(), "bao-cao.p7s")
    assert said.value.code.endswith("type.not_allowed")
