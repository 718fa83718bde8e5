"""Asks the tree of processes (process-tree.py) again and again: on one connection that stays, and each time on a new one.

Arguments: ADDRESS PORT SECONDS. Prints one JSON object: { standing: { pids, numbers }, fresh: { pids, numbers }, error }.
"""
import json
import socket
import sys
import time

# A new connection that is dropped is tried again by the kernel after 1, 2, 4 ... seconds.
PATIENCE_S = 15
address = (sys.argv[1], int(sys.argv[2]))
answers = {"standing": {"pids": [], "numbers": []}, "fresh": {"pids": [], "numbers": []}, "error": None}


def ask(file, kind):
    file.write("?\n")
    file.flush()
    answer = json.loads(file.readline())
    answers[kind]["pids"].append(answer["pid"])
    answers[kind]["numbers"].append(answer["number"])


def connect():
    connection = socket.create_connection(address, timeout=PATIENCE_S)
    return connection, connection.makefile("rw")


def main():
    standing, file = connect()
    end = time.monotonic() + float(sys.argv[3])
    while time.monotonic() < end:
        ask(file, "standing")
        fresh, other = connect()
        ask(other, "fresh")
        other.close()
        fresh.close()
        time.sleep(0.05)
    standing.close()


try:
    main()
except (OSError, ValueError) as error:
    answers["error"] = "%s: %s" % (type(error).__name__, error)
print(json.dumps(answers))
sys.exit(1 if answers["error"] else 0)
