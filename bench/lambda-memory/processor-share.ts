import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";

/** Lambda hands out processor time in slices of 20 ms. Microseconds. */
const PERIOD = 20_000;
/** Megabytes at which Lambda gives one whole processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const WHOLE_PROCESSOR = 1769;

/** Linux control groups, as version 1 or 2 mounts them. */
const V1 = "/sys/fs/cgroup/cpu";
const V2 = "/sys/fs/cgroup";

/** Limits a process to the share of a processor that Lambda gives for so many megabytes. Needs Linux, and root. */
export function limitProcessor(pid: number, memory: number): () => void {
  const first = existsSync(`${V1}/cpu.cfs_quota_us`);
  const group = `${first ? V1 : V2}/lambda-bench-${pid}`;
  const quota = Math.round((PERIOD * Math.min(memory, WHOLE_PROCESSOR)) / WHOLE_PROCESSOR);
  mkdirSync(group);
  if (first) {
    writeFileSync(`${group}/cpu.cfs_period_us`, String(PERIOD));
    writeFileSync(`${group}/cpu.cfs_quota_us`, String(quota));
  } else {
    writeFileSync(`${group}/cpu.max`, `${quota} ${PERIOD}`);
  }
  writeFileSync(`${group}/cgroup.procs`, String(pid));
  return () => rmdirSync(group);
}
