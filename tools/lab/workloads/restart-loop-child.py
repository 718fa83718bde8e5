"""Does nothing but live; somebody outside starts it again when it does not."""
import time

while True:
    time.sleep(1)
