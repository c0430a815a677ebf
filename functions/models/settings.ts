import * as z from "zod/mini";
import { httpUrl, numeric, text } from "../configuration/fields.ts";

/** The environment's part that is about models, for the schema of a Lambda that asks them. */
export const modelFields = {
  /** Of any service that is compatible with OpenAI's; ends with /v1 as a rule. */
  AI_BASE_URL: z._default(httpUrl, "https://api.groq.com/openai/v1"),
  /** For one machine. In AWS the key comes from the secret. */
  AI_API_KEY: z.optional(text),
  /** Secrets Manager's id of `{ "apiKey": … }`. */
  AI_SECRET_ID: z.optional(text),
  AI_TRANSCRIPTION_MODEL: z._default(text, "whisper-large-v3-turbo"),
  AI_VISION_MODEL: z._default(text, "meta-llama/llama-4-scout-17b-16e-instruct"),
  /** Understands free text. Without it the bot goes by buttons, lists and keywords. */
  AI_CHAT_MODEL: z.optional(text),
  /** Seconds for one call. */
  AI_TIMEOUT: z._default(numeric(0.1, 120), 20),
};

const settingsSchema = z.object(modelFields);
export type ModelSettings = z.infer<typeof settingsSchema>;
