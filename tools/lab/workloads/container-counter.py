"""Counts inside a container: each number once, with the nonce of this start, into a directory shared by the hosts."""
import os
import time

nonce = os.environ['GODWIT_LAB_NONCE']
number = 0
places = [place for place in ('/var', '/beside') if os.path.isdir(place)]
owns = [os.open(f'{place}/own', os.O_WRONLY | os.O_CREAT | os.O_TRUNC) for place in places]
with open('/data/numbers', 'a', buffering=1) as numbers:
    while True:
        number += 1
        numbers.write(f'{nonce} {number}\n')
        for own in owns:
            try:
                os.write(own, f'{number}\n'.encode())
            except OSError:
                pass  # A full disk of the host is not this program's end.
        time.sleep(0.02)
