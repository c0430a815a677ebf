import * as z from "zod/mini";
import { type ChatRequest, hasImage, lastToolOf, textOf } from "./chat-schema.ts";

const pattern = z.string().check(
  z.refine((source) => {
    try {
      return Boolean(new RegExp(source, "iu"));
    } catch {
      return false;
    }
  }, "expected a regular expression"),
);

const answerSchema = z
  .strictObject({
    text: z.optional(z.string()),
    toolCalls: z.optional(
      z.array(
        z.strictObject({
          name: z.string(),
          /** Text goes out as it is, also when it is no JSON: models do that. */
          arguments: z._default(z.union([z.string(), z.record(z.string(), z.unknown())]), {}),
        }),
      ),
    ),
  })
  .check(
    z.refine(({ text, toolCalls }) => text !== undefined || toolCalls?.length, "expected text or toolCalls"),
  );
export type ScriptedAnswer = z.output<typeof answerSchema>;

const ruleSchema = z.strictObject({
  /** What the last text of the user has to match, in any case; any text when left out. */
  when: z.optional(pattern),
  /** The tool whose result was just told. A rule without it is for what the user has just said. */
  after: z.optional(z.string()),
  /** For a message with an image in it. */
  image: z._default(z.boolean(), false),
  /** How often it can be used; as often as it matches when left out. */
  times: z.optional(z.int().check(z.gte(1))),
  answer: answerSchema,
});

/** What the models say. The first rule that fits a request answers it. */
export const scriptSchema = z.strictObject({
  rules: z._default(z.array(ruleSchema), []),
  /** When no rule fits. */
  otherwise: z._default(answerSchema, { text: "Sorry, nothing is scripted for that." }),
  /** When no rule fits a message with an image. */
  image: z._default(z.string(), "A picture, of which nothing is scripted."),
  /** The first whose bytes are in the file tells its words; else the file does, if it is a `voiceNote`. */
  transcriptions: z._default(z.array(z.strictObject({ contains: z.string(), text: z.string() })), []),
  /** When nothing tells a file's words. */
  transcription: z._default(z.string(), "Nothing is scripted for this recording."),
});
export type ScriptSettings = z.input<typeof scriptSchema>;

/** A script that is being played: it counts how often its rules were used. */
export class Script {
  readonly #settings: z.output<typeof scriptSchema>;
  readonly #used = new Map<number, number>();

  constructor(settings: z.output<typeof scriptSchema>) {
    this.#settings = settings;
  }

  answer(request: ChatRequest): ScriptedAnswer {
    const user = request.messages.findLast(({ role }) => role === "user");
    const said = { text: user ? textOf(user) : "", image: user !== undefined && hasImage(user) };
    const after = lastToolOf(request);
    const index = this.#settings.rules.findIndex((rule, at) => {
      if (rule.after !== after || rule.image !== said.image) return false;
      if (rule.when !== undefined && !new RegExp(rule.when, "iu").test(said.text)) return false;
      return rule.times === undefined || (this.#used.get(at) ?? 0) < rule.times;
    });
    this.#used.set(index, (this.#used.get(index) ?? 0) + 1);
    const { otherwise, image } = this.#settings;
    return (
      this.#settings.rules[index]?.answer ?? (said.image && after === undefined ? { text: image } : otherwise)
    );
  }

  transcribe(file: Uint8Array): string {
    const bytes = Buffer.from(file);
    const found = this.#settings.transcriptions.find(({ contains }) => bytes.includes(contains));
    return found?.text ?? wordsIn(bytes) ?? this.#settings.transcription;
  }
}

const SPOKEN = "spoken=";

/** Bytes that begin as an OGG file does, and say what the stand-in is to hear in them. */
export function voiceNote(words: string): Uint8Array {
  return Buffer.from(`OggS\u0000OpusTags\u0000${SPOKEN}${words}\u0000`);
}

function wordsIn(bytes: Buffer): string | undefined {
  const start = bytes.indexOf(SPOKEN);
  if (start < 0) return undefined;
  const end = bytes.indexOf(0, start);
  return bytes.subarray(start + SPOKEN.length, end < 0 ? bytes.length : end).toString();
}
