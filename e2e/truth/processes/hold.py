"""Holds the resources named in ./spec.json, says so in ./ready, and answers ./ask: which of them still work."""

import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

import blocks_fds
import blocks_files
import blocks_memory
import blocks_odd
import blocks_sockets
import blocks_tasks
from holding import BLOCKS, Holding

_ = (blocks_fds, blocks_files, blocks_memory, blocks_odd, blocks_sockets, blocks_tasks)


def write(path, text):
    with open(f'{path}.new', 'w') as file:
        file.write(text)
    os.rename(f'{path}.new', path)


def ask_one(check):
    try:
        answer = check()
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    return 'works' if answer in (None, True) else f'{answer}'


def serve(directory, checks):
    while True:
        time.sleep(0.02)
        if os.path.exists(f'{directory}/ask'):
            os.unlink(f'{directory}/ask')
            write(f'{directory}/answer', json.dumps([[name, ask_one(check)] for name, check in checks]))


def main():
    directory = os.getcwd()
    with open('spec.json') as file:
        spec = json.load(file)
    holding = Holding(directory, spec.get('other'))
    checks = []
    for name, parameters in spec['holds']:
        check = BLOCKS[name](holding, **parameters)
        if check is not None:
            checks.append((name, check))
    write(f'{directory}/ready', str(os.getpid()))
    holding.finish(lambda: serve(directory, checks))
    serve(directory, checks)


main()
