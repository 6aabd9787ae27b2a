// Reports in the shape of Cuckoo 2's, small and made of nothing real. Every part can be replaced or left out (undefined).

type Members = Record<string, unknown>;

/** A call. `more` replaces or adds members. */
export function cuckooCall(tid: unknown, api: unknown, args: unknown = {}, more: Members = {}): Members {
  return {
    category: 'system',
    status: 1,
    stacktrace: [],
    api,
    return_value: 0,
    arguments: args,
    time: 1558483088.094,
    tid,
    flags: {},
    ...more,
  };
}

export function cuckooProcess(pid: unknown, calls: unknown, more: Members = {}): Members {
  return {
    process_path: `C:\\process${pid}.exe`,
    calls,
    track: true,
    pid,
    process_name: `process${pid}.exe`,
    command_line: `"C:\\process${pid}.exe" --run`,
    modules: [{ basename: 'ntdll.dll', imgsize: 4096, baseaddr: '0x77900000', filepath: 'C:\\Windows\\ntdll.dll' }],
    time: 62,
    tid: 1,
    first_seen: 1558483080.5,
    ppid: 4,
    type: 'process',
    ...more,
  };
}

const CUCKOO_STATIC: Members = {
  pe_imphash: 'aa',
  pe_imports: [
    {
      imports: [
        { name: 'CreateFileW', address: '0x408000' },
        { name: null, address: '0x408004' },
      ],
      dll: 'KERNEL32.dll',
    },
  ],
  pe_exports: [{ ordinal: 1, name: 'DllMain', address: '0x401234' }],
  pe_sections: [{ size_of_data: '0x00006000', virtual_address: '0x00001000', entropy: 6.4, name: '.text' }],
};

/** A report. `more` replaces or adds members at the top. */
export function cuckooReport(processes: unknown, more: Members = {}): Members {
  return {
    info: {
      added: 1558483000.1,
      started: 1558483001.2,
      score: 3.4,
      id: 1,
      category: 'file',
      git: { head: 'aa', fetch_head: 'bb' },
      monitor: 'cc',
      package: 'exe',
      route: 'none',
      machine: { name: 'cuckoo1', manager: 'VirtualBox' },
      platform: 'windows',
      version: '2.0.7',
      options: '',
    },
    signatures: [{ name: 'a', marks: [{ type: 'call', call: cuckooCall(1, 'NtClose', { handle: '0x4' }) }] }],
    target: {
      category: 'file',
      file: {
        type: 'PE32 executable (GUI) Intel 80386, for MS Windows',
        md5: 'AA'.repeat(16),
        sha1: 'bb'.repeat(20),
        sha256: 'cc'.repeat(32),
      },
    },
    static: CUCKOO_STATIC,
    behavior: {
      generic: [{ pid: 10, ppid: 4, summary: { file_read: ['C:\\read'], mutex: ['a mutex', 'C:\\moved'] } }],
      apistats: { '10': { NtClose: 1 } },
      processes,
      processtree: [],
      summary: { file_read: ['C:\\read'], file_moved: [['C:\\old', 'C:\\moved']], command_line: ['cmd /c run'] },
    },
    strings: ['a string of the file'],
    ...more,
  };
}
