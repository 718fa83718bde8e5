"""Runs a command in a memory control group of its own. Arguments: the group's directory, its limit in bytes, the command."""

import os
import sys

directory, limit, *command = sys.argv[1:]
os.makedirs(directory, exist_ok=True)
name = 'memory.limit_in_bytes' if os.path.exists(f'{directory}/memory.limit_in_bytes') else 'memory.max'
for file, text in ((name, limit), ('cgroup.procs', str(os.getpid()))):
    with open(f'{directory}/{file}', 'w') as opened:
        opened.write(text)
os.execvp(command[0], command)
