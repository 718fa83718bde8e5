# Runs its arguments as one command, without taking anything in them apart, and keeps the exit code for process 1.
echo 127 > /run/godwit-guest/code
"$@" < /dev/null
echo $? > /run/godwit-guest/code
