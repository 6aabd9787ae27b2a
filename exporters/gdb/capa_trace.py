"""Writes a capa-trace file (docs/capa-trace.md) with GDB, or with what speaks its language: rr and Undo UDB.

    CT_OUT=run.capatrace.ndjson.gz gdb -nx -batch -ex 'source capa_trace.py' ./program
    capax check-trace run.capatrace.ndjson.gz

It single-steps in the program and in executable memory without a file. What they call elsewhere runs at full
speed, up to a breakpoint at the return address. The program RUNS unless a recording is replayed: use a machine that may be lost.

CT_OUT      the file to write, packed if it ends in .gz           (capa-trace.capatrace.ndjson.gz)
CT_MAX      so many instructions at most                          (1000000)
CT_MODULES  parts of paths of further modules to step in, with commas
CT_MEMORY   0: no accesses of memory                              (1)
"""

import collections
import gzip
import hashlib
import json
import os
import re
import signal
import time

import gdb

PAGE = 4096
LONGEST_TEXT = 1024
LONGEST_INSTRUCTION = 15
TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{4,}")
RETURN = re.compile(rb"[\xf2\xf3]?[\xc2\xc3]")
# endbr64 and bnd may come first; the operand is relative in 64 bits, absolute in 32.
JUMP_BY_TABLE = re.compile(rb"(?:\xf3\x0f\x1e[\xfa\xfb])?\xf2?\xff\x25(....)", re.DOTALL)
# These only read what their arguments point at: a breakpoint there would be copied, compared or sent as data.
READERS = re.compile(r"_*(mem(p?cpy|move|cmp|chr|mem)|f?write|send|pwrite|mprotect|munmap|madvise)(_chk|to|64|_unlocked)?")
# Breakpoints in memory that is written spoil what is put there: in such memory only what these are given counts as a function.
STARTERS = re.compile(r"_*(libc_start_main|pthread_(create|once)|thrd_create|call_once|clone|(bsd_)?signal|(cxa_)?atexit|on_exit|qsort(_r)?|bsearch)")
# What the C library chose for a processor, of a function that has several forms.
FORM = re.compile(r"_*(\w+?)_(?:s?sse\d|avx|evex|erms)\w*")
# The name that programs use, in others for the same function: __libc_open, open64.
ALIAS = re.compile(r"(?:_*(?:GI|IO|libc)?_+)?(.+?)(?:64)?")
PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SYSTEM_CALLS = (b"\x0f\x05", b"\x0f\x34", b"\xcd\x80")
CLONES = {64: (56, 435), 32: (120, 435)}
# Where handlers of signals return to: mov rax, 15; syscall. The instruction to go on at is in the frame above.
SIGNAL_RETURN = b"\x48\xc7\xc0\x0f\x00\x00\x00\x0f\x05"
RESUMED_AT = 168
# What throws in C++ ends in a handler of the program that nothing called.
THROWERS = re.compile(r"_*(cxa_(re)?throw|Unwind_(Resume|RaiseException|Resume_or_Rethrow))")
FAULTS = "SIGSEGV SIGILL SIGFPE SIGBUS SIGABRT SIGKILL"

# Functions that write behind an argument, by its place. Of the first ones the result says how many bytes.
READ_INTO = r"(read|pread|recv|recvfrom|readlink)(64)?(_chk)?"
WRITTEN = [(re.compile("_*" + names), place) for names, place in (
    (READ_INTO, 1),
    (r"(mem(p?cpy|move|set)|st[rp]n?c(py|at)|wcsn?c(py|at)|v?sn?printf|f?gets|fread|getcwd|gethostname|getrandom|getentropy|uname|strftime"
     r"|pipe2?|time|gettimeofday|sysinfo|wait)(64)?(_unlocked)?(_chk)?", 0),
    (r"([fl]?stat|realpath|getsockname|getpeername|waitpid|clock_gettime|getrlimit|inet_aton|bcopy)(64)?(_chk)?", 1),
    (r"(readlinkat|inet_(ntop|pton)|fstatat)(64)?(_chk)?", 2),
)]
COMPARED = 64

SIZES = {"BYTE": 1, "WORD": 2, "DWORD": 4, "FWORD": 6, "QWORD": 8, "TBYTE": 10, "OWORD": 16, "XMMWORD": 16, "YMMWORD": 32, "ZMMWORD": 64}
PREFIXES = frozenset("rep repz repnz repe repne lock bnd notrack data16 addr32 xacquire xrelease cs ds es ss fs gs".split())
OPERAND = re.compile(r"(?:(\w+) PTR )?(?:([c-g]s|ss):)?(?:\[([^\]]+)\]|(0x[0-9a-f]+))")
TERM = re.compile(r"([+-]?)(?:(0x[0-9a-f]+|\d+)|(\w+?)(?:\*(\d))?)(?=[+-]|$)")
NO_ACCESS = re.compile(r"lea|nop\w*|prefetch\w*|cl(flush|wb|demote)\w*|inv\w+")
ONLY_READ = re.compile(r"cmp(?!xchg)\w*|v?p?test\w*|v?u?comis\w*|push\w*|call|jmp|i?mul|i?div|bt|f(?!n?st|ist|bstp)\w+|v?ldmxcsr|outs")
ONLY_WRITTEN = re.compile(r"(v?mov|set|pop|stos|ins|v?stmxcsr|v?p?extr|fn?st|fist|fbstp)\w*")
POP = re.compile(r"pop(f\w?|a\w?)?")
REGISTER_SIZES = {"al": 1, "ax": 2, "eax": 4, "rax": 8}

ARCHITECTURES = {
    "i386:x86-64": ("amd64", 64, "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip eflags"),
    "i386": ("i386", 32, "eax ebx ecx edx esi edi ebp esp eip eflags"),
}


def address_of(name):
    """Names come from the program: anything but a plain one could be an expression that runs a command."""
    if name is None or not PLAIN_NAME.fullmatch(name):
        return None
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}")) or None
    except gdb.error:
        return None


# An operand in memory. Its address is the sum of registers, each times a number, and a constant.
Access = collections.namedtuple("Access", "is_read is_written size segment terms constant")


def parse_operand(text, behind, names):
    """(size, segment, terms, constant) of an operand in the notation of Intel; nothing if it is none in memory."""
    found = OPERAND.fullmatch(text.strip())
    if not found or (found[3] is None and found[2] is None):
        return None
    terms, constant = [], 0
    for sign, number, register, times in TERM.findall(found[3] or found[4]):
        factor = -1 if sign == "-" else 1
        if number:
            constant += factor * int(number, 0)
        elif register in ("rip", "eip"):
            constant += behind
        elif register in names:
            terms.append((register, factor * int(times or 1), -1))
        elif "r" + register[1:] in names or register[:-1] in names:  # a half of a register
            whole = register[:-1] if register[:-1] in names else "r" + register[1:]
            terms.append((whole, factor * int(times or 1), 0xFFFFFFFF))
        else:
            return None
    return SIZES.get(found[1]), found[2] if found[2] in ("fs", "gs") else None, terms, constant


def parse_accesses(text, behind, names):
    """The mnemonic of an instruction in the notation of Intel, whether it is repeated, and its operands in memory."""
    words = text.split("#")[0].split("<")[0].split()
    prefixes = []
    while words and words[0] in PREFIXES:
        prefixes.append(words.pop(0))
    mnemonic, operands = words[0] if words else "", " ".join(words[1:]).split(",")
    is_repeated = any(prefix.startswith("rep") for prefix in prefixes)
    if NO_ACCESS.fullmatch(mnemonic):
        return mnemonic, is_repeated, []
    accesses = []
    for place, operand in enumerate(operands):
        parsed = parse_operand(operand, behind, names)
        if parsed is None:
            continue
        size, segment, terms, constant = parsed
        if size is None:  # absolute addresses in moves of the first register
            size = next((REGISTER_SIZES[each] for each in operands if each in REGISTER_SIZES), None)
        if size is None:
            continue
        is_changed = place == 0 or mnemonic == "xchg"
        only_read = not is_changed or ONLY_READ.fullmatch(mnemonic) is not None
        only_written = is_changed and ONLY_WRITTEN.fullmatch(mnemonic) is not None
        accesses.append(Access(not only_written, not only_read, size, segment, terms, constant))
    return mnemonic, is_repeated, accesses


class Output:
    """The file: numbers records, and counts what the end record has to tell."""

    def __init__(self, path):
        self.file = gzip.open(path, "wt") if path.endswith(".gz") else open(path, "w")
        self.s = self.instructions = self.calls = 0
        self.unique = 0
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


class Memory:
    """What is mapped where, and which of it is stepped in."""

    def __init__(self, program, wanted, output, pid):
        self.program, self.wanted, self.output, self.pid = program, wanted, output, pid
        self.regions, self.stubs, self.code, self.modules = [], [], [], {}

    def is_wanted(self, path):
        return path == self.program or any(part in path for part in self.wanted)

    def refresh(self):
        """Reads the maps again and announces modules that are new or have grown."""
        self.stubs, self.code, sections = [], [], []
        for line in gdb.execute("info files", to_string=True).splitlines():
            found = re.match(r"\s*(0x\w+) - (0x\w+) is (\S+)(?: in (.+))?$", line)
            if not found:
                continue
            span = (int(found[1], 16), int(found[2], 16))
            path = found[4] or self.program
            if found[3].startswith(".plt"):
                self.stubs.append(span)
            elif found[3].startswith((".text", ".init", ".fini")) and "array" not in found[3]:
                self.code.append(span)
            sections.append((*span, "rx" if span in self.stubs or span in self.code else "rw", path))
        self.regions = self.read_maps() or sections
        spans = {}
        for start, end, _, path in self.regions:
            if path.startswith("/"):
                low, high = spans.get(path, (start, end))
                spans[path] = (min(low, start), max(high, end))
        for path, (low, high) in spans.items():
            if self.modules.get(path) != (low, high):
                self.modules[path] = (low, high)
                traced = self.is_wanted(path)
                self.output.write("module", s=self.output.s, pid=self.pid, base=hex(low), size=high - low, path=path, traced=traced)

    @staticmethod
    def read_maps():
        """(start, end, permissions, path), or nothing where the debugger cannot tell."""
        try:
            lines = gdb.execute("info proc mappings", to_string=True).splitlines()
        except gdb.error:
            return []
        regions = []
        for line in lines:
            parts = line.split(None, 5)
            if len(parts) >= 5 and parts[0].startswith("0x") and re.fullmatch("[-rwxps]+", parts[4]):
                path = parts[5].strip() if len(parts) == 6 else ""
                is_file = path.startswith("/") and not path.startswith(("/memfd:", "/dev/zero"))
                regions.append((int(parts[0], 16), int(parts[1], 16), parts[4], path if is_file or path == "[vdso]" else ""))
        return regions

    def region_at(self, address):
        return next((region for region in self.regions if region[0] <= address < region[1]), None)

    def is_stub(self, address):
        return any(start <= address < end for start, end in self.stubs)

    def is_traced(self, address):
        region = self.region_at(address)
        if region is None or "x" not in region[2] or self.is_stub(address):
            return False
        return region[3] == "" or self.is_wanted(region[3])

    def may_be_function(self, address, called):
        """Constants may lie in executable segments: where sections are known, only those of code count."""
        if not self.is_traced(address) or READERS.fullmatch(called):
            return False
        _, _, permissions, path = self.region_at(address)
        if "w" in permissions and not STARTERS.fullmatch(called):
            return False
        low, high = self.modules.get(path, (0, 0))
        known = [(start, end) for start, end in self.code if low <= start < high]
        return not known or any(start <= address < end for start, end in known)


class Thread:
    def __init__(self):
        self.calls = []  # (id, return address, stack pointer, breakpoint, what it may write), the innermost last
        self.after = None  # registers after the last instruction, if nothing else ran since
        self.left_by = None  # bytes of the last instruction, and the address behind them


class Tracer:
    def __init__(self):
        self.output = Output(os.environ.get("CT_OUT", "capa-trace.capatrace.ndjson.gz"))
        self.most = int(os.environ.get("CT_MAX", "1000000"))
        self.with_memory = os.environ.get("CT_MEMORY", "1") != "0"
        self.threads, self.bytes_at, self.names_at, self.entries, self.accesses_at = {}, {}, {}, set(), {}
        self.stop = self.place = self.unwinder = None
        gdb.events.stop.connect(self.on_stop)

    def on_stop(self, event):
        self.stop = event

    # -- beginning and end

    def begin(self):
        for setting in ("pagination off", "confirm off", "breakpoint pending off", "disassembly-flavor intel"):
            gdb.execute("set " + setting)
        try:
            gdb.execute("set suppress-cli-notifications on")  # else it prints each step; older versions do
        except gdb.error:
            pass
        gdb.execute("handle all nostop noprint pass", to_string=True)
        gdb.execute(f"handle {FAULTS} stop", to_string=True)
        if gdb.selected_thread() is None:
            gdb.execute("starti", to_string=True)
        gdb.execute("set scheduler-locking step")
        program = gdb.current_progspace().filename
        architecture = gdb.newest_frame().architecture()
        arch, self.bits, names = ARCHITECTURES[architecture.name()]
        self.names = names.split()
        self.pc, self.sp, self.result = ("rip", "rsp", "rax") if self.bits == 64 else ("eip", "esp", "eax")
        self.inferior = gdb.selected_inferior()
        with open(program, "rb") as file:
            content = file.read()
        sample = {"path": program, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        producer = {"name": "capax exporters/gdb", "version": "1", "debugger": "GDB " + gdb.VERSION}
        self.output.write("header", format="capa-trace", version=1, producer=producer, arch=arch, bits=self.bits,
                          endian="little", os="linux", level="insn", regs=self.names, sample=sample)
        self.output.write("process", s=0, pid=self.inferior.pid, path=program)
        wanted = [part for part in os.environ.get("CT_MODULES", "").split(",") if part]
        self.memory = Memory(program, wanted, self.output, self.inferior.pid)
        self.memory.refresh()
        self.break_at(self.first_address())
        gdb.execute("continue", to_string=True)

    @staticmethod
    def first_address():
        main = address_of("main")
        if main is not None:
            return main
        return int(re.search(r"Entry point: (0x\w+)", gdb.execute("info files", to_string=True))[1], 16)

    def run(self):
        try:
            self.begin()
            self.memory.refresh()
            while gdb.selected_thread() is not None and self.inferior.pid != 0:
                if self.output.instructions >= self.most:
                    self.output.ordered("gap", reason=f"limit of {self.most} instructions (CT_MAX)")
                    break
                self.advance()
        except (gdb.error, KeyboardInterrupt) as error:
            self.output.ordered("note", msg=f"ended early: {error or 'interrupted'}")
        finally:
            self.output.end()
            gdb.events.stop.disconnect(self.on_stop)
        print(f"capa-trace: {self.output.instructions} instructions, {self.output.calls} calls")

    # -- one step

    def advance(self):
        tid, thread = self.current()
        registers = thread.after or self.registers()
        pc = registers[self.pc]
        self.close_calls(tid, thread, registers)
        if thread.after is None and isinstance(self.stop, gdb.SignalEvent):
            self.go_into_handler(tid, thread, pc)
            return
        if self.memory.region_at(pc) is None:
            self.memory.refresh()
        if self.memory.is_traced(pc):
            self.step(tid, thread, registers)
        else:
            self.go_outside(tid, thread, registers)

    def current(self):
        selected = gdb.selected_thread()
        tid = selected.ptid[1] or selected.ptid[2] or selected.ptid[0]
        if tid not in self.threads:
            self.threads[tid] = Thread()
            self.output.write("thread", s=self.output.s, pid=self.inferior.pid, tid=tid)
        return tid, self.threads[tid]

    def step(self, tid, thread, before):
        pc = before[self.pc]
        code = self.code_at(pc)
        record = {"tid": tid, "pc": hex(pc)}
        if self.bytes_at.get(pc) != code:
            record["b"] = code.hex()
        if thread.after is None:
            record["R"] = {name: hex(value) for name, value in before.items()}
        if code in SYSTEM_CALLS:
            self.note_instruction(pc, code, record)
            self.wait_for_system(thread, before, pc + len(code))
            return
        accesses = self.find_accesses(pc, code, before) if self.with_memory else None
        number = gdb.selected_thread().num
        gdb.execute("stepi", to_string=True)
        selected = gdb.selected_thread()
        is_here = selected is not None and selected.num == number
        if is_here and isinstance(self.stop, gdb.SignalEvent) and self.registers()[self.pc] == pc:
            self.go_into_handler(tid, thread, pc)
            return
        thread.after = after = self.registers() if is_here else None
        thread.left_by = (code, pc + len(code))
        if after is not None:
            changed = {name: hex(value) for name, value in after.items() if value != before[name] and name != self.pc}
            if after[self.pc] != pc + len(code):
                changed[self.pc] = hex(after[self.pc])
            if changed:
                record["r"] = changed
        if accesses is not None:
            self.note_accesses(record, accesses, before, after)
        self.note_instruction(pc, code, record)

    def note_instruction(self, pc, code, record):
        self.output.unique += self.bytes_at.get(pc) != code
        self.bytes_at[pc] = code
        self.output.instructions += 1
        self.output.ordered("i", **record)

    def wait_for_system(self, thread, before, behind):
        """The system may make a thread wait for another one, which a step would keep still."""
        if before[self.result] in CLONES[self.bits]:
            self.enter_at(behind)  # where the new thread begins
        thread.calls.append((None, behind, before[self.sp] - 1, self.break_at(behind, gdb.selected_thread().num), None))
        thread.after = thread.left_by = None
        self.go_on()

    def code_at(self, pc):
        """The bytes of an instruction as they are now; the debugger hides its breakpoints."""
        known = self.bytes_at.get(pc)
        if known is not None and self.read(pc, len(known)) == known:
            return known
        length = gdb.newest_frame().architecture().disassemble(pc)[0]["length"]
        return self.read(pc, min(length, LONGEST_INSTRUCTION))

    def go_into_handler(self, tid, thread, pc):
        self.write_signal(tid, pc)
        gdb.execute("stepi", to_string=True)  # into the handler, if there is one
        thread.after = thread.left_by = None
        self.end_threads()

    def write_signal(self, tid, pc):
        number = getattr(signal, self.stop.stop_signal, 0)
        self.output.ordered("exception", tid=tid, pc=hex(pc), code=hex(number))

    # -- calls

    def go_outside(self, tid, thread, registers):
        left_by, thread.left_by, thread.after = thread.left_by, None, None
        pc = registers[self.pc]
        if left_by is None:
            if pc == self.unwinder:
                self.enter_handler(registers)
        elif RETURN.match(left_by[0]):
            if self.read(pc, len(SIGNAL_RETURN)) == SIGNAL_RETURN:
                self.enter_if_traced(self.word(registers[self.sp] + RESUMED_AT))
            elif not thread.calls:  # else a callback went back to who called it
                self.output.ordered("leave", tid=tid, to=hex(pc), name=self.name_of(pc))
        else:
            self.call(tid, thread, registers, left_by[1])
        self.go_on()

    def go_on(self):
        gdb.execute("continue", to_string=True)
        if gdb.selected_thread() is not None:
            self.memory.refresh()
            place = (self.output.instructions, gdb.selected_thread().num, gdb.newest_frame().pc())
            if place == self.place:
                raise gdb.error("the debugger goes no further")  # as at the end of a recording
            self.place = place
        self.end_threads()

    def call(self, tid, thread, registers, behind):
        stack = registers[self.sp]
        back = self.word(stack)
        target, name = self.resolve(registers[self.pc])
        region = self.memory.region_at(target)
        module = os.path.basename(region[3]) if region and not self.memory.is_stub(target) else None
        if self.bits == 64:
            values = [registers[register] for register in ("rdi", "rsi", "rdx", "rcx", "r8", "r9")]
        else:
            values = [self.word(stack + 4 * place) or 0 for place in range(1, 7)]
        texts = [self.text_at(value) for value in values]
        args = [{"val": hex(v)} if text is None else {"val": hex(v), "str": text} for v, text in zip(values, texts)]
        returns_here = back is not None and self.memory.is_traced(back)
        self.output.calls += 1
        # A jump as the last act of a callback: who comes behind the jump made the call, not the library that it returns to.
        self.output.ordered("call", tid=tid, id=self.output.calls, **{"from": hex(back if returns_here else behind)},
                            to=hex(target), module=module or None, name=name, args=args, argsrc="abi")
        for value, text in zip(values, texts):
            if text is None and self.memory.may_be_function(value, name or ""):
                self.enter_at(value)
        if returns_here and "setjmp" in (name or ""):
            self.enter_at(back)  # it may return again
        if self.unwinder is None and THROWERS.fullmatch(name or ""):
            self.unwinder = address_of("_Unwind_SetIP")
            if self.unwinder is not None:
                self.break_at(self.unwinder)
        if returns_here:
            stop = self.break_at(back, gdb.selected_thread().num)
            thread.calls.append((self.output.calls, back, stack, stop, self.watch(name or "", values)))

    def close_calls(self, tid, thread, registers):
        """Writes the return if the thread is behind a call of its own; calls inside that one were jumped out of."""
        pc, stack = registers[self.pc], registers[self.sp]
        for depth in reversed(range(len(thread.calls))):
            call, back, stack_then, _, watched = thread.calls[depth]
            if pc != back or stack <= stack_then:
                continue
            for _, _, _, stop, _ in thread.calls[depth:]:
                if stop.is_valid():
                    stop.delete()
            del thread.calls[depth:]
            thread.after = thread.left_by = None
            if call is None:  # the system
                return
            value = registers[self.result]
            text = self.text_at(value)
            record = {} if text is None else {"str": text}
            written = None if watched is None else self.find_written(value, *watched)
            if written is not None:
                record["outs"] = [written]
            self.output.ordered("ret", tid=tid, call=call, val=hex(value), **record)
            return

    def watch(self, name, values):
        """(address, bytes there, whether the result is a size) of what a function is known to write."""
        for pattern, place in WRITTEN:
            if pattern.fullmatch(name):
                region = self.memory.region_at(values[place])
                if region is None or "w" not in region[2]:
                    return None
                return values[place], self.read_here(values[place], COMPARED), pattern is WRITTEN[0][0]
        return None

    def find_written(self, result, address, before, is_size):
        if is_size:
            content = self.read_here(address, min(result, LONGEST_TEXT)) if result < 1 << 31 else b""
        else:
            content = self.read_here(address, COMPARED)
            if content == before:
                return None
            text = self.text_at(address)
            if text is not None:
                return {"val": hex(address), "str": text}
            differing = [place for place, pair in enumerate(zip(content, before)) if pair[0] != pair[1]]
            content = content[: differing[-1] + 1] if differing else b""
        if not content:
            return None
        found = TEXT.fullmatch(content.rstrip(b"\0"))
        return {"val": hex(address), **({"str": found[0].decode("ascii")} if found else {"buf": content.hex()})}

    def enter_handler(self, registers):
        """The unwinder is told where a thread will go on that threw."""
        self.enter_if_traced(registers["rsi"] if self.bits == 64 else self.word(registers[self.sp] + 8))

    def enter_if_traced(self, address):
        if address is not None and self.memory.is_traced(address):
            self.enter_at(address)

    def end_threads(self):
        alive = {part for each in self.inferior.threads() for part in each.ptid}
        for tid in [tid for tid in self.threads if tid not in alive]:
            del self.threads[tid]
            self.output.write("thread_end", s=self.output.s, pid=self.inferior.pid or self.memory.pid, tid=tid)

    def resolve(self, address):
        """Where a call goes and its name. Of a stub of the PLT: what is behind it once that is bound."""
        found = JUMP_BY_TABLE.match(self.read(address, 16) or b"") if self.memory.is_stub(address) else None
        if found is None:
            return address, self.name_of(address)
        operand = int.from_bytes(found[1], "little", signed=self.bits == 64)
        target = self.word(operand + (address + found.end() if self.bits == 64 else 0))
        name = self.name_of(address)
        if target is None or self.memory.region_at(target) is None or self.memory.is_stub(target):
            # Not bound yet: several modules may have the name, so it is believed where it leads to traced code only.
            target = address_of(name)
            if target is not None and not self.memory.is_traced(target):
                target = None
        if target is not None and self.memory.is_traced(target):
            self.enter_at(target)
        return (address, name) if target is None else (target, name or self.name_of(target))

    def name_of(self, address):
        if address not in self.names_at:
            self.names_at[address] = self.find_name(address)
        return self.names_at[address]

    @staticmethod
    def find_name(address):
        line = gdb.execute(f"info symbol {address:#x}", to_string=True)
        found = re.match(r"(\S+) in section ", line)
        if not found:
            return None
        name = re.sub(r"@.*", "", found[1])
        form = FORM.fullmatch(name)
        if form:
            return form[1]
        public = ALIAS.fullmatch(name)[1]
        return public if public != name and address_of(public) == address else name

    # -- what the debugger knows

    def enter_at(self, address):
        """Whichever thread comes there is followed."""
        if address not in self.entries:
            self.entries.add(address)
            self.break_at(address)

    @staticmethod
    def break_at(address, thread=None):
        stop = gdb.Breakpoint(f"*{address:#x}", internal=True)
        stop.silent = True
        if thread is not None:
            stop.thread = thread
        return stop

    def registers(self):
        frame, mask = gdb.newest_frame(), (1 << self.bits) - 1
        return {name: int(frame.read_register(name)) & mask for name in self.names}

    def read(self, address, size):
        try:
            return bytes(self.inferior.read_memory(address, size))
        except (gdb.error, OverflowError):
            return None

    def read_here(self, address, size):
        """As much as there is in the page, or in the next one, too."""
        content = self.read(address, size)
        return self.read(address, min(size, PAGE - address % PAGE)) or b"" if content is None else content

    # -- accesses of memory

    def find_accesses(self, pc, code, before):
        """What an instruction is about to access: its mnemonic, records of what it reads, (address, size) of what it writes."""
        key = (pc, code)
        parsed = self.accesses_at.get(key)
        if parsed is None:
            text = gdb.newest_frame().architecture().disassemble(pc)[0]["asm"]
            parsed = self.accesses_at[key] = parse_accesses(text, pc + len(code), self.names)
        mnemonic, is_repeated, operands = parsed
        if is_repeated and before["rcx" if self.bits == 64 else "ecx"] == 0:
            return mnemonic, [], []
        reads, writes = [], []
        for operand in operands:
            address = self.address_in(operand, before)
            if address is not None and operand.is_read:
                reads += self.access("r", address, operand.size)
            if address is not None and operand.is_written:
                writes.append((address, operand.size))
        return mnemonic, reads, writes

    def access(self, kind, address, size):
        content = self.read(address, size)
        return [] if content is None else [[kind, hex(address), content.hex()]]

    def address_in(self, operand, before):
        address = operand.constant
        for register, times, mask in operand.terms:
            address += (before[register] & mask) * times
        if operand.segment is not None:
            if self.bits == 32:
                return None  # where segments begin is not known
            address += int(gdb.newest_frame().read_register(operand.segment + "_base"))
        return address & ((1 << self.bits) - 1)

    def note_accesses(self, record, accesses, before, after):
        """Adds the accesses to the stack that no operand names; their sizes show in what became of its pointer."""
        mnemonic, reads, writes = accesses
        if after is not None:
            stack, word = before[self.sp], self.bits // 8
            if mnemonic.startswith(("push", "call")):
                writes = [*writes, (after[self.sp], stack - after[self.sp])]
            elif POP.fullmatch(mnemonic):
                reads = self.access("r", stack, after[self.sp] - stack)
            elif mnemonic.startswith("ret"):
                reads = self.access("r", stack, word)
            elif mnemonic == "leave":
                reads = self.access("r", before["rbp" if self.bits == 64 else "ebp"], word)
            reads = reads + [each for address, size in writes for each in self.access("w", address, size)]
        if reads:
            record["m"] = reads

    def word(self, address):
        content = self.read(address, self.bits // 8)
        return None if content is None else int.from_bytes(content, "little")

    def text_at(self, address):
        if address < PAGE or self.memory.region_at(address) is None:
            return None
        content = self.read(address, PAGE - address % PAGE) or b""
        if len(content) < LONGEST_TEXT:
            content += self.read(address + len(content), PAGE) or b""
        found = TEXT.match(content[:LONGEST_TEXT])
        return found[0].decode("ascii") if found else None


Tracer().run()
