/** One thing that has to be so, and what was found. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** A check that holds when there is nothing to complain of. */
export function check(name: string, complaints: readonly string[], whenFine: string): Check {
  const ok = complaints.length === 0;
  return { name, ok, detail: ok ? whenFine : complaints.join("; ") };
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
