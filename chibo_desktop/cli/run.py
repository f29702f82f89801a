"""Running one command: arguments in, exit code out."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from chibo_desktop.cli import output
from chibo_desktop.cli.commands import COMMANDS
from chibo_desktop.cli.parser import build_parser
from chibo_desktop.common.errors import UserError
from chibo_desktop.common.files import place_error

REFUSED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run `chibo` and return its exit code.

    0 done, 1 refused with a message the person can act on, 2 wrong usage, 3 damaged, 4 wrong password.
    """
    output.use_utf8()
    try:
        args = build_parser().parse_args(argv)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        answer = COMMANDS[args.command](args)
        output.write(answer, as_json=args.json)
    except UserError as error:
        output.complain(error.title, error.remedy)
        return error.exit_code
    except KeyboardInterrupt:
        output.complain("Đã dừng theo yêu cầu.", "Những gì đã lưu vẫn còn.")
    except BrokenPipeError:
        return 0
    except OSError as error:
        told = place_error(error, Path(str(error.filename or args.command)))
        output.complain(told.title, told.remedy)
    except Exception as error:  # noqa: BLE001  a bug: told without the words of any note
        output.complain("Chương trình gặp lỗi ngoài dự kiến.", "Sổ không bị ghi dở. Hãy báo người hỗ trợ:")
        for frame in traceback.extract_tb(error.__traceback__)[-6:]:
            print(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", file=sys.stderr)
        print(f"  {type(error).__name__}", file=sys.stderr)
    else:
        return answer.code
    return REFUSED
