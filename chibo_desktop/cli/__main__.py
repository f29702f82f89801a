"""Run the command line with `python -m chibo_desktop.cli`."""

from chibo_desktop.cli.run import main

if __name__ == "__main__":
    raise SystemExit(main())
