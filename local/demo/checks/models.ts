import type { ReceivedRequest } from "../../models/routes.ts";
import type { Evidence } from "../evidence.ts";
import { saidIn } from "../expectations.ts";
import type { Scenario } from "../scenario.ts";
import { type Check, check, counted } from "./check.ts";

const NAME = "Models are asked over HTTP, once for each voice note and picture";

/** Every voice note is heard once and every picture looked at once, and free text is understood by the chat model. */
export function checkModels(scenario: Scenario, { asked }: Evidence): Check {
  if (asked === undefined) {
    return check(NAME, [], "left out: the models are others than the demonstration's own");
  }
  const said = saidIn(scenario);
  const notes = said.filter(({ reads }) => reads.startsWith("[Audio message]")).length;
  const pictures = said.filter(({ reads }) => reads.startsWith("[Image]")).length;
  const heard = asked.filter(({ operation }) => operation === "transcribe").length;
  const seen = asked.filter(hasPicture).length;
  const chats = asked.length - heard - seen;
  const complaints = [
    ...(heard === notes ? [] : [`${heard} transcriptions of ${counted(notes, "voice note")}`]),
    ...(seen === pictures ? [] : [`${seen} descriptions of ${counted(pictures, "picture")}`]),
    ...(chats > 0 ? [] : ["the chat model was never asked"]),
  ];
  return check(
    NAME,
    complaints,
    `${counted(notes, "voice note")}, ${counted(pictures, "picture")}, ${counted(chats, "step")} of the chat model`,
  );
}

function hasPicture(request: ReceivedRequest): boolean {
  return request.operation === "chat" && JSON.stringify(request.body).includes('"image_url"');
}
