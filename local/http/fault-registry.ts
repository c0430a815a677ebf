import * as z from "zod/mini";
import { explainedParse } from "./explained-parse.ts";

/** What the registry has to know of a fault; the rest is its owner's business. */
export interface FaultSettings {
  readonly fault: string;
  /** An operation's name, or "*" for all. */
  readonly operation: string;
  /** How many calls it strikes; until it is switched off if missing. */
  readonly times?: number | undefined;
}

export type ActiveFault<Fault extends FaultSettings> = Fault & {
  readonly id: string;
  /** How many calls it has struck. */
  readonly struck: number;
};

/** The message names every problem, for the person who typed the fault. */
export class InvalidFaultError extends Error {
  override readonly name = "InvalidFaultError";
}

/** The faults that are switched on, in the order in which they were. */
export class FaultRegistry<Schema extends z.ZodMiniType<FaultSettings>> {
  readonly #schema: Schema;
  readonly #struck = new Map<string, number>();
  #active: ActiveFault<z.output<Schema>>[] = [];
  #added = 0;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** @throws {InvalidFaultError} */
  add(settings: z.input<Schema>): ActiveFault<z.output<Schema>> {
    return this.addUntrusted(settings);
  }

  /**
   * The same for settings from outside.
   *
   * @throws {InvalidFaultError}
   */
  addUntrusted(settings: unknown): ActiveFault<z.output<Schema>> {
    const parsed = explainedParse(this.#schema, settings);
    if (!parsed.success) throw new InvalidFaultError(z.prettifyError(parsed.error));
    this.#added += 1;
    const fault = { ...parsed.data, id: `fault-${this.#added}`, struck: 0 };
    this.#active.push(fault);
    return fault;
  }

  /** Those that can still strike. */
  list(): readonly ActiveFault<z.output<Schema>>[] {
    return [...this.#active];
  }

  /** Switches one off; false when there is none of that id. */
  remove(id: string): boolean {
    const kept = this.#active.filter((fault) => fault.id !== id);
    const found = kept.length < this.#active.length;
    this.#active = kept;
    return found;
  }

  /** Switches all off. */
  clear(): void {
    this.#active = [];
  }

  /** How many calls each kind of fault has struck, those that are over included. */
  struck(): Record<string, number> {
    return Object.fromEntries(this.#struck);
  }

  /**
   * The faults that strike one call, counted as struck.
   *
   * @param operation undefined for a call that is none of the known ones
   * @param goesOn whether later faults still matter after this one
   */
  strike(operation: string | undefined, goesOn: (fault: z.output<Schema>) => boolean): z.output<Schema>[] {
    const striking: ActiveFault<z.output<Schema>>[] = [];
    for (const fault of this.#active) {
      if (fault.operation !== "*" && fault.operation !== operation) continue;
      striking.push(fault);
      if (!goesOn(fault)) break;
    }
    for (const fault of striking) this.#count(fault);
    return striking;
  }

  #count(fault: ActiveFault<z.output<Schema>>): void {
    this.#struck.set(fault.fault, (this.#struck.get(fault.fault) ?? 0) + 1);
    const counted = { ...fault, struck: fault.struck + 1 };
    this.#active = this.#active
      .map((active) => (active.id === fault.id ? counted : active))
      .filter(({ times, struck }) => times === undefined || struck < times);
  }
}
