"""A model of the Python API of REVEN: as much of it as exporters/reven uses, for lack of REVEN. REVEN_MODEL names a JSON file:

    processes: [{pid, name, ppid}]; binaries: [{path, base, size, symbols: {"rva": name}}]; bits; start: {tid: {register: value}}
    memory: [[address, hex]]; error: number of the transition that cannot be read
    steps: [{pid, tid, ring?, pc, raw?, set?, write?: [[address, hex]], read?: [[address, size]], fault?: code}]
"""

import enum
import json
import os
import re
from types import SimpleNamespace

__version__ = "2.12"


class Register:
    def __init__(self, name):
        self.name = name


NAMES = "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip rflags cs ds fs gs"
NAMES_32 = "eax ebx ecx edx esi edi ebp esp eip"
arch = SimpleNamespace(x64=SimpleNamespace(**{name: Register(name) for name in f"{NAMES} {NAMES_32}".split()}))


class LogicalAddress:
    def __init__(self, offset, segment=arch.x64.ds):
        self.offset, self.segment = offset, segment


class LinearAddress:
    def __init__(self, offset):
        self.offset = offset


address = SimpleNamespace(LogicalAddress=LogicalAddress, LinearAddress=LinearAddress)
memhist = SimpleNamespace(MemoryAccessOperation=enum.Enum("MemoryAccessOperation", "Read Write"))
filter = SimpleNamespace(RingPolicy=enum.Enum("RingPolicy", "R0Only R3Only All"))


class Context:
    def __init__(self, model, number):
        self.model, self.number = model, number
        self.ossi = SimpleNamespace(location=self.location)

    def is64b(self):
        return self.model.bits == 64

    def read(self, what, size=None, raw=False):
        if isinstance(what, Register):
            return self.model.register(self.number, what.name)
        segment = getattr(what, "segment", arch.x64.ds)
        if segment is not arch.x64.ds:
            content = self.model.steps[self.number]["tid"].to_bytes(8, "little")[:size]
        else:
            content = self.model.memory(self.number, what.offset, size)
        return content if raw else int.from_bytes(content, "little")

    def location(self):
        return self.model.location(self.model.steps[self.number]["pc"])

    def transition_after(self):
        return Transition(self.model, self.number)


class Transition:
    def __init__(self, model, number):
        if number == model.error:
            raise RuntimeError("connection lost")
        self.model, self.number, self.step = model, number, model.steps[number]
        fault = self.step.get("fault")
        self.exception = None if fault is None else SimpleNamespace(code=fault)
        self.instruction = None if fault is not None else SimpleNamespace(raw=bytes.fromhex(self.step["raw"]))

    def context_before(self):
        return Context(self.model, self.number)

    def context_after(self):
        return Context(self.model, self.number + 1)

    def memory_accesses(self):
        operation = memhist.MemoryAccessOperation
        yield SimpleNamespace(virtual_address=None, size=8, operation=operation.Read)
        for where, size in self.step.get("read", []):
            yield SimpleNamespace(virtual_address=LinearAddress(where), size=size, operation=operation.Read)
        for where, content in self.step.get("write", []):
            yield SimpleNamespace(virtual_address=LinearAddress(where), size=len(content) // 2, operation=operation.Write)


class Trace:
    def __init__(self, model):
        self.model = model

        self.search = SimpleNamespace(binary=self.contexts_of)

    def contexts_of(self, binary):
        for number, step in enumerate(self.model.steps):
            location = self.model.location(step["pc"])
            if location is not None and location.binary.path == binary.path:
                yield Context(self.model, number)

    def context_before(self, number):
        return Context(self.model, number)

    def filter(self, processes, policy, from_context=None, to_context=None):
        assert policy == filter.RingPolicy.R3Only
        first = 0 if from_context is None else from_context.number
        last = len(self.model.steps) - 1 if to_context is None else to_context.number
        pids, contexts = [process.pid for process in processes], []
        for number in range(first, last + 1):
            step = self.model.steps[number]
            if step.get("ring", 3) == 3 and step["pid"] in pids:
                contexts.append(Context(self.model, number))
            elif contexts:
                yield contexts
                contexts = []
        if contexts:
            yield contexts


class Model:
    def __init__(self, path):
        with open(path) as file:
            scenario = json.load(file)
        self.bits, self.steps, self.error = scenario.get("bits", 64), scenario["steps"], scenario.get("error")
        self.processes = [SimpleNamespace(**process) for process in scenario["processes"]]
        self.binaries = scenario["binaries"]
        self.states, self.memories = [], []
        threads = {int(tid): dict(registers) for tid, registers in scenario["start"].items()}
        content = {}
        for where, digits in scenario["memory"]:
            content.update(enumerate(bytes.fromhex(digits), where))
        for step in [*self.steps, self.steps[-1]]:
            registers = threads.setdefault(step["tid"], {})
            counter = "rip" if self.bits == 64 else "eip"
            self.states.append({**registers, counter: step["pc"], "cs": 0x30 | step.get("ring", 3)})
            self.memories.append(dict(content))
            registers.update(step.get("set", {}))
            for where, digits in step.get("write", []):
                content.update(enumerate(bytes.fromhex(digits), where))

    def register(self, number, name):
        return self.states[number].get(name, 0)

    def memory(self, number, where, size):
        content = self.memories[number]
        # Pages are there as a whole.
        pages = {at // 4096 for at in content}
        if any(at // 4096 not in pages for at in (where, where + size - 1)):
            raise RuntimeError("address is not mapped")
        return bytes(content.get(at, 0) for at in range(where, where + size))

    def location(self, pc):
        for binary in self.binaries:
            rva = pc - binary["base"]
            if 0 <= rva < binary["size"]:
                symbols = sorted(int(each) for each in binary.get("symbols", {}) if int(each) <= rva)
                name = binary["symbols"][str(symbols[-1])] if symbols else None
                symbol = SimpleNamespace(name=name, rva=symbols[-1]) if symbols else None
                return SimpleNamespace(binary=SimpleNamespace(path=binary["path"]), base_address=binary["base"], rva=rva, symbol=symbol)
        return None


class RevenServer:
    def __init__(self, host, port):
        model = Model(os.environ["REVEN_MODEL"])
        self.trace = Trace(model)
        self.ossi = SimpleNamespace(
            executed_processes=lambda pattern="": iter([each for each in model.processes if re.search(pattern, each.name)]),
            executed_binaries=lambda pattern="": iter(
                [SimpleNamespace(path=each["path"]) for each in model.binaries if re.search(pattern, each["path"])]
            ),
        )
