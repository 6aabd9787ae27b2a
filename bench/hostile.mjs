// Inputs of `count` rows of one kind, made so that a step which looks at all rows for each of them shows: many of what is usually few,
// ids that are equal or that collide, entries that are broken. Used by `npm run bench -- hostile`.

import { deflateSync, gzipSync } from 'node:zlib';

const rows = (count, make) => Array.from({ length: count }, (_, n) => make(n));
const repeat = (count, make) => rows(count, make).join('');

// CAPE reports

const CAPE_HEAD =
  '{"info":{"version":"2.4-CAPE"},"CAPE":{},"target":{"category":"file","file":{"type":"PE32 executable (GUI) Intel 80386, for MS Windows","md5":"a","sha1":"b","sha256":"c"}},"behavior":{"processes":';
const call = (tid, api, values = []) =>
  `{"thread_id":"${tid}","api":"${api}","arguments":[${values.map((value) => `{"name":"a","value":${JSON.stringify(value)}}`)}]}`;
const process = (pid, parent, calls, more = '') =>
  `{"process_id":${pid},"parent_id":${parent},"process_name":"a.exe"${more},"calls":[${calls}]}`;
const cape = (processes) => Buffer.from(`${CAPE_HEAD}[${processes}]}}`);

/** Integers that V8 puts into one of 2^15 buckets. */
function collidingIds(count) {
  const found = [];
  for (let key = 1; found.length < count && key < 2 ** 31; key++) {
    let hash = ~key + (key << 15);
    hash ^= hash >>> 12;
    hash = (hash + (hash << 2)) | 0;
    hash ^= hash >>> 4;
    hash = Math.imul(hash, 2057);
    hash ^= hash >>> 16;
    if ((hash & 0x7fff) === 0) found.push(key);
  }
  return found;
}

const CAPE_SHAPES = {
  'cape: processes': (count) => cape(rows(count, (n) => process(n + 1, 0, call(1, 'NtClose')))),
  'cape: processes, each the parent of the next': (count) =>
    cape(rows(count, (n) => process(n + 1, n, call(1, 'NtClose')))),
  'cape: processes with one id': (count) => cape(rows(count, () => process(4, 0, call(1, 'Sleep', ['0x10'])))),
  'cape: threads': (count) =>
    cape(
      process(
        4,
        0,
        rows(count, (n) => call(n + 1, 'CreateFileW', ['C:\\a'])),
      ),
    ),
  'cape: threads with colliding ids': (count) =>
    cape(
      process(
        4,
        0,
        collidingIds(count).map((id) => call(id, 'CreateFileW', ['C:\\a'])),
      ),
    ),
  'cape: threads without calls': (count) =>
    cape(process(4, 0, call(1, 'Sleep'), `,"threads":[${rows(count, (n) => `"${n + 1}"`)}]`)),
  'cape: distinct texts': (count) =>
    cape(
      process(
        4,
        0,
        rows(count, (n) => call(1, 'CreateFileW', [`C:\\${n}`])),
      ),
    ),
  'cape: distinct integers': (count) =>
    cape(
      process(
        4,
        0,
        rows(count, (n) => call(1, 'CreateFileW', [n * 2 ** 32, n])),
      ),
    ),
  'cape: arguments of one call': (count) =>
    cape(
      process(
        4,
        0,
        call(
          1,
          'CreateFileW',
          rows(count, (n) => `C:\\${n}`),
        ),
      ),
    ),
  'cape: variables': (count) =>
    cape(process(4, 0, call(1, 'Sleep'), `,"environ":{${rows(count, (n) => `"v${n}":"${n}"`)}}`)),
  'cape: broken calls': (count) => cape(process(4, 0, [call(1, 'Sleep'), ...rows(count, (n) => `{"api":${n}}`)])),
};

// Freeze files

const freeze = (flavor, features) =>
  Buffer.concat([
    Buffer.from('capa0000'),
    deflateSync(
      `{"version":3,"base_address":{"type":"absolute","value":4096},"sample_hashes":{"md5":"a","sha1":"b","sha256":"c"},` +
        `"flavor":"${flavor}","extractor":{"name":"x","version":"1"},"features":{"global_":[],${features}}}`,
      { level: 1 },
    ),
  ]);
const address = (type, value) => `{"type":"${type}","value":${JSON.stringify(value)}}`;
const located = (where, type, value) =>
  `{"address":${where},"feature":{"type":"${type}","${type}":${JSON.stringify(value)}}}`;
const frozenCall = (ids, features) => {
  const where = address('call', ids);
  return `{"address":${where},"name":"Sleep(n=${ids[3]})","features":[${features(where)}]}`;
};
const sleep = (where) => located(where, 'api', 'Sleep');
const frozenThread = (ids, calls) => `{"address":${address('thread', ids)},"features":[],"calls":[${calls}]}`;
const frozenProcess = (ids, threads, features = []) =>
  `{"address":${address('process', ids)},"name":"a.exe","features":[${features}],"threads":[${threads}]}`;
const frozenRun = (processes, file = []) => freeze('dynamic', `"file":[${file}],"processes":[${processes}]`);
const oneThread = (calls) => frozenRun([frozenProcess([1, 2], [frozenThread([1, 2, 3], calls)])]);

const place = (at, inside, features = []) => `{"address":${address('absolute', at)},"features":[${features}]${inside}}`;
const instruction = (at, features = [located(address('absolute', at), 'api', 'Sleep')]) => place(at, '', features);
const block = (at, instructions) => place(at, `,"instructions":[${instructions}]`);
const fn = (at, blocks) => place(at, `,"basic_blocks":[${blocks}]`);
const frozenProgram = (functions, file = []) => freeze('static', `"file":[${file}],"functions":[${functions}]`);

const FREEZE_SHAPES = {
  'freeze: processes': (count) =>
    frozenRun(rows(count, (n) => frozenProcess([1, n], [frozenThread([1, n, 3], [frozenCall([1, n, 3, 0], sleep)])]))),
  'freeze: processes with one id': (count) =>
    frozenRun(rows(count, (n) => frozenProcess([1, 2], [frozenThread([1, 2, 3], [frozenCall([1, 2, 3, n], sleep)])]))),
  'freeze: threads': (count) =>
    frozenRun([
      frozenProcess(
        [1, 2],
        rows(count, (n) => frozenThread([1, 2, n], [frozenCall([1, 2, n, 0], sleep)])),
      ),
    ]),
  'freeze: calls': (count) => oneThread(rows(count, (n) => frozenCall([1, 2, 3, n], sleep))),
  'freeze: calls, the last first': (count) => oneThread(rows(count, (n) => frozenCall([1, 2, 3, count - n], sleep))),
  'freeze: features of one call': (count) =>
    oneThread([frozenCall([1, 2, 3, 0], (where) => rows(count, (n) => located(where, 'string', `C:\\${n}`)))]),
  'freeze: features of one process': (count) =>
    frozenRun([
      frozenProcess(
        [1, 2],
        [],
        rows(count, (n) => located(address('process', [1, 2]), 'string', `C:\\${n}`)),
      ),
    ]),
  'freeze: features of the file': (count) =>
    frozenRun(
      [frozenProcess([1, 2], [])],
      rows(count, (n) => located(address('absolute', n), 'import', `kernel32.f${n}`)),
    ),
  'freeze: broken features': (count) =>
    oneThread([
      frozenCall([1, 2, 3, 0], (where) => [
        sleep(where),
        ...rows(Math.min(count, 99_000), (n) => located(where, `t${n}`, 1)),
      ]),
    ]),
  'freeze: digits in the place of a number': (count) =>
    oneThread([
      frozenCall([1, 2, 3, 0], (where) => [
        sleep(where),
        `{"address":{"type":"call","value":"${'9'.repeat(count)}"},"feature":{"type":"api","api":"x"}}`,
        located(where, 'number', '9'.repeat(count)),
      ]),
    ]),
  'freeze: functions': (count) => frozenProgram(rows(count, (n) => fn(n * 16, [block(n * 16, [instruction(n * 16)])]))),
  'freeze: functions at one address': (count) =>
    frozenProgram(rows(count, (n) => fn(16, [block(n * 16, [instruction(n * 16)])]))),
  'freeze: blocks': (count) =>
    frozenProgram([
      fn(
        0,
        rows(count, (n) => block(n * 16, [instruction(n * 16)])),
      ),
    ]),
  'freeze: instructions': (count) =>
    frozenProgram([
      fn(0, [
        block(
          0,
          rows(count, (n) => instruction(n * 16)),
        ),
      ]),
    ]),
  'freeze: features of one instruction': (count) =>
    frozenProgram([
      fn(0, [
        block(0, [
          instruction(
            0,
            rows(count, (n) => located(address('absolute', 0), 'string', `C:\\${n}`)),
          ),
        ]),
      ]),
    ]),
};

// Result documents

const document = ({ calls = [], threads, processes, rules = [], flavor = 'dynamic', analysis = '' }) =>
  gzipSync(
    `{"meta":{"timestamp":"2026-01-01T00:00:00","version":"9.4.0","argv":[],"sample":{"md5":"a","sha1":"b","sha256":"c","path":"p"},` +
      `"flavor":"${flavor}","analysis":{"format":"pe","arch":"amd64","os":"windows","extractor":"x","rules":[],${
        analysis ||
        `"layout":{"processes":[${processes ?? savedProcess(2, threads ?? [savedThread([1, 2, 3], calls)])}]},` +
          `"feature_counts":{"file":1,"processes":[${(processes ?? [1]).map((_, n) => `{"address":${address('process', [1, n + 2])},"count":1}`)}]}`
      }}},"rules":{${rules}}}`,
    { level: 1 },
  );
const savedProcess = (pid, threads) =>
  `{"address":${address('process', [1, pid])},"name":"a.exe","matched_threads":[${threads}]}`;
const savedThread = (ids, calls) => `{"address":${address('thread', ids)},"matched_calls":[${calls}]}`;
const savedCall = (ids) => `{"address":${address('call', ids)},"name":"Sleep(n=${ids[3]})"}`;
const node = (more, children = '') =>
  `{"success":true,"node":{${more}},"children":[${children}],"locations":[],"captures":{}}`;
const feature = (locations, captures = '') =>
  `{"success":true,"node":{"type":"feature","feature":{"type":"api","api":"Sleep"}},"children":[],"locations":[${locations}],"captures":{${captures}}}`;
const saved = (name, scope, matches) =>
  `${JSON.stringify(name)}:{"meta":{"name":${JSON.stringify(name)},"namespace":"a/b","authors":["a"],"scopes":{"static":"function","dynamic":"${scope}"},"attack":[],"mbc":[],"references":[],"examples":[],"description":"","lib":false,"is_subscope_rule":false,"maec":{}},"source":"rule:","matches":[${matches}]}`;
const at = (n) => address('call', [1, 2, 3, n]);
const all = (children) => node('"type":"statement","statement":{"type":"and"}', children);

const DOCUMENT_SHAPES = {
  'document: processes': (count) =>
    document({
      processes: rows(count, (n) => savedProcess(n + 2, [savedThread([1, n + 2, 3], [savedCall([1, n + 2, 3, 0])])])),
      rules: [
        saved(
          'r',
          'call',
          rows(count, (n) => `[${address('call', [1, n + 2, 3, 0])},${feature(address('call', [1, n + 2, 3, 0]))}]`),
        ),
      ],
    }),
  'document: threads': (count) =>
    document({
      threads: rows(count, (n) => savedThread([1, 2, n], [savedCall([1, 2, n, 0])])),
      rules: [
        saved(
          'r',
          'thread',
          rows(count, (n) => `[${address('thread', [1, 2, n])},${feature(address('call', [1, 2, n, 0]))}]`),
        ),
      ],
    }),
  'document: matches of one rule': (count) =>
    document({
      calls: rows(count, (n) => savedCall([1, 2, 3, n])),
      rules: [
        saved(
          'r',
          'call',
          rows(count, (n) => `[${at(n)},${feature(at(n))}]`),
        ),
      ],
    }),
  'document: rules': (count) =>
    document({
      calls: [savedCall([1, 2, 3, 0])],
      rules: rows(count, (n) => saved(`r${n}`, 'call', `[${at(0)},${feature(at(0))}]`)),
    }),
  'document: locations of one node': (count) =>
    document({
      calls: rows(count, (n) => savedCall([1, 2, 3, n])),
      rules: [saved('r', 'thread', `[${address('thread', [1, 2, 3])},${feature(rows(count, at))}]`)],
    }),
  'document: children of one node': (count) =>
    document({
      calls: [savedCall([1, 2, 3, 0])],
      rules: [saved('r', 'call', `[${at(0)},${all(rows(count, () => feature(at(0))))}]`)],
    }),
  'document: captures of one node': (count) =>
    document({
      calls: rows(count, (n) => savedCall([1, 2, 3, n])),
      rules: [
        saved(
          'r',
          'thread',
          `[${address('thread', [1, 2, 3])},${feature(
            at(0),
            rows(count, (n) => `"t${n}":[${at(n)}]`),
          )}]`,
        ),
      ],
    }),
};

const LOG_SHAPES = {
  'drakvuf: processes that take turns': (count) =>
    Buffer.from(
      repeat(count * 2, (n) => {
        const pid = n < count || n % 2 === 0 ? 99 : 1000 + n;
        return `{"Plugin": "syscall", "TimeStamp": "1716999134.${String(n % 1_000_000).padStart(6, '0')}", "PID": ${pid}, "PPID": 1, "TID": 5, "ProcessName": "a", "Method": "NtClose", "A": "v${n}"}\n`;
      }),
    ),
};

/** What is made, by name; each takes the number of rows. */
export const HOSTILE_SHAPES = { ...CAPE_SHAPES, ...FREEZE_SHAPES, ...DOCUMENT_SHAPES, ...LOG_SHAPES };
