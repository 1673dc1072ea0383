"""`giaoban audit …`: check the chain of the audit trail, seal what is new, publish the root."""

import argparse

from giaoban.config import runtime
from giaoban.config.words import _

help = _("Kiểm tra, niêm phong và công bố nhật ký")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    verbs.add_parser("verify", help=_("so từng bản ghi với chuỗi niêm phong và các gốc đã công bố"))
    verbs.add_parser("seal", help=_("niêm phong các bản ghi mới"))
    publish = verbs.add_parser("publish", help=_("công bố gốc hiện tại để về sau đối chiếu"))
    publish.add_argument("--place", default="", help=_("nơi công bố: sổ, bản in, đơn vị cấp trên"))


def run(args: argparse.Namespace) -> int:
    runtime.require_installation()
    with runtime.database():
        runtime.wake()
        return {"verify": _verify, "seal": _seal, "publish": _publish}[args.verb](args)


def _verify(_args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    problems = list(sealing.verify())
    for problem in problems:
        print(f"✗ {problem}")
    if not problems:
        print(_("✓ Nhật ký nguyên vẹn."))
    return 1 if problems else 0


def _seal(_args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    print(_("Đã niêm phong %(count)d bản ghi.") % {"count": sealing.seal()})
    return 0


def _publish(args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    root = sealing.publish(place=args.place)
    print(f"{root.position}\t{root.root}")
    return 0
