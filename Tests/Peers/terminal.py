"""Runs a program on a pseudo terminal: terminal.py COLUMNS PROGRAM [ARGUMENT...]

Prints what it wrote there, escape characters as <ESC> and carriage returns as <CR>, and then its
exit status. What it reads from the environment is that of this script.
"""

import fcntl
import os
import pty
import struct
import sys
import termios

columns, program = int(sys.argv[1]), sys.argv[2:]
parent, child = pty.openpty()
fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
process = os.fork()
if process == 0:
    os.setsid()
    for descriptor in 0, 1, 2:
        os.dup2(child, descriptor)
    os.execv(program[0], program)
os.close(child)
written = b""
while True:
    try:
        part = os.read(parent, 65536)
    except OSError:  # what Linux says when the other end is closed
        break
    if not part:
        break
    written += part
text = written.decode("utf-8").replace("\r\n", "\n")
sys.stdout.write(text.replace("\x1b", "<ESC>").replace("\r", "<CR>"))
print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
