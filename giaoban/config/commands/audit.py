"""`giaoban audit …`: check the chain of the audit trail, seal what is new, publish the root."""

import argparse
from pathlib import Path

from giaoban.config import runtime
from giaoban.config.runtime import CommandError
from giaoban.config.words import _

help = _("Kiểm tra, niêm phong và công bố nhật ký")

FAULTS = {
    "edited": _("bản ghi bị sửa sau khi niêm phong"),
    "deleted": _("bản ghi đã niêm phong bị xóa"),
    "chain": _("dấu niêm phong không nối với dấu trước"),
    "missing": _("thiếu một vị trí trong chuỗi"),
    "inserted": _("bản ghi được chèn vào sau"),
    "truncated": _("chuỗi ngắn hơn gốc đã công bố"),
    "rewritten": _("chuỗi khác với gốc đã công bố"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar=_("<việc>"))
    verify = verbs.add_parser("verify", help=_("so từng bản ghi với chuỗi niêm phong và các gốc đã công bố"))
    verify.add_argument("--roots", type=Path, help=_("tệp các gốc đã công bố, giữ ở nơi khác"))
    verify.set_defaults(audit=_verify)
    seal = verbs.add_parser("seal", help=_("niêm phong các bản ghi mới"))
    seal.set_defaults(audit=_seal)
    publish = verbs.add_parser("publish", help=_("công bố gốc hiện tại để về sau đối chiếu"))
    publish.add_argument("--place", required=True, help=_("nơi công bố: sổ, bản in, đơn vị cấp trên"))
    publish.add_argument("--file", type=Path, help=_("ghi thêm gốc vào tệp này, để giữ ở nơi khác"))
    publish.set_defaults(audit=_publish)


def run(args: argparse.Namespace) -> int:
    runtime.require_installation()
    with runtime.database():
        runtime.wake()
        return int(args.audit(args))


def _verify(args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    try:
        roots = sealing.read_roots(args.roots) if args.roots else []
    except (OSError, ValueError) as error:
        raise CommandError(_("Không đọc được các gốc đã công bố: %(why)s") % {"why": error}) from error
    problems = sealing.verify(roots)
    for problem in problems:
        where = _("vị trí %(position)s, bản ghi %(entry)s") % {
            "position": problem.position or "–",
            "entry": problem.entry_id or "–",
        }
        print("✗ " + " · ".join(filter(None, (where, FAULTS[problem.fault], problem.place))))
    if not problems:
        print(_("✓ Nhật ký nguyên vẹn."))
    return 1 if problems else 0


def _seal(_args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    print(_("Đã niêm phong %(count)d bản ghi.") % {"count": sealing.seal()})
    return 0


def _publish(args: argparse.Namespace) -> int:
    from giaoban.audit import sealing

    root = sealing.publish(args.place, file=args.file)
    if root is None:
        raise CommandError(_("Nhật ký còn trống: chưa có gì để công bố."))
    print(f"{root.position}\t{root.root}")
    return 0
