"""Asks the tree of processes (e2e/moves/process-tree.py) for ever: on one connection that stays, and each second on a new one.

Arguments: ADDRESS PORT LOG-FILE. Log: one JSON object a line, kind "summary" (four a second) or "error". On the standing
connection one process answers all the time, and the number it tells never falls.
"""
import json
import socket
import sys
import threading
import time

address, port, log_file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
PATIENCE_S = 60
PERIOD_S = 0.05
counts = {"answered": 0, "fresh": 0}


def write(kind, **fields):
    line = json.dumps({"at": int(time.time() * 1000), "kind": kind, **fields})
    with open(log_file, "a") as log:
        log.write(line + "\n")


def connect():
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return socket.create_connection((address, port), timeout=PATIENCE_S)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def ask(file):
    file.write("?\n")
    file.flush()
    return json.loads(file.readline())


def stand():
    while True:
        try:
            stand_once()
        except (OSError, ValueError) as error:
            write("error", connection="standing", reason="%s: %s" % (type(error).__name__, error))
            time.sleep(0.5)


def stand_once():
    file = connect().makefile("rw")
    last = ask(file)
    while True:
        answer = ask(file)
        if answer["pid"] != last["pid"] or answer["number"] < last["number"]:
            raise ValueError("%s came after %s" % (answer, last))
        last = answer
        counts["answered"] += 1
        time.sleep(PERIOD_S)


def visit():
    while True:
        try:
            with connect() as connection:
                ask(connection.makefile("rw"))
            counts["fresh"] += 1
        except (OSError, ValueError) as error:
            write("error", connection="fresh", reason="%s: %s" % (type(error).__name__, error))
        time.sleep(1)


for work in (stand, visit):
    threading.Thread(target=work, daemon=True).start()
while True:
    time.sleep(0.25)
    write("summary", **counts)
