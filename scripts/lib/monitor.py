# SPDX-License-Identifier: GPL-2.0
"""Ask QEMU what a guest is doing that says nothing any more."""
import collections
import json
import os
import re
import socket
import tempfile
import time

BREAKPOINT_VECTOR = 3
GATE_SIZE = 16
INT3 = 0xcc
# A sample falls on the entry of an exception's handler about every fourth time when a CPU does nothing else.
SAMPLES = 60
ENOUGH = 5


class Monitor:
    """A connection to QEMU by its machine protocol, made when the first question is asked."""

    def __init__(self):
        # The name of a socket must be short.
        self.directory = tempfile.TemporaryDirectory(prefix="guest-")
        self.path = os.path.join(self.directory.name, "qmp")
        self.sock = self.stream = None

    def arguments(self):
        return ["-qmp", f"unix:{self.path},server,nowait"]

    def close(self):
        if self.sock:
            self.stream.close()
            self.sock.close()
        self.directory.cleanup()

    def execute(self, command, **arguments):
        """The result of a command; OSError if there is nobody to ask, or it says no."""
        if not self.sock:
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.settimeout(10)
            self.sock.connect(self.path)
            self.stream = self.sock.makefile("rw", encoding="utf-8")
            self.stream.readline()
            self.execute("qmp_capabilities")
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        while True:
            line = self.stream.readline()
            if not line:
                raise OSError("QEMU has gone")
            said = json.loads(line)
            if "error" in said:
                raise OSError(said["error"].get("desc", "error"))
            if "return" in said:
                return said["return"]

    def human(self, text, cpu=0):
        return self.execute("human-monitor-command", **{"command-line": text, "cpu-index": cpu})

    def word(self, cpu, address, size):
        """@size bytes at an address of a CPU, or None."""
        match = re.search(r": 0x([0-9a-f]+)", self.human(f"x /1{'bhwg'[size.bit_length() - 1]}x {address:#x}", cpu))
        return int(match.group(1), 16) if match else None

    def cpus(self):
        """(number, registers) of each CPU; a register's name is as QEMU shows it."""
        blocks = re.split(r"^CPU#(\d+)", self.human("info registers -a"), flags=re.MULTILINE)[1:]
        return [(int(number), dict(re.findall(r"(\w+) *= *([0-9a-f]+)", text)))
                for number, text in zip(blocks[::2], blocks[1::2])]

    def positions(self):
        """Where each CPU is, for a reader."""
        return "; ".join(f"cpu {number}: " + " ".join(f"{name} {regs[name]}" for name in ("RIP", "RSP", "RFL", "HLT"))
                         for number, regs in self.cpus())

    def false_trap(self, number, regs):
        """The address of the instruction whose breakpoint trap the CPU is taking, if no breakpoint is there."""
        gate = int(regs["IDT"], 16) + BREAKPOINT_VECTOR * GATE_SIZE
        low, high = self.word(number, gate, 8), self.word(number, gate + 8, 8)
        if low is None or high is None:
            return None
        entry = low & 0xffff | low >> 32 & 0xffff0000 | (high & 0xffffffff) << 32
        if int(regs["RIP"], 16) != entry:
            return None
        address = self.word(number, int(regs["RSP"], 16), 8)
        if address is None or self.word(number, address - 1, 1) in (INT3, None):
            return None
        return address - 1

    def stuck_trap(self):
        """
        The address where a CPU takes one breakpoint trap after another though no breakpoint is there, or None.
        A CPU may do that once while another removes the breakpoint. Only an emulator that kept a stale
        translation does it time after time: the kernel finds no breakpoint and goes back to the instruction.
        """
        seen = collections.Counter()
        for _ in range(SAMPLES):
            self.execute("stop")
            try:
                traps = [(number, self.false_trap(number, regs)) for number, regs in self.cpus()]
            finally:
                self.execute("cont")
            seen.update(trap for trap in traps if trap[1] is not None)
            if any(times >= ENOUGH for times in seen.values()):
                return seen.most_common(1)[0][0][1]
            time.sleep(0.1)
        return None
