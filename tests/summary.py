"""Sums up the output of `cargo test -- --show-output`, read from files.

usage: summary.py [--suite NAME]... LOG...

Prints a table of suites, the skipped tests with their reasons, and as last line
`N passed, N failed, N skipped`. A test that prints a line beginning with `skipped: ` counts as
skipped, not as passed. Ends with 1 where a test failed, or where a suite named by --suite ran
nothing.
"""
import argparse
import re

RUNNING = re.compile(r"^\s+Running (?:unittests )?(\S+) \((?:.*/)?([A-Za-z0-9_-]+?)-[0-9a-f]{16}(?:\.exe)?\)")
DOC_TESTS = re.compile(r"^\s+Doc-tests (\S+)")
RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")
OUTPUT_OF = re.compile(r"^---- (.+?) stdout ----$")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Suite:
    def __init__(self, name):
        self.name, self.passed, self.failed, self.skipped = name, 0, 0, {}


def read(path, suites):
    suite, test = None, None
    with open(path, encoding="utf-8", errors="replace") as log:
        for line in log:
            line = COLOUR.sub("", line.rstrip("\n"))
            if found := RUNNING.match(line):
                source, name = found.groups()
                suite = suites.setdefault(name, Suite(name))
                test = None
            elif found := DOC_TESTS.match(line):
                name = f"{found.group(1)} (doc)"
                suite = suites.setdefault(name, Suite(name))
                test = None
            elif suite is None:
                continue
            elif found := OUTPUT_OF.match(line):
                test = found.group(1)
            elif found := RESULT.match(line):
                passed, failed, ignored = map(int, found.groups())
                suite.passed += passed
                suite.failed += failed
                for number in range(ignored):
                    suite.skipped[f"{suite.name} ignored {number}"] = "ignored in the source"
                test = None
            elif line.startswith("skipped: ") and test is not None:
                suite.skipped.setdefault(test, line.removeprefix("skipped: "))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--suite", action="append", default=[])
    parser.add_argument("log", nargs="+")
    asked = parser.parse_args()
    suites = {}
    for path in asked.log:
        read(path, suites)
    failed = False
    totals = [0, 0, 0]
    print(f"{'suite':<32} {'passed':>7} {'failed':>7} {'skipped':>7}")
    for suite in suites.values():
        row = suite.passed - len(suite.skipped), suite.failed, len(suite.skipped)
        if any(row):
            print(f"{suite.name:<32} {row[0]:>7} {row[1]:>7} {row[2]:>7}")
        totals = [sum(pair) for pair in zip(totals, row)]
    for suite in suites.values():
        for test, reason in suite.skipped.items():
            print(f"skipped {suite.name} {test}: {reason}")
    for name in asked.suite:
        suite = suites.get(name)
        if suite is None or suite.passed + suite.failed == 0:
            print(f"the suite {name} ran nothing")
            failed = True
    print("{} passed, {} failed, {} skipped".format(*totals))
    raise SystemExit(1 if failed or totals[1] else 0)


main()
