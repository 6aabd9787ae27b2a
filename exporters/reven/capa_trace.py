"""Writes a capa-trace file (docs/capa-trace.md) about one process of a REVEN scenario, with the Python API of REVEN.

    python3 capa_trace.py --port 13370 --process sample.exe run.capatrace.ndjson.gz
    capax check-trace run.capatrace.ndjson.gz

Instructions of the program and of executable memory without a file are written, with registers and accesses of memory; what they call
elsewhere is a call with its arguments and result. The scenario is read; nothing runs.
"""

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
import time

import reven2

PAGE = 4096
LONGEST_TEXT = 1024
LONGEST_ACCESS = 4096
TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{4,}")
WIDE_TEXT = re.compile(rb"(?:[\t\n\r\x20-\x7e]\x00){4,}")
RETURN = re.compile(rb"[\xf2\xf3]?[\xc2\xc3]")
USER_RING = 3

REGISTERS = {
    64: "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags".split(),
    32: "eax ebx ecx edx esi edi ebp esp eip eflags".split(),
}
ARGUMENTS = {"windows": "rcx rdx r8 r9".split(), "linux": "rdi rsi rdx rcx r8 r9".split()}
STACK_ARGUMENTS = 6


class Output:
    """The file: numbers records, and counts what the end record has to tell."""

    def __init__(self, path):
        self.file = gzip.open(path, "wt") if path.endswith(".gz") else open(path, "w")
        self.s = self.instructions = self.calls = self.unique = 0
        self.begun = time.monotonic()

    def write(self, kind, **keys):
        self.file.write(json.dumps({"t": kind, **keys}, separators=(",", ":")) + "\n")

    def ordered(self, kind, **keys):
        self.s += 1
        self.write(kind, s=self.s, **keys)

    def end(self):
        seconds = round(time.monotonic() - self.begun, 3)
        self.write("end", s=self.s, insns=self.instructions, calls=self.calls, unique_insns=self.unique, seconds=seconds)
        self.file.close()


class Machine:
    """What contexts hold: registers by their names, and memory."""

    def __init__(self, context):
        self.bits = 64 if context.is64b() else 32
        self.pc, self.sp, self.result = ("rip", "rsp", "rax") if self.bits == 64 else ("eip", "esp", "eax")
        x64 = reven2.arch.x64
        found = {name: getattr(x64, name, None) for name in REGISTERS[self.bits]}
        # As it is called is not known for certain.
        found["eflags"] = found["eflags"] or getattr(x64, "rflags", None)
        self.registers = {name: register for name, register in found.items() if register is not None}
        self.mask = (1 << self.bits) - 1

    def read_all(self, context):
        return {name: int(context.read(register)) & self.mask for name, register in self.registers.items()}

    def is_here(self, context):
        """Windows runs programs of 32 bits with some code of 64, which is none of theirs."""
        return context.is64b() == (self.bits == 64)

    def counter(self, context):
        return int(context.read(self.registers[self.pc])) & self.mask

    @staticmethod
    def is_user(context):
        return int(context.read(reven2.arch.x64.cs)) & 3 == USER_RING

    @staticmethod
    def read(context, address, size):
        """Bytes, or nothing where memory is not mapped. `address` may be one of the API's own."""
        try:
            where = reven2.address.LogicalAddress(address) if isinstance(address, int) else address
            return bytes(context.read(where, size, raw=True))
        except (RuntimeError, ValueError, OverflowError):
            return None

    def word(self, context, address):
        content = self.read(context, address, self.bits // 8)
        return None if content is None else int.from_bytes(content, "little")

    def text_at(self, context, address):
        """A text in one byte or two for each character, across pages as far as they are there."""
        content = b""
        while address >= PAGE and len(content) < LONGEST_TEXT:
            at = address + len(content)
            more = self.read(context, at, min(LONGEST_TEXT - len(content), PAGE - at % PAGE))
            if more is None:
                break
            content += more
        found = TEXT.match(content)
        if found:
            return found[0].decode("ascii")
        found = WIDE_TEXT.match(content)
        return found[0].decode("utf-16-le") if found else None


class Modules:
    """Which file is where, as the system told REVEN. That changes in system calls only."""

    def __init__(self, machine, wanted, output, pid):
        self.machine, self.wanted, self.output, self.pid = machine, wanted, output, pid
        self.known = {}  # (path, base): size
        self.pages = {}  # path, or None for memory without a file

    def forget(self):
        self.pages = {}

    def path_at(self, context, pc):
        page = pc // PAGE
        if page not in self.pages:
            self.pages[page] = self.find(context, pc)
        return self.pages[page]

    def is_traced(self, context, pc):
        path = self.path_at(context, pc)
        return path is None or self.is_wanted(path)

    def is_wanted(self, path):
        return any(part in path.lower() for part in self.wanted)

    def find(self, context, pc):
        location = location_of(context)
        path = path_of(location)
        base = getattr(location, "base_address", None)
        if path is None or base is None:
            return path
        # Some versions have numbers, some objects with an offset.
        base = int(getattr(base, "offset", base))
        size = self.known.get((path, base), 0)
        if size <= pc - base:
            size = max(size_of_image(self.machine, context, base), (pc - base) // PAGE * PAGE + PAGE)
            self.known[(path, base)] = size
            self.output.write("module", s=self.output.s, pid=self.pid, base=hex(base), size=size, path=path,
                              traced=self.is_wanted(path))
        return path


def location_of(context):
    try:
        return context.ossi.location()
    except RuntimeError:
        return None


def path_of(location):
    binary = getattr(location, "binary", None)
    path = getattr(binary, "path", None)
    return str(path) if path else None


def name_of(location):
    symbol = getattr(location, "symbol", None)
    # Behind the beginning of a function it is not that function that is called.
    if symbol is None or getattr(symbol, "rva", None) not in (None, getattr(location, "rva", None)):
        return None
    name = getattr(symbol, "name", None)
    return str(name) if name else None


def size_of_image(machine, context, base):
    """What the headers of a PE or ELF file in memory say, as far as they are there; else 0."""
    header = machine.read(context, base, 64) or b""

    def number(address, size):
        return int.from_bytes(machine.read(context, address, size) or b"", "little")

    if header[:2] == b"MZ" and len(header) == 64:
        return number(base + int.from_bytes(header[60:64], "little") + 80, 4)
    if header[:4] == b"\x7fELF":
        is_wide = header[4] == 2
        table, size, count = (32, 54, 56) if is_wide else (28, 42, 44)
        start = base + number(base + table, 8 if is_wide else 4)
        width = 8 if is_wide else 4
        at_address, at_size = (16, 40) if is_wide else (8, 20)
        ends = []
        lowest = None
        for place in range(min(number(base + count, 2), 64)):
            entry = start + place * number(base + size, 2)
            if number(entry, 4) != 1:  # what is loaded
                continue
            address = number(entry + at_address, width)
            lowest = address if lowest is None else min(lowest, address)
            ends.append(address + number(entry + at_size, width))
        # Programs at a fixed place have that place in their table.
        return max(ends) - lowest // PAGE * PAGE if ends else 0
    return 0


class Thread:
    def __init__(self, tid):
        self.tid = tid
        self.calls = []  # (id, return address, stack pointer), the innermost last
        self.after = None  # registers after the last instruction, if nothing else ran since
        self.left_by = None  # bytes of the last instruction, and the address behind them
        self.fault = None  # (address, code) of what the processor could not do


class Exporter:
    def __init__(self, server, process, options):
        self.server, self.process, self.options = server, process, options
        self.threads, self.bytes_at = {}, {}
        self.output = self.machine = self.modules = None

    def run(self):
        try:
            self.follow()
        except KeyboardInterrupt:
            self.stop("note", "msg", "interrupted")
        except (RuntimeError, IndexError) as error:
            self.stop("gap", "reason", f"the server gave an error: {error}")
        if self.output is None:
            sys.exit("nothing was written: the process does not run there")
        self.output.end()
        print(f"capa-trace: {self.output.instructions} instructions, {self.output.calls} calls")

    def stop(self, kind, key, why):
        if self.output is None:
            sys.exit(f"nothing was written: {why}")
        self.output.ordered(kind, **{key: why})

    def follow(self):
        path, start = self.find_program()
        for contexts in self.ranges(start):
            thread = None
            for context in contexts:
                if self.machine is None:
                    self.begin(start or context, path)
                if thread is None:
                    self.modules.forget()
                    thread = self.thread_at(context)
                    thread.after = None
                if self.output.instructions >= self.options.max:
                    self.output.ordered("gap", reason=f"limit of {self.options.max} instructions (--max)")
                    return
                self.advance(thread, context)

    def find_program(self):
        """The file of the process, which is the binary with its name, and where it first runs."""
        name = str(self.process.name)
        for binary in self.server.ossi.executed_binaries(re.escape(name)):
            if os.path.basename(str(binary.path)).lower() == name.lower():
                try:
                    return str(binary.path), next(iter(self.server.trace.search.binary(binary)), None)
                except RuntimeError:  # the index for searching is absent
                    return str(binary.path), None
        return name, None

    def ranges(self, start):
        """What the process does between two visits of the kernel, as contexts; from where its program runs."""
        trace = self.server.trace
        limits = {} if start is None else {"from_context": start}
        if self.options.first is not None:
            limits["from_context"] = trace.context_before(self.options.first)
        if self.options.last is not None:
            limits["to_context"] = trace.context_before(self.options.last)
        return trace.filter([self.process], reven2.filter.RingPolicy.R3Only, **limits)

    def begin(self, context, path):
        self.machine = Machine(context)
        self.output = Output(self.options.output)
        self.os = "windows" if re.match(r"[a-z]:", path, re.IGNORECASE) or path.lower().endswith(".exe") else "linux"
        arch, bits = ("amd64", 64) if self.machine.bits == 64 else ("i386", 32)
        sample = {"path": path}
        if self.options.sample is not None:
            with open(self.options.sample, "rb") as file:
                content = file.read()
            sample.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
        version = getattr(reven2, "__version__", None)
        producer = {"name": "capax exporters/reven", "version": "1", "debugger": f"REVEN {version or ''}".strip()}
        self.output.write("header", format="capa-trace", version=1, producer=producer, arch=arch, bits=bits,
                          endian="little", os=self.os, level="insn", regs=list(self.machine.registers), sample=sample)
        pid, ppid = int(self.process.pid), getattr(self.process, "ppid", None)
        self.output.write("process", s=0, pid=pid, ppid=None if ppid is None else int(ppid), path=path)
        wanted = [part.strip().lower() for part in self.options.modules.split(",") if part.strip()]
        self.modules = Modules(self.machine, [path.lower(), *wanted], self.output, pid)

    def thread_at(self, context):
        """Windows keeps the id in the thread's block. Of Linux only where that block is can be known; such threads are counted."""
        x64, is_wide = reven2.arch.x64, self.machine.bits == 64
        if self.os == "windows":
            offset, segment = (0x48, x64.gs) if is_wide else (0x24, x64.fs)
        else:
            offset, segment = (0, x64.fs) if is_wide else (0, x64.gs)
        where = reven2.address.LogicalAddress(offset, segment)
        content = self.machine.read(context, where, 4 if self.os == "windows" else self.machine.bits // 8)
        key = 0 if content is None else int.from_bytes(content, "little")
        if key not in self.threads:
            tid = key if self.os == "windows" else len(self.threads) + 1
            self.threads[key] = Thread(tid)
            self.output.write("thread", s=self.output.s, pid=int(self.process.pid), tid=tid)
        return self.threads[key]

    # -- one instruction

    def advance(self, thread, context):
        if thread.after is None and not self.machine.is_here(context):
            return
        pc = thread.after[self.machine.pc] if thread.after else self.machine.counter(context)
        self.note_fault(thread, pc)
        if not self.modules.is_traced(context, pc):
            self.go_outside(thread, context, pc)
            return
        before = thread.after or self.machine.read_all(context)
        self.close_calls(thread, context, before)
        transition = context.transition_after()
        instruction = transition.instruction
        if instruction is None:  # a fault or an interrupt: the same instruction runs afterwards, or a handler does
            thread.after, thread.fault = None, (pc, code_of(transition))
            return
        code = bytes(instruction.raw)
        record = {"tid": thread.tid, "pc": hex(pc)}
        if self.bytes_at.get(pc) != code:
            self.output.unique += 1
            self.bytes_at[pc] = code
            record["b"] = code.hex()
        if thread.after is None:
            record["R"] = {name: hex(value) for name, value in before.items()}
        after_context = transition.context_after()
        # What the kernel does to registers is known when it comes back.
        thread.after = after = self.machine.read_all(after_context) if self.machine.is_user(after_context) else None
        thread.left_by = (code, pc + len(code))
        if after is not None:
            changed = self.changes(before, after, pc + len(code))
            if changed:
                record["r"] = changed
        accesses = [] if self.options.no_memory else self.accesses(transition, context, after_context)
        if accesses:
            record["m"] = accesses
        self.output.instructions += 1
        self.output.ordered("i", **record)

    def note_fault(self, thread, pc):
        """Most are none for the program: the system puts a page there, and the same instruction runs again."""
        fault, thread.fault = thread.fault, None
        if fault is not None and fault[0] != pc:
            self.output.ordered("exception", tid=thread.tid, pc=hex(fault[0]), code=hex(fault[1]))
            thread.left_by = None

    def changes(self, before, after, behind):
        counter = self.machine.pc
        changed = {name: hex(value) for name, value in after.items() if value != before[name] and name != counter}
        if after[counter] != behind:
            changed[counter] = hex(after[counter])
        return changed

    def accesses(self, transition, before, after):
        """Values are those before reading and those after writing."""
        found = []
        writing = reven2.memhist.MemoryAccessOperation.Write
        for access in transition.memory_accesses():
            # Without one it is a device's, or the processor's own in its tables.
            if access.virtual_address is None or access.size > LONGEST_ACCESS:
                continue
            is_write = access.operation == writing
            content = self.machine.read(after if is_write else before, access.virtual_address, access.size)
            if content is not None:
                found.append(["w" if is_write else "r", hex(int(access.virtual_address.offset)), content.hex()])
        return found

    # -- calls

    def go_outside(self, thread, context, pc):
        left_by, thread.left_by, thread.after = thread.left_by, None, None
        if left_by is None:
            return  # it was outside before
        # A return to the beginning of a function is a call of it, with the address put on the stack.
        if RETURN.match(left_by[0]) and name_of(location_of(context)) is None:
            if not thread.calls:  # else a callback went back to who called it
                self.output.ordered("leave", tid=thread.tid, to=hex(pc), name=None)
        else:
            self.call(thread, context, pc, left_by[1])

    def call(self, thread, context, pc, behind):
        registers = self.machine.read_all(context)
        stack = registers[self.machine.sp]
        back = self.machine.word(context, stack)
        location = location_of(context)
        path = path_of(location)
        args = []
        for value in self.arguments(context, registers, stack):
            text = self.machine.text_at(context, value)
            args.append({"val": hex(value)} if text is None else {"val": hex(value), "str": text})
        returns_here = back is not None and self.is_known_code(back)
        self.output.calls += 1
        # A jump as the last act of a callback: who comes behind the jump made the call, not the library that it returns to.
        self.output.ordered("call", tid=thread.tid, id=self.output.calls, **{"from": hex(back if returns_here else behind)},
                            to=hex(pc), module=None if path is None else os.path.basename(path), name=name_of(location),
                            args=args, argsrc="abi")
        if returns_here:
            thread.calls.append((self.output.calls, back, stack))

    def arguments(self, context, registers, stack):
        if self.machine.bits == 64:
            return [registers[name] for name in ARGUMENTS[self.os]]
        return [self.machine.word(context, stack + 4 * place) or 0 for place in range(1, STACK_ARGUMENTS + 1)]

    def is_known_code(self, address):
        """Whether an address is in code that is written: a file that is, or memory near to where code without a file ran."""
        for (path, base), size in self.modules.known.items():
            if base <= address < base + size:
                return self.modules.is_wanted(path)
        return self.modules.pages.get(address // PAGE, "") is None

    def close_calls(self, thread, context, registers):
        """Writes the return if the thread is behind a call of its own; calls inside that one were jumped out of."""
        pc, stack = registers[self.machine.pc], registers[self.machine.sp]
        for depth in reversed(range(len(thread.calls))):
            call, back, stack_then = thread.calls[depth]
            if pc != back or stack <= stack_then:
                continue
            del thread.calls[depth:]
            value = registers[self.machine.result]
            text = self.machine.text_at(context, value)
            self.output.ordered("ret", tid=thread.tid, call=call, val=hex(value), **({} if text is None else {"str": text}))
            return


def code_of(transition):
    """The number of the fault; 0 where it cannot be known."""
    code = getattr(getattr(transition, "exception", None), "code", None)
    code = getattr(code, "value", code)
    return code if isinstance(code, int) and code >= 0 else 0


def choose_process(server, options):
    """The only one that fits; the others are named."""
    name = "" if options.process is None else re.escape(options.process)
    found = [each for each in server.ossi.executed_processes(name) if options.pid in (None, int(each.pid))]
    exact = [each for each in found if str(each.name).lower() == str(options.process or "").lower()]
    chosen = exact or found
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(f"{each.name} ({each.pid})" for each in chosen or server.ossi.executed_processes())
    sys.exit(f"{'several processes fit' if chosen else 'no process fits'}; choose with --pid: {names}")


def main():
    parser = argparse.ArgumentParser(description="Writes a capa-trace file about one process of a REVEN scenario.")
    parser.add_argument("output", help="the file to write, packed if it ends in .gz")
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=13370)
    parser.add_argument("--process", help="its name, or a part of that")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--modules", default="", help="parts of paths of further modules to write, with commas")
    parser.add_argument("--sample", help="the program as a file, whose hash is written")
    parser.add_argument("--first", type=int, help="the number of the first transition")
    parser.add_argument("--last", type=int, help="the number of the last one")
    parser.add_argument("--max", type=int, default=5000000, help="so many instructions at most")
    parser.add_argument("--no-memory", action="store_true", help="without accesses of memory: faster, and smaller")
    options = parser.parse_args()
    if options.process is None and options.pid is None:
        parser.error("one of --process and --pid is needed")
    server = reven2.RevenServer(options.host, options.port)
    Exporter(server, choose_process(server, options), options).run()


if __name__ == "__main__":
    main()
