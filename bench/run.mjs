// `npm run bench`: whole processes, measured in turn in one run, reported as ratios. Absolute times say little about another
// machine; ratios, memory and counters do. Names of measurements can be given: `npm run bench -- speed memory`.
// CAPAX_REFERENCE: command of the reference tool (capa), to be timed beside. CAPAX_BENCH_GB: size of the large inputs, default 2.1.

import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { makeVmrayLog, writeCapeReport, writeDrakvufLog } from './generate.mjs';
import { HOSTILE_SHAPES } from './hostile.mjs';
import { writeCapaTrace, writeX64dbgTrace } from './recordings.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const shared = process.env.CAPAX_SHARED ?? join(root, '..', 'shared');
const capax = [process.execPath, process.env.CAPAX_BENCH_BUNDLE ?? join(root, 'dist/bin/capax.mjs')];
const work = mkdtempSync(join(os.tmpdir(), 'capax-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

const sharedRules = join(shared, 'data/rules');
const ruleArguments = existsSync(sharedRules) ? ['-r', sharedRules] : [];
const environment = { ...process.env, CAPAX_CACHE_DIR: join(work, 'cache'), CAPAX_DATA_DIR: join(work, 'data') };
// Where it is set, each start of Node reads all certificates first, which takes longer than the start itself.
delete environment.NODE_EXTRA_CA_CERTS;

/**
 * Runs a command to its end: wall time in ms; with `watchMemory` also peak memory in MB, read from Linux's process table while it
 * runs, which disturbs the time. Standard output goes to a file without passing through here.
 */
function run(command, { output = '/dev/null', watchMemory = false } = {}) {
  return new Promise((resolve, reject) => {
    const out = openSync(output, 'w');
    const start = performance.now();
    const child = spawn(command[0], command.slice(1), { env: environment, stdio: ['ignore', out, 'pipe'] });
    closeSync(out);
    let peak = 0;
    const readPeak = () => {
      try {
        const line = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
        if (line) peak = Math.max(peak, Number(line[1]) / 1024);
      } catch {
        // It has ended, or the system has no such table.
      }
    };
    const poll = watchMemory ? setInterval(readPeak, 20) : undefined;
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(poll);
      // A figure of a run that failed would be a lie.
      if (code !== 0) reject(new Error(`${command.join(' ')} ended with ${code}: ${stderr}`));
      resolve({ code, wall: performance.now() - start, peak, stderr });
    });
  });
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const round = (value, digits = 2) => Number(value.toFixed(digits));

/** Runs commands in turn and compares each with the first, pair by pair. */
async function compare(commands, rounds) {
  const runs = commands.map(() => []);
  for (const command of commands) await run(command);
  for (let i = 0; i < rounds; i++) for (const [n, command] of commands.entries()) runs[n].push(await run(command));
  const first = runs[0];
  return runs.map((list) => ({
    wall: median(list.map(({ wall }) => wall)),
    ratio: median(list.map(({ wall }, i) => wall / first[i].wall)),
  }));
}

function report(name, value) {
  console.log(`${name.padEnd(58)} ${value}`);
}

async function speed() {
  const real = join(
    shared,
    'data/testfiles/dynamic/cape/v2.4/capesandbox_com/f5c93ac768c8206e87544ddd76b3277c.json.gz',
  );
  let input = real;
  if (!existsSync(real)) {
    const plain = join(work, 'speed.json');
    await writeCapeReport(plain, 67_253);
    input = `${plain}.gz`;
    writeFileSync(input, gzipSync(readFileSync(plain)));
  }
  const bare = [
    process.execPath,
    '-e',
    "JSON.parse(require('node:zlib').gunzipSync(require('node:fs').readFileSync(process.argv[1])))",
    input,
  ];
  const [baseline, full] = await compare([bare, [...capax, input, ...ruleArguments]], 9);
  report('speed: bare gunzip + JSON.parse, wall ms', round(baseline.wall, 0));
  report('speed: capax, default output, wall ms', round(full.wall, 0));
  report('speed: capax / bare (must be <= 1.2)', round(full.ratio));
  const { peak } = await run([...capax, input, ...ruleArguments], { watchMemory: true });
  report('memory: capax peak MB on that report (must be <= 300)', round(peak, 0));
  if (process.env.CAPAX_REFERENCE) {
    const reference = [...process.env.CAPAX_REFERENCE.split(' '), '-q', ...ruleArguments, input];
    // Minutes long, so it runs once, with capax right before it.
    const a = await run([...capax, input, ...ruleArguments]);
    const b = await run(reference);
    report('speed: reference wall s', round(b.wall / 1000, 1));
    report('speed: reference / capax (aim 50 or more)', round(b.wall / a.wall, 0));
  }
}

/** What is left of a start when the compiled code and rules of an earlier run are there, when only the rules are, and when nothing is. */
async function start() {
  const tiny = join(work, 'tiny.json');
  await writeCapeReport(tiny, 1);
  const own = [...capax, tiny, '-q', ...ruleArguments];
  const cache = environment.CAPAX_CACHE_DIR;
  const forget = (names) => ['sh', '-c', `rm -f ${join(cache, names)}; exec "$@"`, 'sh', ...own];
  const [warm, noCode, cold] = await compare([own, forget('code-*'), forget('*')], 15);
  report('start: capax on one call, code and rules from the cache, wall ms', round(warm.wall, 0));
  report(
    'start: without code of an earlier run, storing it included',
    `${round(noCode.wall, 0)}, ${round(noCode.ratio)} times`,
  );
  report('start: without code and rules, storing both included', `${round(cold.wall, 0)}, ${round(cold.ratio)} times`);
  writeFileSync(join(work, 'not-a-folder'), '');
  const unwritable = ['sh', '-c', `CAPAX_CACHE_DIR=${join(work, 'not-a-folder/cache')} exec "$@"`, 'sh'];
  const version = [...capax, '--version'];
  const [stored, none] = await compare([version, [...unwritable, ...version]], 15);
  report('start: --version with and without stored code, wall ms', `${round(stored.wall, 0)}, ${round(none.wall, 0)}`);
}

/** Many small inputs, where every start of a worker and every preparation counts. */
async function many() {
  const folder = join(work, 'many');
  mkdirSync(folder);
  for (let i = 0; i < 200; i++) await writeCapeReport(join(folder, `${i}.json`), 20);
  const all = [...capax, '-q', '--recursive', ...ruleArguments, folder];
  const [one, usual] = await compare([[...all, '--jobs', '1'], all], 5);
  report('many: 200 small reports, --jobs 1, wall ms for each', round(one.wall / 200, 1));
  report('many: the same with the usual number of jobs', `${round(usual.wall / 200, 1)}, ${round(usual.ratio)} times`);
  rmSync(folder, { recursive: true });
}

async function rules() {
  if (ruleArguments.length === 0) return report('rules: start-up from cache', 'skipped: no shared rules');
  const tiny = join(work, 'tiny.json');
  await writeCapeReport(tiny, 1);
  const bare = [process.execPath, '-e', '0'];
  const builtIn = [...capax, tiny, '-q'];
  const [node, own, all] = await compare([bare, builtIn, [...builtIn, ...ruleArguments]], 9);
  report('rules: bare node start, wall ms', round(node.wall, 0));
  report('rules: capax on one call, built-in rules, wall ms', round(own.wall, 0));
  report('rules: capax on one call, 1,054 cached rules, wall ms', round(all.wall, 0));
  const probe = [
    process.execPath,
    '--input-type=module',
    '-e',
    `
    import { loadRulesFromPaths } from ${JSON.stringify(join(root, 'dist/node/load-rules.js'))};
    const start = performance.now();
    await loadRulesFromPaths([${JSON.stringify(sharedRules)}], { version: 'bench' });
    console.error(performance.now() - start);`,
  ];
  await run(probe);
  const times = [];
  for (let i = 0; i < 9; i++) times.push(Number((await run(probe)).stderr));
  report('rules: loading 1,054 cached rules, ms (must be <= 120)', round(median(times), 0));
}

/** About what a call of the synthetic report takes. */
const BYTES_PER_CALL = 1054;
const largeBytes = Number(process.env.CAPAX_BENCH_GB ?? 2.1) * 1e9;

async function memory() {
  const path = join(work, 'large.json');
  const bytes = await writeCapeReport(path, Math.ceil(largeBytes / BYTES_PER_CALL));
  report('memory: synthetic CAPE report, GB', round(bytes / 1e9));
  const text = await run([...capax, path, ...ruleArguments, '-q'], { watchMemory: true });
  report(
    'memory: default output, peak MB (must be <= 400)',
    `${round(text.peak, 0)}, ${round(bytes / 1e3 / text.wall, 0)} MB/s`,
  );
  const json = await run([...capax, path, ...ruleArguments, '-q', '-j'], {
    output: join(work, 'large.out'),
    watchMemory: true,
  });
  const written = statSync(join(work, 'large.out')).size;
  report(
    'memory: -j to a file, peak MB (must be <= 400)',
    `${round(json.peak, 0)}, ${round(written / 1e9)} GB written, ${round(json.wall / 1000, 0)} s`,
  );
  rmSync(path);
  rmSync(join(work, 'large.out'));
}

/** Whether evidence is printed in as much memory for a large report as for a small one. */
async function vverbose() {
  const peaks = [];
  for (const calls of [150_000, 450_000, 1_350_000]) {
    const path = join(work, `vverbose-${calls}.json`);
    const bytes = await writeCapeReport(path, calls);
    const own = [...capax, path, ...ruleArguments, '-q'];
    const plain = await run(own, { watchMemory: true });
    const { wall, peak } = await run([...own, '-vv'], { watchMemory: true });
    peaks.push(peak / plain.peak);
    report(
      `vverbose: -vv of ${round(bytes / 1e6, 0)} MB, peak MB, s (default output)`,
      `${round(peak, 0)}, ${round(wall / 1000, 1)} (${round(plain.peak, 0)}, ${round(plain.wall / 1000, 1)})`,
    );
    rmSync(path);
  }
  report('vverbose: peak / default output, largest (must be <= 1.5)', round(Math.max(...peaks)));
}

/** What one more call costs at different sizes: the difference of two reports, so that starting up and warming up do not count. */
async function growth() {
  const sizes = [10_000, 20_000, 100_000, 200_000, 1_000_000, 2_000_000];
  const runs = [];
  for (const calls of sizes) {
    const path = join(work, `growth-${calls}.json`);
    await writeCapeReport(path, calls, { indent: false });
    const walls = [];
    for (let i = 0; i < (calls > 200_000 ? 3 : 7); i++)
      walls.push((await run([...capax, path, ...ruleArguments, '-q'])).wall);
    runs.push({ calls, wall: median(walls) });
    rmSync(path);
  }
  const costs = [];
  for (let i = 0; i < runs.length; i += 2) {
    const [small, large] = [runs[i], runs[i + 1]];
    costs.push((1000 * (large.wall - small.wall)) / (large.calls - small.calls));
    const range = `${small.calls.toLocaleString('en')} to ${large.calls.toLocaleString('en')}`;
    report(`growth: microseconds for one more call, ${range}`, round(costs.at(-1)));
  }
  report('growth: largest / smallest pair (must be <= 1.2)', round(costs.at(-1) / costs[0]));
}

/** Tells the processor time at the end: a clock on the wall says how busy the machine is. */
const TELL_CPU =
  '--import=data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process.stderr.write("cpu:"+(user+system)/1000)})';

/** Whether twice as many rows of what is usually few cost about twice as much: the start does not count, nor does what is soon done. */
async function hostile() {
  const counts = [20_000, 40_000, 80_000];
  const path = join(work, 'hostile');
  const growths = [];
  for (const [name, make] of Object.entries(HOSTILE_SHAPES)) {
    const times = [];
    for (const count of counts) {
      writeFileSync(path, make(count));
      const own = [capax[0], TELL_CPU, ...capax.slice(1), path, '-q'];
      const cpu = [];
      for (let i = 0; i < 3; i++) cpu.push(Number((await run(own)).stderr.split('cpu:')[1]));
      times.push(Math.min(...cpu));
    }
    const [first, second, third] = times;
    // Less says more of the compiler than of the growth.
    const growth = (third - second) / Math.max(second - first, 400);
    growths.push(growth);
    report(`hostile: ${name}, processor ms`, `${times.map((time) => round(time, 0)).join(', ')}: ${round(growth, 1)}`);
  }
  report('hostile: largest growth with a doubling (must be <= 2.6)', round(Math.max(...growths), 1));
  rmSync(path);
}

async function drakvuf() {
  const path = join(work, 'large.log');
  const bytes = await writeDrakvufLog(path, largeBytes);
  const { wall, peak } = await run([...capax, path, ...ruleArguments, '-q'], { watchMemory: true });
  report('drakvuf: synthetic log, GB', round(bytes / 1e9));
  report(
    'drakvuf: MB/s (must be >= 60), peak MB (must be <= 450)',
    `${round(bytes / 1e3 / wall, 0)}, ${round(peak, 0)}`,
  );
  rmSync(path);
}

async function vmray() {
  const { writeVmrayArchive } = await import('./vmray-archive.mjs');
  const path = join(work, 'large.zip');
  const bytes = await writeVmrayArchive(path, makeVmrayLog(300_000_000));
  const { wall, peak } = await run([...capax, path, ...ruleArguments, '-q'], { watchMemory: true });
  report('vmray: synthetic flog.xml, MB', round(bytes / 1e6, 0));
  report('vmray: MB/s with matching (must be >= 30), peak MB', `${round(bytes / 1e3 / wall, 0)}, ${round(peak, 0)}`);
}

async function freeze() {
  const path = join(shared, 'data/testfiles/fixtures/snapshots/features/mimikatz-exe-ida.frz');
  if (!existsSync(path)) return report('freeze: largest fixture', 'skipped: no shared data');
  const own = [...capax, path, ...ruleArguments, '-q'];
  if (!process.env.CAPAX_REFERENCE) {
    const { wall, peak } = await run(own, { watchMemory: true });
    return report(
      'freeze: largest fixture, wall ms, peak MB',
      `${round(wall, 0)}, ${round(peak, 0)} (reference not given)`,
    );
  }
  const reference = [...process.env.CAPAX_REFERENCE.split(' '), '-q', ...ruleArguments, path];
  const [a, b] = await compare([own, reference], 3);
  report('freeze: largest fixture, capax wall ms', round(a.wall, 0));
  report('freeze: reference / capax (must be >= 20)', round(b.ratio, 1));
}

/** Instructions a second, and memory, of recordings of one and of ten million. */
async function recordings() {
  const path = join(work, 'recording');
  for (const [name, write, must] of [
    ['capa-trace', writeCapaTrace, 2],
    ['x64dbg', writeX64dbgTrace, 5],
  ]) {
    const peaks = [];
    const times = [];
    for (const millions of [1, 10]) {
      const instructions = write(path, millions * 1e6);
      const command = [...capax, path, ...ruleArguments, '-q'];
      await run(command);
      const timed = [];
      for (let i = 0; i < 3; i++) timed.push((await run(command)).wall);
      times.push(median(timed));
      peaks.push((await run(command, { watchMemory: true })).peak);
      report(`recordings: ${name}, ${millions} M instructions, M a second`, round(instructions / median(timed) / 1000));
    }
    const rate = 9 / ((times[1] - times[0]) / 1000);
    report(`recordings: ${name}, M a second beyond the first million (must be >= ${must})`, round(rate));
    report(
      `recordings: ${name}, memory of 1 and 10 M (must be <= 500), MB`,
      peaks.map((peak) => round(peak, 0)).join(', '),
    );
    rmSync(path);
  }
}

const measurements = {
  speed,
  start,
  many,
  rules,
  memory,
  vverbose,
  growth,
  hostile,
  drakvuf,
  vmray,
  freeze,
  recordings,
};
const wanted = process.argv.slice(2);
console.log(
  `Node ${process.version}, ${os.cpus().length} cores (${os.cpus()[0].model.trim()}), ${os.platform()} ${os.arch()}`,
);
for (const [name, measure] of Object.entries(measurements)) {
  if (wanted.length === 0 || wanted.includes(name)) await measure();
}
