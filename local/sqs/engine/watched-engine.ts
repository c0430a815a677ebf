import type { ActionName, RequestOf, ResultOf } from "./actions.ts";
import { type PerformOptions, SqsEngine, type SqsEngineOptions } from "./sqs-engine.ts";

/** A request that was carried out, and its answer. */
export type DoneAction = {
  [Name in ActionName]: {
    readonly action: Name;
    readonly request: RequestOf<Name>;
    readonly result: ResultOf<Name>;
  };
}[ActionName];

/** An engine that tells of everything that it has done, right after it did. */
export class WatchedSqsEngine extends SqsEngine {
  readonly #onAction: (done: DoneAction) => void;

  constructor(options: SqsEngineOptions, onAction: (done: DoneAction) => void) {
    super(options);
    this.#onAction = onAction;
  }

  override perform<Name extends ActionName>(
    action: Name,
    request: RequestOf<Name>,
    options?: PerformOptions,
  ): ResultOf<Name> {
    const result = super.perform(action, request, options);
    // The three belong together, which TypeScript cannot see through the type parameter.
    this.#onAction({ action, request, result } as DoneAction);
    return result;
  }
}
