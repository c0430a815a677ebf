import type { TurnMessage } from "../agents/agent.ts";
import { audioContent, imageContent } from "../models/media-content.ts";
import { MediaNotReadNowError, MediaReadingError } from "../models/reading-errors.ts";
import { describeError } from "../observability/describe-error.ts";
import { SYNC_EVENT_VERSION } from "../sync-events/contract.ts";
import type { Turn, TurnInput } from "../turns/contract.ts";
import type { QueuedTurn } from "./queued-turn.ts";
import { fieldsOfTurn, type TurnContext } from "./turn-context.ts";

type Media = Extract<TurnInput, { kind: "audio" | "image" }>;

/** Attempts at a file before the customer is asked to type: nobody waits a quarter of an hour for a voice note. */
const MEDIA_ATTEMPTS = 3;

/**
 * The customer's messages as the agent reads them, audio and images turned into text. What was turned is kept in the
 * turn, so that a repetition neither pays for it again nor reads something else.
 *
 * @throws {MediaNotReadNowError}
 */
export function readMessages(queued: readonly QueuedTurn[], context: TurnContext): Promise<TurnMessage[]> {
  const own = queued.filter(({ turn }) => turn.input.kind !== "staff");
  return Promise.all(own.map((each) => readMessage(each, context)));
}

async function readMessage({ turn, hash }: QueuedTurn, context: TurnContext): Promise<TurnMessage> {
  const { id, input, content } = turn;
  if (isMedia(input)) {
    const text = await textOf(hash, input, context);
    return { id, content: contentOf(input, text), input: inputOf(input, text) };
  }
  return { id, content, input: input.kind === "staff" ? { kind: "other" } : input };
}

async function textOf(hash: string, media: Media, context: TurnContext): Promise<string | null> {
  const { turn } = context;
  const known = turn.texts[hash];
  if (known !== undefined) return known;
  const text = await read(media, context);
  turn.texts[hash] = text;
  return text;
}

async function read(media: Media, context: TurnContext): Promise<string | null> {
  const { turn, record, business, deadline, dependencies } = context;
  const { language } = record;
  try {
    return await dependencies.media.read(media, business, {
      deadline,
      ...(language !== undefined && { language }),
    });
  } catch (error) {
    if (!(error instanceof MediaReadingError)) throw error;
    if (error instanceof MediaNotReadNowError && turn.attempts < MEDIA_ATTEMPTS) throw error;
    dependencies.telemetry.warn("A file is not read", { ...fieldsOfTurn(turn), ...describeError(error) });
    dependencies.telemetry.count("MediaNotRead", 1, { kind: media.kind });
    return null;
  }
}

/** As the transcript shows it. */
function contentOf({ kind, caption }: Media, text: string | null): string {
  return kind === "audio" ? audioContent(text ?? undefined) : imageContent(caption, text ?? undefined);
}

/** What cannot be read has at least its caption; without one the agent asks the customer to type. */
function inputOf({ caption }: Media, text: string | null): TurnMessage["input"] {
  const read = [caption, text ?? undefined].filter((part) => part?.trim()).join("\n");
  return read === "" ? { kind: "other" } : { kind: "text", text: read };
}

/** Publishes the messages that the webhook left to us, now that they can be read. */
export async function mirrorMedia(
  queued: readonly QueuedTurn[],
  messages: readonly TurnMessage[],
  { dependencies }: Pick<TurnContext, "dependencies">,
): Promise<void> {
  const contents = new Map(messages.map(({ id, content }) => [id, content]));
  const media = queued.filter(({ turn }) => isMedia(turn.input));
  if (media.length === 0) return;
  await dependencies.events.publish(
    media.map(({ turn }) => toEvent(turn, contents.get(turn.id) ?? turn.content)),
  );
}

/** Publishes them as not read: nobody will read them any more, and no message is ever missing. */
export async function mirrorUnread(
  queued: readonly QueuedTurn[],
  {
    dependencies,
    texts,
  }: Pick<TurnContext, "dependencies"> & { readonly texts: Record<string, string | null> },
): Promise<void> {
  const events = queued.flatMap(({ turn, hash }) =>
    isMedia(turn.input) ? [toEvent(turn, contentOf(turn.input, texts[hash] ?? null))] : [],
  );
  if (events.length > 0) await dependencies.events.publish(events);
}

function toEvent({ id, conversation, occurredAt, correlationId, input }: Turn, content: string) {
  return {
    version: SYNC_EVENT_VERSION,
    type: "message",
    role: "user",
    ...{ id, conversation, occurredAt, content },
    ...(correlationId !== undefined && { correlationId }),
    metadata: { type: input.kind },
  } as const;
}

function isMedia(input: TurnInput): input is Media {
  return input.kind === "audio" || input.kind === "image";
}
