// Builds flog.txt for tests.

type Properties = Record<string, string | number>;

function section(title: string, properties: Properties): string {
  const lines = Object.entries(properties).map(([name, value]) => `\t${name} = ${value}`);
  return `\n${title}:\n${lines.join('\n')}\n`;
}

/** A `Process:` section: id 1, pid 100. */
export function processText(properties: Properties = {}): string {
  return section('Process', {
    id: '"1"',
    image_name: '"s.exe"',
    filename: '"c:\\\\s.exe"',
    page_root: '"0x751fc000"',
    os_pid: '"0x64"',
    monitor_reason: '"analysis_target"',
    parent_id: '"0"',
    os_parent_pid: '"0x0"',
    cmd_line: '"\\"C:\\\\s.exe\\" -x "',
    os_groups: '"A\\\\b" [0x7], "Everyone" [0x7]',
    ...properties,
  });
}

/** A `Thread:` section, and the empty line after it: id 1, tid 5. */
export function threadText(properties: Properties = {}): string {
  return `${section('Thread', { id: 1, os_tid: '0x5', ...properties })}\n`;
}

/** A `Region:` section. */
export function regionText(): string {
  return section('Region', { id: 125, start_va: '0x10000', region_type: 'private', name: '"x"', filename: '""' });
}

/** A line of a call: `f (a=0x1) returned 0x0`. */
export function callText(text: string, time = '0093.730'): string {
  return `\t[${time}] ${text}\n`;
}

/** A whole flog.txt. */
export function flogText(parts: readonly string[], version = '1'): string {
  return `# Flog Txt Version ${version}\n# Analyzer Version: 2024.4.1\n# Log Creation Date: 08.10.2024 18:12:03.945\n${parts.join('')}`;
}
