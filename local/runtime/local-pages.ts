import type { ServerResponse } from "node:http";
import type { Page } from "./http-api.ts";
import type { Services } from "./services.ts";

/**
 * What only the local front answers: a health check, and a page that says where everything is.
 *
 * @param withStartPage not when something else is mounted there
 */
export function localPages(
  addresses: Services["addresses"],
  withStartPage: boolean,
): ReadonlyMap<string, Page> {
  const landing = landingPage(addresses);
  const health: Page = (_, response) => send(response, "application/json", '{"status":"ok"}');
  const start: Page = (_, response) => send(response, "text/html; charset=utf-8", landing);
  return new Map([["GET /health", health], ...(withStartPage ? [["GET /", start] as const] : [])]);
}

function send(response: ServerResponse, contentType: string, body: string): void {
  response.writeHead(200, { "content-type": contentType }).end(body);
}

function landingPage({ cartaai, whatsapp }: Services["addresses"]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Conversation bridge</title>
<h1>Conversation bridge</h1>
<p>The system is running. WhatsApp webhooks are taken at <code>POST /webhook</code>.</p>
<ul>
  <li>CartaAI: <code>${escapeHtml(cartaai)}</code></li>
  <li>WhatsApp: <code>${escapeHtml(whatsapp)}</code></li>
</ul>
<p>The terminal that it was started in shows a webhook to try, and the logs.</p>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
