"""`giaoban doctor`: what this installation needs, line by line, and how to mend what is wrong."""

import argparse
import json

from giaoban.config import diagnosis
from giaoban.config.words import _

help = _("Kiểm tra máy, cơ sở dữ liệu, quyền, phông chữ, đĩa; nêu cách sửa")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("in kết quả cho chương trình đọc"))


def run(args: argparse.Namespace) -> int:
    findings = diagnosis.examine()
    if args.json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{'✓' if finding.ok else '✗'} {finding.name}: {finding.found}")
            if not finding.ok:
                print(f"    → {finding.mend}")
    return 0 if all(finding.ok for finding in findings) else 1
