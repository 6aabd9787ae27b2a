import { describe, expect, it } from 'vitest';
import { canonicalKey, canonicalObject } from '../../../src/features/behavior-objects.ts';

describe('the object of a behaviour', () => {
  it.each([
    ['\\??\\C:\\a.txt', 'C:\\a.txt'],
    ['\\\\?\\C:\\a.txt', 'C:\\a.txt'],
    ['\\\\.\\PhysicalDrive0', 'PhysicalDrive0'],
    ['\\??\\PhysicalDrive0', 'PhysicalDrive0'],
    ['\\??\\UNC\\host\\share\\a', '\\\\host\\share\\a'],
    ['\\Device\\Mup\\host\\share', '\\\\host\\share'],
    ['\\Device\\HarddiskVolume2\\Windows\\a.dll', 'C:\\Windows\\a.dll'],
    ['\\SystemRoot\\System32\\a.sys', 'C:\\Windows\\System32\\a.sys'],
    ['\\??\\\\SystemRoot\\a', 'C:\\Windows\\a'],
    ['%WINDIR%\\a', 'C:\\Windows\\a'],
    ['<SYSTEM32>\\a.exe', 'C:\\Windows\\System32\\a.exe'],
    ['\\Users\\Admin\\a', 'C:\\Users\\Admin\\a'],
    ['\\\\host\\Users\\a', '\\\\host\\Users\\a'],
    ['%TEMP%\\a', '%TEMP%\\a'],
    ['\\Windowsx', '\\Windowsx'],
    ['/etc/passwd', '/etc/passwd'],
    ['C:\\Windows\\$&', 'C:\\Windows\\$&'],
  ])('path %s is %s', (written, canonical) => {
    expect(canonicalObject('file/write', written)).toBe(canonical);
  });

  it.each([
    ['\\REGISTRY\\MACHINE\\SOFTWARE\\a', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\a'],
    ['\\Registry\\Machine', 'HKEY_LOCAL_MACHINE'],
    [
      '\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\x',
      'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\x',
    ],
    ['\\REGISTRY\\USER\\S-1-5-21-1-2-3-1000\\Software', 'HKEY_CURRENT_USER\\Software'],
    ['\\REGISTRY\\USER\\S-1-5-21-1-2-3-1000_CLASSES\\a', 'HKEY_CURRENT_USER\\Software\\Classes\\a'],
    ['\\REGISTRY\\USER\\S-1-5-18\\a', 'HKEY_USERS\\S-1-5-18\\a'],
    ['HKEY_USERS\\S-1-5-21-1-2-3-500\\a', 'HKEY_CURRENT_USER\\a'],
    ['HKU\\S-1-5-21-1-2-3-500\\a', 'HKEY_CURRENT_USER\\a'],
    ['HKEY_CURRENT_USER_Classes\\a', 'HKEY_CURRENT_USER\\Software\\Classes\\a'],
    ['HKCU\\Software\\\\Run\\\\x', 'HKEY_CURRENT_USER\\Software\\Run\\x'],
    ['<HKLM>\\Software', 'HKEY_LOCAL_MACHINE\\Software'],
    ['hkcu\\Software', 'HKEY_CURRENT_USER\\Software'],
    ['HKLMX\\Software', 'HKLMX\\Software'],
    ['HKEY_LOCAL_MACHINE\\a', 'HKEY_LOCAL_MACHINE\\a'],
  ])('key %s is %s', (written, canonical) => {
    expect(canonicalKey(written)).toBe(canonical);
  });

  it.each([
    ['\\Sessions\\1\\BaseNamedObjects\\a', 'a'],
    ['\\BaseNamedObjects\\Global\\a', 'Global\\a'],
    ['\\Device\\NamedPipe\\a', 'a'],
    ['\\\\.\\pipe\\a', 'a'],
    ['\\??\\pipe\\a', 'a'],
    ['Local\\a', 'Local\\a'],
  ])('name %s is %s', (written, canonical) => {
    expect(canonicalObject('mutex/create', written)).toBe(canonical);
  });

  it('has hosts without case and without the dot at the end', () => {
    expect(canonicalObject('network/dns', 'Example.COM.')).toBe('example.com');
  });

  it('is told by the kind of the behaviour, and ends where C ends it', () => {
    expect(canonicalObject('registry/set', 'HKLM\\a\0\0')).toBe('HKEY_LOCAL_MACHINE\\a');
    expect(canonicalObject('file/write', 'HKLM\\a')).toBe('HKLM\\a');
    expect(canonicalObject('process/inject', '\\Device\\HarddiskVolume1\\a.exe')).toBe('C:\\a.exe');
    expect(canonicalObject('process/create', 'C:\\\\a.exe \\\\b')).toBe('C:\\a.exe \\b');
    expect(canonicalObject('process/create', 'net use \\\\host\\c')).toBe('net use \\\\host\\c');
    expect(canonicalObject('process/create', '%WINDIR%\\a.exe /c')).toBe('%WINDIR%\\a.exe /c');
  });
});
