import { useCallback, useEffect, useState } from "react";
import type * as z from "zod/mini";
import { get } from "./client.ts";

export interface Loaded<Value> {
  /** The last that was loaded from this path. */
  readonly value: Value | undefined;
  readonly error: string | undefined;
  reload(): void;
}

/**
 * What the server answers to a path, asked for again whenever `version` changes. While an answer is on its way changes
 * are gathered: however fast they come, there is one request at a time, and the last one sees the last change.
 */
export function useLoaded<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  version: unknown,
): Loaded<z.output<Schema>> {
  const [answer, setAnswer] = useState<{ path: string; value?: z.output<Schema>; error?: string }>({ path });
  const [reloads, setReloads] = useState(0);
  const [loader] = useState(createLoader);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version, or a reload, is what makes it ask again
  useEffect(() => {
    return loader.load(async () => {
      try {
        setAnswer({ path, value: await get(path, schema) });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        setAnswer((before) => ({ ...(before.path === path ? before : { path }), error: message }));
      }
    });
  }, [loader, path, schema, version, reloads]);

  const reload = useCallback(() => setReloads((count) => count + 1), []);
  const isOwn = answer.path === path;
  return { value: isOwn ? answer.value : undefined, error: isOwn ? answer.error : undefined, reload };
}

type Load = () => Promise<void>;

function createLoader() {
  let next: Load | undefined;
  let running = false;

  async function work(): Promise<void> {
    running = true;
    while (next !== undefined) {
      const load = next;
      next = undefined;
      await load();
    }
    running = false;
  }

  return {
    /** @returns withdraws it, if it has not begun */
    load(load: Load): () => void {
      next = load;
      if (!running) void work();
      return () => {
        if (next === load) next = undefined;
      };
    },
  };
}
