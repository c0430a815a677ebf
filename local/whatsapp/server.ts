import { type StandIn, type StandInOptions, startStandIn } from "../http/stand-in.ts";
import { createWhatsApp, type WhatsAppSettings, type WhatsAppState } from "./create-whatsapp.ts";

export type WhatsAppOptions = WhatsAppSettings & StandInOptions;
export type WhatsAppStandIn = WhatsAppState & StandIn;

/**
 * The part of the Graph API that serves WhatsApp, on this machine.
 *
 * @throws with code EADDRINUSE when the port is taken.
 */
export async function startWhatsApp(options: WhatsAppOptions): Promise<WhatsAppStandIn> {
  const { state, service, time } = createWhatsApp(options, () => standIn.url);
  const standIn: StandIn = await startStandIn(service, options, time);
  return { ...standIn, ...state };
}
