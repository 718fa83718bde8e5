"""Counts inside a container: each number once, with the nonce of this start, into a directory shared by the hosts."""
import os
import time

nonce = os.environ['GODWIT_LAB_NONCE']
number = 0
with open('/data/numbers', 'a', buffering=1) as numbers, open('/var/own', 'w', buffering=1) as own:
    while True:
        number += 1
        numbers.write(f'{nonce} {number}\n')
        own.write(f'{number}\n')
        time.sleep(0.02)
