import { onTestFinished } from "vitest";
import {
  createDownload,
  type DownloadMedia,
  type DownloadOptions,
} from "../../functions/media/download-media.ts";
import { MediaError } from "../../functions/media/errors.ts";
import { createGraph } from "../../functions/whatsapp-client/graph.ts";
import { startWhatsApp, type WhatsAppOptions } from "../../local/whatsapp/server.ts";
import { type Answering, json, startRecordingServer } from "../cartaai/recording-server.ts";
import { SENDER, TOKEN } from "../whatsapp-client/running-client.ts";

export function downloadFrom(baseUrl: string, options: Partial<DownloadOptions> = {}): DownloadMedia {
  const { clock = Date.now, token = async () => TOKEN } = options;
  const graph = createGraph({ baseUrl, version: "v25.0", token, timeout: 10_000, clock });
  return createDownload({ baseUrl, token, graph, timeout: 10_000, ...options });
}

/** The stand-in, with the download from it. */
export async function runningDownload(
  options: Partial<DownloadOptions> = {},
  standIn: Partial<WhatsAppOptions> = {},
) {
  const whatsapp = await startWhatsApp({ port: 0, tokens: [TOKEN], ...standIn });
  onTestFinished(() => whatsapp.stop());
  return { whatsapp, download: downloadFrom(whatsapp.url, options) };
}

/** A server in the Graph API's place that names an address of its own, and answers there as it is told. */
export async function downloadAnswered(answer: Answering, described: object = {}, address = "/file") {
  const server = await startRecordingServer();
  onTestFinished(() => server.stop());
  server.answer((response, request) => {
    if (!request.url?.startsWith("/v25.0/")) return answer(response, request);
    const url = new URL(address, server.url).href;
    json(200, { url, mime_type: "audio/ogg", file_size: 3, ...described })(response, request);
  });
  const download = downloadFrom(server.url);
  return { server, download: () => download(SENDER, { kind: "audio", mediaId: "1" }) };
}

/** The error of a download that has to fail. */
export async function failureOf(download: Promise<unknown>): Promise<MediaError> {
  const failure: unknown = await download.then(
    () => new Error("the download succeeded"),
    (error: unknown) => error,
  );
  if (failure instanceof MediaError) return failure;
  throw failure;
}
