import * as z from "zod/mini";
import { isJsonObject, type JsonObject } from "../../json/json-object.ts";
import { ifUsable } from "../fields.ts";
import { boundedCopy } from "../json.ts";
import { labelled, type Renderer, rendererOf } from "./rendered.ts";

/** Answers are flat or nearly so; what is nested deeper is no answer of a person. */
const MAX_LEVELS = 4;

const formSchema = z.object({
  nfm_reply: z.object({ response_json: ifUsable(z.string()), body: ifUsable(z.string()) }),
});

/**
 * A filled-in Flow: `[Form] rating: 4; comment: very good`. The flow's token is no answer and left out. Answers that
 * cannot be read are replaced by the text that WhatsApp shows for the form ("Sent").
 */
export const renderForm: Renderer = rendererOf(formSchema, ({ nfm_reply: { response_json, body } }) => {
  const answers = Object.entries(parseAnswers(response_json)).filter(([key]) => key !== "flow_token");
  const text = answers.map(([key, answer]) => `${key}: ${answerText(answer)}`).join("; ");
  return { content: labelled("Form", text || body) };
});

function parseAnswers(json = ""): JsonObject {
  try {
    const answers = boundedCopy(JSON.parse(json), MAX_LEVELS);
    return isJsonObject(answers) ? answers : {};
  } catch {
    return {};
  }
}

function answerText(answer: unknown): string {
  if (Array.isArray(answer)) return answer.map(answerText).join(", ");
  return typeof answer === "object" && answer !== null ? JSON.stringify(answer) : String(answer ?? "");
}
