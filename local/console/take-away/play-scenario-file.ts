import { sign } from "../../../functions/whatsapp/signature.ts";
import { startModels } from "../../models/server.ts";
import { startSystem } from "../../runtime/system.ts";
import { PHOTO_TYPE, samplePhoto } from "../send/sample-photo.ts";
import { sampleVoiceNote, VOICE_NOTE_TYPE } from "../send/sample-voice-note.ts";
import { normalise } from "./normalise.ts";
import type { ScenarioFile } from "./scenario-file.ts";
import { contentOf, toExpected } from "./to-scenario-file.ts";

/** What came of a scenario's webhooks, to be compared with what the file expects. */
export type PlayedScenario = ScenarioFile["expected"];

const MODELS_KEY = "local";

/** Plays a file's webhooks through a system of its own. @throws when a webhook is not acknowledged */
export async function playScenarioFile(file: ScenarioFile): Promise<PlayedScenario> {
  const models = await startModels({ port: 0, apiKeys: [MODELS_KEY] });
  try {
    const environment = { AGENT: file.agent, AI_BASE_URL: `${models.url}/v1`, AI_API_KEY: MODELS_KEY };
    const system = await startSystem({ environment, onError: (error) => console.error(error) });
    try {
      const { cartaai, whatsapp } = system;
      if (!cartaai || !whatsapp) throw new Error("a scenario needs the stand-ins");
      const ids = Object.entries(file.media).map(([id, { kind, says }]) => {
        const bytes = kind === "audio" ? sampleVoiceNote(says ?? "") : samplePhoto();
        return [id, whatsapp.addMedia(bytes, kind === "audio" ? VOICE_NOTE_TYPE : PHOTO_TYPE)] as const;
      });
      for (const webhook of file.webhooks) {
        await post(bodyOf(webhook, ids), system.addresses.webhook, system.environment.WHATSAPP_APP_SECRET);
        await system.waitUntilIdle();
      }
      return normalise({
        replies: whatsapp.sent().map(({ message }) => contentOf(message)),
        cartaai: cartaai.ledger().entries.map(toExpected),
      });
    } finally {
      await system.stop();
    }
  } finally {
    await models.stop();
  }
}

/** With the files' ids of this system, and as if it were sent now: old messages are of no interest to a bot. */
function bodyOf(webhook: object, ids: readonly (readonly [string, string])[]): Buffer {
  let json = JSON.stringify(webhook).replace(
    /("timestamp":")\d+(")/g,
    `$1${Math.floor(Date.now() / 1000)}$2`,
  );
  for (const [from, to] of ids) json = json.replaceAll(JSON.stringify(from), JSON.stringify(to));
  return Buffer.from(json);
}

async function post(body: Buffer, url: string, appSecret: string): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": sign(body, appSecret) },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`the webhook answered ${response.status}`);
}
