// Records an invented run the way CAPE 2.4 reports a real one: processes, threads and calls with their arguments, and the lists
// that summarise them. Everything is counted and derived, so that two runs of the generator write the same bytes.

const START = Date.UTC(2026, 2, 4, 9, 12, 31, 204);
const OK = '0x00000000';
const TRUE = '0x00000001';

/** 32-bit hexadecimal as CAPE writes it; larger values take as many digits as they need. */
export function hex(value) {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** The clock and the random numbers of the run, both deterministic. */
export class Machine {
  #milliseconds = START;
  #state = 20260304;
  processes = [];
  summary = {
    files: [],
    read_files: [],
    write_files: [],
    delete_files: [],
    keys: [],
    read_keys: [],
    write_keys: [],
    delete_keys: [],
    executed_commands: [],
    resolved_apis: [],
    mutexes: [],
    created_services: [],
    started_services: [],
  };

  /** The next number of a linear congruential generator, below `limit`. */
  random(limit) {
    this.#state = (this.#state * 1103515245 + 12345) % 2147483648;
    return Math.floor((this.#state / 2147483648) * limit);
  }

  wait(milliseconds) {
    this.#milliseconds += milliseconds;
  }

  /** `2026-03-04 09:12:31,204` */
  now() {
    return new Date(this.#milliseconds).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
  }

  /** Adds to one of the lists of the summary, once. */
  note(list, text) {
    if (text !== '' && !this.summary[list].includes(text)) this.summary[list].push(text);
  }

  start(facts) {
    const process = new RecordedProcess(this, facts);
    this.processes.push(process);
    return process;
  }
}

class RecordedProcess {
  #nextHandle = 0x98;
  threads = [];
  calls = [];

  constructor(machine, { pid, parent, path, commandLine, base }) {
    this.machine = machine;
    this.pid = pid;
    this.parent = parent;
    this.path = path;
    this.name = path.slice(path.lastIndexOf('\\') + 1);
    this.commandLine = commandLine;
    this.base = base;
    this.firstSeen = machine.now();
  }

  thread(tid) {
    const thread = new RecordedThread(this, String(tid));
    this.threads.push(thread.tid);
    return thread;
  }

  handle() {
    this.#nextHandle += 4;
    return this.#nextHandle;
  }

  environment() {
    return {
      UserName: 'Maya',
      ComputerName: 'STUDIO-PC',
      WindowsPath: 'C:\\Windows',
      TempPath: 'C:\\Users\\Maya\\AppData\\Local\\Temp\\',
      CommandLine: this.commandLine,
      RegisteredOwner: '',
      RegisteredOrganization: '',
      ProductName: '',
      SystemVolumeSerialNumber: '7c41-90d2',
      SystemVolumeGUID: '3d1f6a52-9b1c-4f4e-8a57-0c8e7d5b2a11',
      MachineGUID: '',
      MainExeBase: hex(this.base),
      MainExeSize: '0x0004a000',
      Bitness: '64-bit',
    };
  }

  /** The record of `behavior.processes`. */
  record() {
    return {
      process_id: this.pid,
      process_name: this.name,
      parent_id: this.parent,
      module_path: this.path,
      first_seen: this.firstSeen,
      calls: this.calls,
      threads: this.threads,
      environ: this.environment(),
    };
  }
}

class RecordedThread {
  constructor(process, tid) {
    this.process = process;
    this.tid = tid;
  }

  /** A call. Arguments are [name, value] or [name, value, symbolic form]. */
  call(category, api, values, { result = OK, status = true, meaning, repeated = 0 } = {}) {
    const { process } = this;
    const { machine } = process;
    machine.wait(machine.random(9));
    process.calls.push({
      timestamp: machine.now(),
      thread_id: this.tid,
      caller: hex(process.base + 0x1000 + machine.random(0x20000)),
      parentcaller: hex(process.base + 0x1000 + machine.random(0x20000)),
      category,
      api,
      status,
      return: result,
      ...(meaning === undefined ? {} : { pretty_return: meaning }),
      arguments: values.map(([name, value, symbols]) => ({
        name,
        value,
        ...(symbols === undefined ? {} : { pretty_value: symbols }),
      })),
      repeated,
      id: process.calls.length,
    });
  }

  loadLibrary(file) {
    this.call('system', 'LdrLoadDll', [
      ['Flags', '0x00000000'],
      ['FileName', file],
      ['BaseAddress', hex(0x7ff800000000 + this.process.machine.random(0xffff) * 0x1000)],
    ]);
  }

  findLibrary(file) {
    this.call('system', 'LdrGetDllHandle', [
      ['FileName', file],
      ['ModuleHandle', hex(0x7ff800000000 + this.process.machine.random(0xffff) * 0x1000)],
    ]);
  }

  resolve(module, name) {
    this.call('system', 'LdrGetProcedureAddress', [
      ['ModuleName', module],
      ['ModuleHandle', hex(0x7ff800000000 + this.process.machine.random(0xffff) * 0x1000)],
      ['FunctionName', name],
      ['Ordinal', '0'],
      ['FunctionAddress', hex(0x7ff800000000 + this.process.machine.random(0xfffffff))],
    ]);
    this.process.machine.note('resolved_apis', `${module.toLowerCase()}.${name}`);
  }

  /** Opens a key for reading; a missing one fails. */
  openKey(root, subKey, { exists = true, access = ['0x00020019', 'KEY_READ'] } = {}) {
    const handle = exists ? this.process.handle() : 0;
    this.call(
      'registry',
      'RegOpenKeyExW',
      [
        ['Registry', ROOTS[root], root],
        ['SubKey', subKey],
        ['Access', ...access],
        ['Handle', hex(handle)],
        ['FullName', `${root}\\${subKey}`],
      ],
      exists ? {} : { status: false, result: '0x00000002', meaning: 'FILE_NOT_FOUND' },
    );
    this.process.machine.note('keys', `${root}\\${subKey}`);
    return { handle, name: `${root}\\${subKey}` };
  }

  createKey(root, subKey, isNew) {
    const handle = this.process.handle();
    this.call('registry', 'RegCreateKeyExW', [
      ['Registry', ROOTS[root], root],
      ['SubKey', subKey],
      ['Class', ''],
      ['Access', '0x0002001f', 'KEY_READ|KEY_WRITE'],
      ['Handle', hex(handle)],
      ['FullName', `${root}\\${subKey}`],
      ['Disposition', isNew ? '1' : '2', isNew ? 'REG_CREATED_NEW_KEY' : 'REG_OPENED_EXISTING_KEY'],
    ]);
    this.process.machine.note('keys', `${root}\\${subKey}`);
    return { handle, name: `${root}\\${subKey}` };
  }

  /** Reads a value; without data it does not exist. */
  queryValue(key, value, data) {
    const found = data !== undefined;
    this.call(
      'registry',
      'RegQueryValueExW',
      [
        ['Handle', hex(key.handle)],
        ['ValueName', value],
        ['Data', data ?? ''],
        ['FullName', `${key.name}\\${value}`],
      ],
      found ? {} : { status: false, result: '0x00000002', meaning: 'FILE_NOT_FOUND' },
    );
    this.process.machine.note('keys', `${key.name}\\${value}`);
    this.process.machine.note('read_keys', `${key.name}\\${value}`);
  }

  setValue(key, value, type, data) {
    this.call('registry', 'RegSetValueExW', [
      ['Handle', hex(key.handle)],
      ['ValueName', value],
      ['Type', ...type],
      ['Buffer', data],
      ['BufferLength', String(data.length * 2 + 2)],
      ['FullName', `${key.name}\\${value}`],
    ]);
    this.process.machine.note('keys', `${key.name}\\${value}`);
    this.process.machine.note('write_keys', `${key.name}\\${value}`);
  }

  closeKey(key) {
    this.call('registry', 'RegCloseKey', [['Handle', hex(key.handle)]]);
  }

  attributes(path, exists = true) {
    this.call(
      'filesystem',
      'NtQueryAttributesFile',
      [['FileName', path]],
      exists ? {} : { status: false, result: '0xffffffffc0000034', meaning: 'OBJECT_NAME_NOT_FOUND' },
    );
    this.process.machine.note('files', path);
  }

  openFile(path) {
    this.process.machine.note('read_files', path);
    return this.#file(path, ['0x80100080', 'GENERIC_READ|FILE_READ_ATTRIBUTES|SYNCHRONIZE'], ['1', 'FILE_OPEN'], 'yes');
  }

  createFile(path, existed = false) {
    this.process.machine.note('write_files', path);
    return this.#file(
      path,
      ['0x40100080', 'GENERIC_WRITE|FILE_READ_ATTRIBUTES|SYNCHRONIZE'],
      ['5', 'FILE_OVERWRITE_IF'],
      existed ? 'yes' : 'no',
    );
  }

  #file(path, access, disposition, existed) {
    const handle = this.process.handle();
    this.call('filesystem', 'NtCreateFile', [
      ['FileHandle', hex(handle)],
      ['DesiredAccess', ...access],
      ['FileName', path],
      ['CreateDisposition', ...disposition],
      ['ShareAccess', '1', 'FILE_SHARE_READ'],
      ['FileAttributes', '0x00000080', 'FILE_ATTRIBUTE_NORMAL'],
      ['ExistedBefore', existed],
      ['StackPivoted', 'no'],
    ]);
    this.process.machine.note('files', path);
    return { handle, path };
  }

  writeFile(file, data, length = data.length) {
    this.call('filesystem', 'NtWriteFile', [
      ['FileHandle', hex(file.handle)],
      ['HandleName', file.path],
      ['Buffer', data],
      ['Length', String(length)],
    ]);
  }

  readFile(file, data, length = data.length) {
    this.call('filesystem', 'NtReadFile', [
      ['FileHandle', hex(file.handle)],
      ['HandleName', file.path],
      ['Buffer', data],
      ['Length', String(length)],
    ]);
  }

  deleteFile(path) {
    this.call('filesystem', 'DeleteFileW', [['FileName', path]], { result: TRUE });
    this.process.machine.note('delete_files', path);
    this.process.machine.note('files', path);
  }

  createDirectory(path) {
    this.call('filesystem', 'CreateDirectoryW', [['DirectoryName', path]], { result: TRUE });
    this.process.machine.note('files', path);
  }

  close(handle) {
    this.call('system', 'NtClose', [['Handle', hex(handle)]]);
  }

  createMutex(name) {
    const handle = this.process.handle();
    this.call('synchronization', 'NtCreateMutant', [
      ['Handle', hex(handle)],
      ['MutexName', name],
      ['InitialOwner', '0'],
    ]);
    this.process.machine.note('mutexes', name);
    return handle;
  }

  allocate(size) {
    this.call('process', 'NtAllocateVirtualMemory', [
      ['ProcessHandle', '0xffffffffffffffff'],
      ['BaseAddress', hex(0x1d0000000 + this.process.machine.random(0xffff) * 0x1000)],
      ['RegionSize', hex(size)],
      ['Protection', '0x00000004', 'PAGE_READWRITE'],
      ['StackPivoted', 'no'],
    ]);
  }

  startThread(tid, module) {
    this.call(
      'threading',
      'CreateThread',
      [
        ['StartRoutine', hex(this.process.base + 0x8c40)],
        ['Parameter', '0x00000000'],
        ['CreationFlags', '0x00000000'],
        ['ThreadId', String(tid)],
        ['ModuleName', module],
      ],
      { result: hex(this.process.handle()) },
    );
  }

  startProcess(path, commandLine, pid, tid) {
    const handles = [this.process.handle(), this.process.handle()];
    this.call('process', 'NtCreateUserProcess', [
      ['ProcessHandle', hex(handles[0])],
      ['ThreadHandle', hex(handles[1])],
      ['ProcessDesiredAccess', '0x02000000'],
      ['ThreadDesiredAccess', '0x02000000'],
      ['ProcessFileName', ''],
      ['ThreadName', ''],
      ['ImagePathName', path],
      ['CommandLine', commandLine],
      ['ProcessId', String(pid)],
    ]);
    this.call(
      'process',
      'CreateProcessInternalW',
      [
        ['ApplicationName', path],
        ['CommandLine', commandLine],
        ['CreationFlags', '0x00080400', 'CREATE_UNICODE_ENVIRONMENT|EXTENDED_STARTUPINFO_PRESENT'],
        ['ProcessId', String(pid)],
        ['ThreadId', String(tid)],
        ['ParentHandle', '0xffffffffffffffff'],
        ['ProcessHandle', hex(handles[0])],
        ['ThreadHandle', hex(handles[1])],
        ['StackPivoted', 'no'],
      ],
      { result: TRUE },
    );
    this.process.machine.note('executed_commands', commandLine);
  }

  sleep(milliseconds) {
    this.call('system', 'NtDelayExecution', [
      ['Milliseconds', String(milliseconds)],
      ['Status', 'Skipped'],
    ]);
    this.process.machine.wait(milliseconds);
  }

  end(code = 0) {
    for (const handle of ['0x00000000', '0xffffffffffffffff']) {
      this.call('process', 'NtTerminateProcess', [
        ['ProcessHandle', handle],
        ['ExitCode', hex(code)],
      ]);
    }
  }
}

const ROOTS = {
  HKEY_CURRENT_USER: '0xffffffff80000001',
  HKEY_LOCAL_MACHINE: '0xffffffff80000002',
};

export const REG_SZ = ['1', 'REG_SZ'];
export const REG_DWORD = ['4', 'REG_DWORD'];
