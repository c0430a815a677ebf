import { Session } from "node:inspector/promises";

/** Where processor time went, as V8's profiler tells it: https://chromedevtools.github.io/devtools-protocol/tot/Profiler */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      /** From 0. */
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
    /** The nodes of what this one called. */
    readonly children?: readonly number[] | undefined;
  }[];
  /** The node that each sample found running, and the microseconds since the sample before. */
  readonly samples?: readonly number[] | undefined;
  readonly timeDeltas?: readonly number[] | undefined;
}

/** Microseconds between two samples. */
const INTERVAL = 200;

/** Profiles this process from `start` to `end`. */
export function createProfiler() {
  const session = new Session();
  return {
    async start(): Promise<void> {
      session.connect();
      await session.post("Profiler.enable");
      await session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
      await session.post("Profiler.start");
    },
    async end(): Promise<CpuProfile> {
      const { profile } = await session.post("Profiler.stop");
      session.disconnect();
      return profile;
    },
  };
}
