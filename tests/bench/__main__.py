"""Runs the measurements and prints tables: `python -m tests.bench [start|journal|exchange|reviews …] [--leads N]`."""

import argparse
import platform

from tests.bench import exchange, journal, reviews, start


def main() -> None:
    """Run what was asked for, everything by default."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("what", nargs="*", metavar="start|journal|exchange|reviews")
    parser.add_argument("--leads", type=int, default=100_000, help="leads of the largest book (default 100000)")
    parser.add_argument("--rounds", type=int, default=9, help="rounds of each start, interleaved (default 9)")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    if "start" in options.what or not options.what:
        start.run(options.leads, options.rounds)
    if "journal" in options.what or not options.what:
        journal.run(options.leads)
    if "exchange" in options.what or not options.what:
        exchange.run(options.leads // 5)
    if "exports" in options.what or not options.what:
        exchange.run_exports()
    if "reviews" in options.what or not options.what:
        reviews.run(options.leads)


if __name__ == "__main__":
    main()
