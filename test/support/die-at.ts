import type { Interposed, PassingRequest } from "./interposed.ts";

/** What a process did last, and whether that had an effect. */
export interface Death {
  readonly service: string;
  readonly action: string;
  readonly when: "before" | "after";
}

/**
 * Ends a Lambda's process at one of its requests: nothing that it asks for afterwards is answered.
 *
 * @param between what stands between it and each of its services
 * @param request counts from 1
 * @param counts leaves out what to die at would be the same as to die at the request before it
 */
export function dieAt(
  between: Readonly<Record<string, Interposed>>,
  request: number,
  when: Death["when"],
  counts: (request: PassingRequest) => boolean = () => true,
): Promise<Death> {
  const { promise, resolve } = Promise.withResolvers<Death>();
  let seen = 0;
  for (const [service, each] of Object.entries(between)) {
    each.intercept(async (passing, forward) => {
      const { action, path } = passing;
      if (seen < request && !counts(passing)) return undefined;
      seen += 1;
      if (seen < request) return undefined;
      if (seen === request) {
        if (when === "after") await forward();
        resolve({ service, action: action || path, when });
      }
      return new Promise<never>(() => undefined);
    });
  }
  return promise;
}
