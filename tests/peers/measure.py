"""Runs one command a file and measures it; prints one line of tab-separated values a file.

usage: measure.py SECONDS FILELIST COMMAND...

FILELIST holds one path a line; each is added to COMMAND as the last argument. Columns: path, exit
code (negative: the signal), seconds of processor time, user and system (best of up to three runs
where the first took longer than SECONDS), peak resident set in KiB, standard output as one JSON
string, last line of standard error. A machine that stands still for a while is no failure of the
program, so the clock only ends what hangs: a run has sixty times SECONDS.
"""
import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor


def once(command, limit):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        timer = threading.Timer(limit * 60, child.kill)
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        seconds = usage.ru_utime + usage.ru_stime
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said = out.read().decode("utf-8", "replace")
        complaint = err.read().decode("utf-8", "replace").strip().splitlines()
        return child.returncode, seconds, usage.ru_maxrss, said, complaint[-1] if complaint else ""


def measure(command, limit):
    code, seconds, peak, said, complaint = once(command, limit)
    for _ in range(2):
        if seconds < limit:
            break
        _, again, peak_again, _, _ = once(command, limit)
        seconds, peak = min(seconds, again), max(peak, peak_again)
    return code, seconds, peak, said, complaint


def main():
    limit, listing, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    with open(listing, encoding="utf-8") as file:
        paths = [line for line in file.read().split("\n") if line]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for path, found in zip(
            paths, pool.map(lambda path: measure([*command, path], limit), paths)
        ):
            code, seconds, peak, said, complaint = found
            print(
                path, code, f"{seconds:.3f}", peak, json.dumps(said), json.dumps(complaint), sep="\t"
            )


main()
