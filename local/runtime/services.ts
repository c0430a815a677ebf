import type { Business } from "../../functions/businesses/business.ts";
import { SAMPLE_RESTAURANTS } from "../cartaai/restaurants/index.ts";
import { type CartaAIStandIn, startCartaAI } from "../cartaai/server.ts";
import { startWhatsApp, type WhatsAppStandIn } from "../whatsapp/server.ts";
import { type Environment, LOCAL_SECRETS, settingsIn } from "./lambda-environment.ts";
import type { SystemObserver } from "./observer.ts";
import { withPort } from "./port-unavailable.ts";
import { restaurantsOf } from "./sample-businesses.ts";
import type { Shutdown } from "./shutdown.ts";

export interface Services {
  readonly addresses: { readonly cartaai: string; readonly whatsapp: string };
  /** Undefined where a real service replaces the stand-in. */
  readonly cartaai: CartaAIStandIn | undefined;
  readonly whatsapp: WhatsAppStandIn | undefined;
}

export interface ServicesOptions {
  /** 0 for any free one. */
  readonly ports: { readonly cartaai: number; readonly whatsapp: number };
  /** `CARTAAI_API_BASE_URL` and `WHATSAPP_GRAPH_BASE_URL` replace a stand-in by what they point to. */
  readonly given: Environment;
  readonly businesses: readonly Business[];
  readonly clock: () => number;
  readonly observer: Pick<SystemObserver, "onCall">;
}

/** Starts the stand-ins of the services that the environment does not name. */
export async function startServices(options: ServicesOptions, shutdown: Shutdown): Promise<Services> {
  const { CARTAAI_API_BASE_URL, WHATSAPP_GRAPH_BASE_URL } = settingsIn(options.given);
  const cartaai = CARTAAI_API_BASE_URL === undefined ? await startCartaAIFor(options) : undefined;
  if (cartaai) shutdown.add(cartaai.stop);
  const whatsapp = WHATSAPP_GRAPH_BASE_URL === undefined ? await startWhatsAppFor(options) : undefined;
  if (whatsapp) shutdown.add(whatsapp.stop);
  return {
    addresses: {
      cartaai: cartaai?.url ?? CARTAAI_API_BASE_URL ?? "",
      whatsapp: whatsapp?.url ?? WHATSAPP_GRAPH_BASE_URL ?? "",
    },
    cartaai,
    whatsapp,
  };
}

function startCartaAIFor({ ports, given, businesses, clock, observer }: ServicesOptions) {
  const { CARTAAI_API_KEY } = { ...LOCAL_SECRETS, ...settingsIn(given) };
  return withPort("CARTAAI_PORT", ports.cartaai, (port) =>
    startCartaAI({
      port,
      clock,
      apiKeys: [CARTAAI_API_KEY],
      readsWithoutKey: true,
      restaurants: restaurantsOf(businesses, SAMPLE_RESTAURANTS),
      onCall: (call) => observer.onCall("cartaai", call),
    }),
  );
}

function startWhatsAppFor({ ports, given, clock, observer }: ServicesOptions) {
  const { WHATSAPP_TOKEN, WHATSAPP_APP_SECRET } = { ...LOCAL_SECRETS, ...settingsIn(given) };
  return withPort("WHATSAPP_PORT", ports.whatsapp, (port) =>
    startWhatsApp({
      port,
      clock,
      tokens: [WHATSAPP_TOKEN],
      app: { secret: WHATSAPP_APP_SECRET },
      onCall: (call) => observer.onCall("whatsapp", call),
    }),
  );
}
