// Calls in one line: what says most comes first, and nothing is lost where there is room.

import { describe, expect, it } from 'vitest';
import { formatCall } from '../../../src/features/call.ts';
import { splitCall } from '../../../src/features/call-text.ts';
import { callLine } from '../../../src/render/terminal/call-line.ts';
import { cellWidth } from '../../../src/render/terminal/cell-width.ts';
import { lineText } from '../../../src/render/terminal/safe-line.ts';
import { importantFirst } from '../../../src/render/view/argument-importance.ts';
import { recordedCallBlock } from '../../../src/render/view/recorded-call.ts';

function sorted(text: string): string {
  return formatCall(importantFirst(splitCall(text)));
}

function fitted(text: string, room?: number): string {
  return lineText(callLine(importantFirst(splitCall(text)), room));
}

describe('the order of arguments', () => {
  it.each([
    // CAPE
    [
      'NtCreateUserProcess(ProcessHandle=0x75c, ThreadHandle=0x758, ProcessDesiredAccess=0x2000000, ProcessFileName="", ImagePathName="C:\\a.exe", CommandLine="a.exe /x") -> 0x0',
      'NtCreateUserProcess(CommandLine="a.exe /x", ImagePathName="C:\\a.exe", ProcessHandle=0x75c, ThreadHandle=0x758, ProcessDesiredAccess=0x2000000, ProcessFileName="") -> 0x0',
    ],
    [
      'NtCreateFile(FileHandle=0xcb8, DesiredAccess=SYNCHRONIZE, FileName="\\??\\C:\\a", CreateDisposition=FILE_OPEN)',
      'NtCreateFile(FileName="\\??\\C:\\a", FileHandle=0xcb8, DesiredAccess=SYNCHRONIZE, CreateDisposition=FILE_OPEN)',
    ],
    [
      'NtQueryValueKey(KeyHandle=0x22c, ValueName="Run", Type=REG_SZ, Information="a.exe", FullName="HKEY_CURRENT_USER\\Run")',
      'NtQueryValueKey(FullName="HKEY_CURRENT_USER\\Run", ValueName="Run", Information="a.exe", KeyHandle=0x22c, Type=REG_SZ)',
    ],
    [
      'InternetConnectA(InternetHandle=0xcc, ServerName="example.org", ServerPort=80, Flags=0x0)',
      'InternetConnectA(ServerName="example.org", ServerPort=80, InternetHandle=0xcc, Flags=0x0)',
    ],
    [
      'NtWriteFile(FileHandle=0x244, HandleName="C:\\a", Buffer="MZ", Length=0x2)',
      'NtWriteFile(HandleName="C:\\a", Buffer="MZ", FileHandle=0x244, Length=0x2)',
    ],
    ['connect(socket=0x4, ip="1.2.3.4", port=443)', 'connect(ip="1.2.3.4", port=443, socket=0x4)'],
    // Cuckoo 2
    [
      'RegSetValueExA(key_handle=0xe4, value="a.exe", regkey_r="Run", reg_type=0x1, regkey="HKEY_CURRENT_USER\\Run")',
      'RegSetValueExA(regkey_r="Run", regkey="HKEY_CURRENT_USER\\Run", value="a.exe", key_handle=0xe4, reg_type=0x1)',
    ],
    // VMRay
    [
      'CreateFileW(dwDesiredAccess: 0x80000000, lpFileName: "C:\\a", hTemplateFile: 0x0, lpBuffer: 0x3bf0)',
      'CreateFileW(lpFileName: "C:\\a", lpBuffer: 0x3bf0, dwDesiredAccess: 0x80000000, hTemplateFile: 0x0)',
    ],
    [
      'RegSetValueExA(hKey: 0xa0, dwType: 0x1, lpValueName: "Run", lpData: 0x7ff0, cbData: 0x5)',
      'RegSetValueExA(lpValueName: "Run", lpData: 0x7ff0, hKey: 0xa0, dwType: 0x1, cbData: 0x5)',
    ],
    [
      'WinHttpConnect(hSession: 0x1, pswzServerName: "example.org", nServerPort: 0x50)',
      'WinHttpConnect(pswzServerName: "example.org", nServerPort: 0x50, hSession: 0x1)',
    ],
    // DRAKVUF
    [
      'NtReadFile(Buffer=0xada3264, Length=0x1000, FileHandle=\\Users\\a.lnk)',
      'NtReadFile(FileHandle=\\Users\\a.lnk, Buffer=0xada3264, Length=0x1000)',
    ],
    [
      'LdrLoadDll(Arg0=0x1, Arg1=0x2, Arg2=0x7ff0:"kernel32")',
      'LdrLoadDll(Arg2=0x7ff0:"kernel32", Arg0=0x1, Arg1=0x2)',
    ],
  ])('%s', (recorded, shown) => {
    expect(sorted(recorded)).toBe(shown);
  });

  it('is by form for names that nobody knows: texts before numbers, empty ones last', () => {
    expect(sorted('F(Aaa="", Bbb=0x1, Ccc="x")')).toBe('F(Ccc="x", Bbb=0x1, Aaa="")');
  });

  it('takes a number in the place of a text for a pointer', () => {
    expect(sorted('F(lpFileName: 0x7ff0, lpSubKey: "Run")')).toBe('F(lpSubKey: "Run", lpFileName: 0x7ff0)');
  });

  it('is that of the record where only the place says what an argument is', () => {
    const text = 'openat(AT_FDCWD, "/etc/passwd", O_RDONLY) -> 3';
    expect(sorted(text)).toBe(text);
  });

  it('does not depend on names of objects in JavaScript', () => {
    expect(sorted('F(constructor=0x1, __proto__="x")')).toBe('F(__proto__="x", constructor=0x1)');
  });
});

describe('a call in a line', () => {
  const start = `CreateProcessInternalW(ProcessHandle=0x1, ApplicationName="", CommandLine="${'cmd /c '.repeat(40)}end", Flags=0x8) -> 0x1`;

  it('is whole where nothing limits it', () => {
    expect(fitted(start)).toContain(`CommandLine="${'cmd /c '.repeat(40)}end"`);
    expect(fitted(start)).not.toContain('…');
  });

  it('keeps what says most, both ends of it, and the result', () => {
    const line = fitted(start, 120);
    expect(line).toMatch(/^CreateProcessInternalW\(CommandLine="cmd \/c .*….*end", …\) -> 0x1$/);
    expect(cellWidth(line)).toBeLessThanOrEqual(120);
  });

  it('leaves out numbers before texts where places count, and marks where', () => {
    const text = `sendto(3, "${'x'.repeat(30)}", 30, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("9.9.9.9")}, 16) -> 30`;
    expect(fitted(text, 125)).toBe(
      `sendto(3, "${'x'.repeat(30)}", …, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("9.9.9.9")}, …) -> 30`,
    );
  });

  it.each([20, 40, 60, 100])('fits into %s cells with any texts', (room) => {
    for (const value of ['😀'.repeat(1000), '\x1b[2J'.repeat(500), 'é'.repeat(70), '\\'.repeat(300)]) {
      const line = fitted(`F(a="${value}", FileName="${value}", b=0x1) -> 0x0`, room);
      // With less room the first argument still gets a few cells.
      expect(cellWidth(line)).toBeLessThanOrEqual(Math.max(room, 48));
      expect(line).not.toMatch(/\p{Surrogate}|\x1b/u);
      expect(line).toContain('…');
    }
  });
});

describe('a call that stands for several', () => {
  const FOLDED = 'Sleep(Milliseconds=0x64) -> 0x0 x600';

  it('says for how many, with and without a limit of room', () => {
    expect(fitted(FOLDED)).toBe(FOLDED);
    expect(fitted(FOLDED, 80)).toBe(FOLDED);
    expect(fitted(`Sleep(Milliseconds="${'a'.repeat(200)}") x7`, 60)).toMatch(/\) x7$/);
  });

  it('says it once where it is listed', () => {
    const block = recordedCallBlock({ type: 'call', value: [1, 2, 3, 4] }, 'a', splitCall(FOLDED));
    if (block.kind !== 'flow') throw new Error('a recorded call is a line');
    expect(block.line.map(({ text }) => text).join('')).toMatch(/-> 0x0 x600$/);
  });
});
