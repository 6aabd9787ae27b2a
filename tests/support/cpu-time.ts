// Bounds on what work costs, for tests of growth. A clock on the wall says how busy the machine is.

/** Begins to count; the function says how many milliseconds of processor time this process has used since. */
export function startCpuClock(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
