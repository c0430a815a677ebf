import { getCheckpointId } from "@langchain/langgraph-checkpoint";

/** The part of LangGraph's `RunnableConfig` that a checkpointer reads. */
export interface ThreadConfig {
  readonly configurable?: Readonly<Record<string, unknown>>;
}

export interface ThreadPlace {
  readonly thread: string | undefined;
  readonly namespace: string | undefined;
  readonly checkpointId: string | undefined;
}

export function placeOf(config: ThreadConfig): ThreadPlace {
  return {
    thread: textOf(config.configurable?.["thread_id"]),
    namespace: textOf(config.configurable?.["checkpoint_ns"]),
    checkpointId: getCheckpointId(config) || undefined,
  };
}

/** @throws {Error} when LangGraph is used without a thread */
export function threadOf({ thread }: ThreadPlace): string {
  if (thread === undefined) throw new Error("configurable.thread_id is missing");
  return thread;
}

export function configOf(thread: string, namespace: string, checkpointId: string) {
  return {
    configurable: { thread_id: thread, checkpoint_ns: namespace, checkpoint_id: checkpointId },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
