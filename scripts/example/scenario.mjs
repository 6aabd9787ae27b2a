// The story of the example: Larkspur Notes, an invented program for notes, updates itself. The updater looks at the system, asks
// its server, downloads an installer and runs it; the installer replaces the program and starts it. Nothing of it exists.

import { hex, Machine, REG_DWORD, REG_SZ } from './recorder.mjs';

const HOME = 'C:\\Users\\Maya';
const PROGRAM = `${HOME}\\AppData\\Local\\Programs\\Larkspur Notes`;
const UPDATER = `${PROGRAM}\\larkspur-updater.exe`;
const NOTES = `${PROGRAM}\\larkspur-notes.exe`;
const SETUP = `${HOME}\\AppData\\Local\\Temp\\larkspur-setup-5.2.0.exe`;
const LOG = `${PROGRAM}\\update.log`;
const SETTINGS = 'Software\\Larkspur\\Notes';
const UPDATER_RUN = `"${UPDATER}" --background`;

/** What the loader and the C runtime do before any program does something of its own. */
function startUp(thread, libraries) {
  const { process } = thread;
  const nls = thread.openKey('HKEY_LOCAL_MACHINE', 'System\\CurrentControlSet\\Control\\Nls\\CustomLocale');
  thread.queryValue(nls, 'en-US');
  thread.closeKey(nls);
  thread.allocate(0x6000);
  for (const library of libraries) thread.loadLibrary(library);
  thread.findLibrary('kernel32.dll');
  for (const name of ['FlsAlloc', 'FlsGetValue', 'FlsSetValue', 'InitializeCriticalSectionEx', 'LCMapStringEx']) {
    thread.resolve('kernel32.dll', name);
  }
  thread.call('system', 'GetSystemTimeAsFileTime', []);
  thread.call('misc', 'GetSystemInfo', []);
  thread.call('hooking', 'SetUnhandledExceptionFilter', [['ExceptionFilter', hex(process.base + 0x2f10)]], {
    result: '0x00000000',
  });
  thread.call('misc', 'HeapCreate', [
    ['Options', '0'],
    ['InitialSize', '0x00001000'],
    ['MaximumSize', '0x00000000'],
  ]);
  const sorting = thread.openFile('C:\\Windows\\Globalization\\Sorting\\sortdefault.nls');
  thread.close(sorting.handle);
}

/** A window with its class, font and language settings. */
function openWindow(thread, className, title) {
  thread.loadLibrary('C:\\Windows\\System32\\uxtheme.dll');
  for (const name of ['OpenThemeData', 'CloseThemeData', 'DrawThemeBackground', 'SetWindowTheme']) {
    thread.resolve('uxtheme.dll', name);
  }
  const desktop = thread.openKey('HKEY_CURRENT_USER', 'Control Panel\\Desktop');
  thread.queryValue(desktop, 'FontSmoothing', '2');
  thread.queryValue(desktop, 'LogPixels');
  thread.closeKey(desktop);
  thread.call('misc', 'GetSystemMetrics', [['SystemMetricIndex', '0']], { result: '0x00000780' });
  thread.call('misc', 'GetSystemMetrics', [['SystemMetricIndex', '1']], { result: '0x00000438' });
  thread.call(
    'windows',
    'CreateWindowExW',
    [
      ['ClassName', className],
      ['WindowName', title],
      ['x', '0x80000000'],
      ['y', '0x80000000'],
      ['Width', '720'],
      ['Height', '480'],
    ],
    { result: hex(0x000a0314 + thread.process.machine.random(64) * 2) },
  );
}

/** Appends lines to the log of the updater. */
function log(thread, ...lines) {
  const file = thread.createFile(LOG, true);
  for (const line of lines) thread.writeFile(file, `${line}\r\n`);
  thread.close(file.handle);
}

function lookAtSystem(main) {
  const version = main.openKey('HKEY_LOCAL_MACHINE', 'SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion');
  main.queryValue(version, 'ProductName', 'Windows 10 Pro');
  main.queryValue(version, 'CurrentBuildNumber', '19045');
  main.queryValue(version, 'DisplayVersion', '22H2');
  main.closeKey(version);
  main.call(
    'misc',
    'GlobalMemoryStatusEx',
    [
      ['MemoryLoad', '41'],
      ['TotalPhysicalMB', '8192'],
    ],
    { result: '0x00000001' },
  );
  main.call('filesystem', 'GetDiskFreeSpaceExW', [['RootPathName', 'C:\\']], { result: '0x00000001' });
}

function readSettings(main) {
  const settings = main.openKey('HKEY_CURRENT_USER', SETTINGS);
  main.queryValue(settings, 'Version', '5.1.3');
  main.queryValue(settings, 'Channel', 'stable');
  main.queryValue(settings, 'LastCheck', '20260225');
  main.queryValue(settings, 'Proxy');
  main.closeKey(settings);
  main.openKey('HKEY_LOCAL_MACHINE', `SOFTWARE\\Policies\\Larkspur\\Notes`, { exists: false });
}

const ANSWER =
  '{"channel":"stable","version":"5.2.0","size":1048576,"sha256":"5d9c8f4e0f1e3e7a7d1b1c2f9f5a3b64c1d2e3f405162738495a6b7c8d9e0f1a","url":"https://update.example.com/files/larkspur-setup-5.2.0.exe"}';

/** One HTTPS request through WinHTTP; `body` lists what arrives, [text, length] for each piece. */
function request(thread, session, path, body) {
  const [connection, handle] = [
    hex(0x1f3c210 + thread.process.machine.random(0xff) * 16),
    hex(0x1f41880 + path.length * 16),
  ];
  thread.call(
    'network',
    'WinHttpConnect',
    [
      ['SessionHandle', session],
      ['ServerName', 'update.example.com'],
      ['ServerPort', '443'],
    ],
    { result: connection },
  );
  thread.call(
    'network',
    'WinHttpOpenRequest',
    [
      ['InternetHandle', connection],
      ['Verb', 'GET'],
      ['ObjectName', path],
      ['Version', ''],
      ['Referrer', ''],
      ['Flags', '0x00800000'],
    ],
    { result: handle },
  );
  thread.call(
    'network',
    'WinHttpSendRequest',
    [
      ['InternetHandle', handle],
      ['Headers', 'Accept: */*\r\n'],
      ['Optional', ''],
    ],
    { result: '0x00000001' },
  );
  thread.process.machine.wait(38);
  thread.call('network', 'WinHttpReceiveResponse', [['InternetHandle', handle]], { result: '0x00000001' });
  thread.call('network', 'WinHttpQueryHeaders', [['InternetHandle', handle]], { result: '0x00000001' });
  for (const [text, length] of body) {
    thread.call(
      'network',
      'WinHttpReadData',
      [
        ['InternetHandle', handle],
        ['Buffer', text],
        ['BytesRead', String(length)],
      ],
      { result: '0x00000001' },
    );
    thread.process.machine.wait(4);
  }
  thread.call('network', 'WinHttpCloseHandle', [['InternetHandle', handle]], { result: '0x00000001' });
}

/** What the network library does to reach the server. */
function resolveServer(thread) {
  thread.call('network', 'GetAddrInfoExW', [
    ['Name', 'update.example.com'],
    ['ServiceName', '443'],
  ]);
  thread.call(
    'network',
    'ConnectEx',
    [
      ['socket', String(thread.process.handle())],
      ['SendBuffer', ''],
      ['ip', '203.0.113.24'],
      ['port', '443'],
    ],
    { result: '0x00000001' },
  );
}

const MZ = 'MZ\\x90\\x00\\x03\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\xff\\xff\\x00\\x00\\xb8\\x00\\x00\\x00';
const PIECE = '\\x8d\\x4f\\x12\\xe7\\x90\\x3b\\xc2\\x05\\x6a\\xd1\\x0e\\x77';

function download(worker) {
  worker.call(
    'network',
    'WinHttpOpen',
    [
      ['UserAgent', 'LarkspurUpdater/5.1'],
      ['ProxyName', ''],
      ['ProxyBypass', ''],
      ['AccessType', '0x00000001'],
      ['Flags', '0x00000000'],
    ],
    { result: '0x01f38a40' },
  );
  worker.call('network', 'WinHttpGetIEProxyConfigForCurrentUser', [], { result: '0x00000001' });
  resolveServer(worker);
  request(worker, '0x01f38a40', '/v2/check?product=notes&version=5.1.3&channel=stable', [[ANSWER, ANSWER.length]]);
  log(worker, 'found version 5.2.0');
  const pieces = Array.from({ length: 8 }, (_, i) => [i === 0 ? MZ : PIECE, 131072]);
  request(worker, '0x01f38a40', '/files/larkspur-setup-5.2.0.exe', pieces);
  const file = worker.createFile(SETUP);
  for (const [text, length] of pieces) worker.writeFile(file, text, length);
  worker.close(file.handle);
  log(worker, 'downloaded 1048576 bytes');
}

function verify(worker) {
  worker.call('crypto', 'BCryptOpenAlgorithmProvider', [
    ['AlgId', 'SHA256'],
    ['Implementation', ''],
    ['Flags', '0x00000000'],
  ]);
  const file = worker.openFile(SETUP);
  for (let i = 0; i < 8; i++) {
    const text = i === 0 ? MZ : PIECE;
    worker.readFile(file, text, 131072);
    worker.call('crypto', 'BCryptHashData', [
      ['Buffer', text],
      ['Length', '131072'],
    ]);
  }
  worker.close(file.handle);
  worker.call('crypto', 'BCryptFinishHash', [['Length', '32']]);
  log(worker, 'checksum is right');
}

function runUpdater(machine) {
  const updater = machine.start({
    pid: 4312,
    parent: 2988,
    path: UPDATER,
    commandLine: UPDATER_RUN,
    base: 0x7ff6d2a10000,
  });
  const main = updater.thread(4316);
  startUp(main, [
    'C:\\Windows\\System32\\advapi32.dll',
    'C:\\Windows\\System32\\winhttp.dll',
    'C:\\Windows\\System32\\bcrypt.dll',
  ]);
  main.createMutex('Local\\LarkspurNotesUpdater');
  readSettings(main);
  lookAtSystem(main);
  openWindow(main, 'LarkspurUpdaterWindow', 'Larkspur Notes is looking for updates');
  log(main, 'updater 5.1.3 started');
  const run = main.createKey('HKEY_CURRENT_USER', 'Software\\Microsoft\\Windows\\CurrentVersion\\Run', false);
  main.setValue(run, 'Larkspur Notes Updater', REG_SZ, UPDATER_RUN);
  main.closeKey(run);
  main.startThread(4340, 'larkspur-updater.exe');
  const worker = updater.thread(4340);
  download(worker);
  verify(worker);
  const pool = updater.thread(4352);
  for (let i = 0; i < 3; i++) pool.sleep(250);
  const settings = main.createKey('HKEY_CURRENT_USER', SETTINGS, false);
  main.setValue(settings, 'LastCheck', REG_DWORD, '20260304');
  main.closeKey(settings);
  const setup = runInstaller(machine, main, updater.pid);
  main.call('synchronization', 'NtWaitForSingleObject', [
    ['Handle', hex(updater.handle())],
    ['Milliseconds', '30000'],
  ]);
  log(main, 'installer ended with 0', 'updater ends');
  main.deleteFile(SETUP);
  main.end();
  return setup;
}

const PAYLOAD = [
  ['larkspur-notes.exe', MZ],
  ['larkspur-updater.exe', MZ],
  ['larkspur-spelling.dll', MZ],
  ['licence.txt', 'Larkspur Notes is an example and does not exist.\r\n'],
  ['languages\\en-GB.json', '{"open":"Open","save":"Save"}'],
  ['languages\\fr-FR.json', '{"open":"Ouvrir","save":"Enregistrer"}'],
  ['languages\\de-DE.json', '{"open":"Öffnen","save":"Speichern"}'],
];

function runInstaller(machine, starter, parent) {
  const commandLine = `"${SETUP}" /quiet /dir="${PROGRAM}"`;
  starter.startProcess(SETUP, commandLine, 5104, 5108);
  machine.wait(120);
  const setup = machine.start({ pid: 5104, parent, path: SETUP, commandLine, base: 0x7ff71c430000 });
  const main = setup.thread(5108);
  startUp(main, ['C:\\Windows\\System32\\shell32.dll', 'C:\\Windows\\System32\\cabinet.dll']);
  main.createMutex('Local\\LarkspurNotesSetup');
  main.attributes(PROGRAM);
  main.attributes(`${PROGRAM}\\languages`, false);
  main.createDirectory(`${PROGRAM}\\languages`);
  const image = main.openFile(SETUP);
  for (const [name, content] of PAYLOAD) {
    main.readFile(image, PIECE, 65536);
    main.call('misc', 'RtlDecompressBuffer', [
      ['Format', '0x00000002'],
      ['UncompressedBuffer', content],
    ]);
    const file = main.createFile(`${PROGRAM}\\${name}`, name.startsWith('larkspur'));
    main.writeFile(file, content, content === MZ ? 262144 : content.length);
    main.close(file.handle);
  }
  main.close(image.handle);
  const link = main.createFile(`${HOME}\\Desktop\\Larkspur Notes.lnk`, true);
  main.writeFile(link, 'L\\x00\\x00\\x00\\x01\\x14\\x02\\x00', 1284);
  main.close(link.handle);
  const entry = main.createKey(
    'HKEY_CURRENT_USER',
    'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Larkspur Notes',
    false,
  );
  main.setValue(entry, 'DisplayName', REG_SZ, 'Larkspur Notes');
  main.setValue(entry, 'DisplayVersion', REG_SZ, '5.2.0');
  main.setValue(entry, 'UninstallString', REG_SZ, `"${PROGRAM}\\larkspur-updater.exe" --uninstall`);
  main.closeKey(entry);
  const settings = main.createKey('HKEY_CURRENT_USER', SETTINGS, false);
  main.setValue(settings, 'Version', REG_SZ, '5.2.0');
  main.closeKey(settings);
  runNotes(machine, main, setup.pid);
  main.end();
  return setup;
}

function runNotes(machine, starter, parent) {
  const commandLine = `"${NOTES}" --after-update`;
  starter.startProcess(NOTES, commandLine, 5460, 5464);
  machine.wait(90);
  const notes = machine.start({ pid: 5460, parent, path: NOTES, commandLine, base: 0x7ff63ab70000 });
  const main = notes.thread(5464);
  startUp(main, ['C:\\Windows\\System32\\gdi32.dll', 'C:\\Windows\\System32\\comctl32.dll', 'larkspur-spelling.dll']);
  main.createMutex('Local\\LarkspurNotes');
  const settings = main.openKey('HKEY_CURRENT_USER', SETTINGS);
  for (const [name, data] of [
    ['Version', '5.2.0'],
    ['WindowPlacement', '120,80,1280,860'],
    ['Theme', 'light'],
    ['LastNotebook', 'Garden'],
  ]) {
    main.queryValue(settings, name, data);
  }
  main.closeKey(settings);
  openWindow(main, 'LarkspurNotesWindow', 'Garden - Larkspur Notes');
  const notebook = main.openFile(`${HOME}\\Documents\\Larkspur\\Garden.notes`);
  for (const line of ['# Garden', 'sow in March: peas, spinach', 'order: twine, labels']) main.readFile(notebook, line);
  main.close(notebook.handle);
  main.startThread(5480, 'larkspur-notes.exe');
  const idle = notes.thread(5480);
  for (let i = 0; i < 4; i++) idle.sleep(500);
}

/** Plays the story and returns the machine with everything that was recorded. */
export function playUpdate() {
  const machine = new Machine();
  runUpdater(machine);
  return machine;
}
