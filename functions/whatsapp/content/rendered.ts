import * as z from "zod/mini";
import type { TurnInput } from "../../turns/contract.ts";
import type { PlaceholderReason } from "../inbound.ts";

/** What a message reads as, before it is cut to size. */
export interface Rendered {
  readonly content: string;
  /** What the bot is told, where that is more than "something that it does not read"; "none": nobody waits for an answer. */
  readonly input?: TurnInput | "none";
  /** The message that this one is about: reacted to, edited, deleted. */
  readonly about?: string;
  readonly placeholder?: PlaceholderReason;
}

/** Renders one family of messages. Takes anything, never throws. */
export type Renderer = (message: unknown) => Rendered;

/**
 * A renderer for messages of one shape. A message of any other shape, or one that `render` can make nothing of
 * (`undefined`), becomes a placeholder.
 */
export function rendererOf<Schema extends z.ZodMiniType>(
  schema: Schema,
  render: (message: z.output<Schema>) => Rendered | undefined,
): Renderer {
  return (message) => {
    const parsed = z.safeParse(schema, message);
    return (parsed.success ? render(parsed.data) : undefined) ?? placeholder("malformed-content");
  };
}

export function placeholder(reason: PlaceholderReason): Rendered {
  return { content: "[Unsupported message]", placeholder: reason };
}

/** `[Label] part part`, without the parts that are missing or blank. For a handful of parts. */
export function labelled(label: string, ...parts: readonly (string | undefined)[]): string {
  return joined(" ", [`[${label}]`, ...parts]);
}

/** The parts that are there and not blank, trimmed, with the separator between them. */
export function joined(separator: string, parts: readonly (string | undefined)[]): string {
  return parts
    .map((part) => part?.trim() ?? "")
    .filter((part) => part !== "")
    .join(separator);
}

/** More than any person sends: a catalogue basket holds some dozens of lines. Beyond it only the number is told. */
const MAX_LISTED = 1_000;

/** The elements of a list that Meta sent, each described by itself. */
export function listed(
  separator: string,
  elements: readonly unknown[],
  describe: (element: unknown) => string | undefined,
): string {
  const rest = elements.length - MAX_LISTED;
  const described = elements.slice(0, MAX_LISTED).map(describe);
  return joined(separator, [...described, rest > 0 ? `… (${rest} more)` : undefined]);
}
