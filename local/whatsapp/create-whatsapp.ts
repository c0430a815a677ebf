import { FaultRegistry } from "../http/fault-registry.ts";
import { createStandInService, type ServiceOptions, type StandInService } from "../http/stand-in-service.ts";
import { type StandInTime, standInTime, type TimeOptions } from "../http/time.ts";
import { answerWithin } from "./answer.ts";
import { appRoutes } from "./app-routes.ts";
import { whatsappControlRoutes } from "./control-routes.ts";
import { whatsappBehaviour, whatsappFaultSchema } from "./faults.ts";
import { MediaStore } from "./media-store.ts";
import { appToken, type MetaApp, SAMPLE_APP } from "./meta-app.ts";
import { type Mark, Outbox, type SentMessage } from "./outbox.ts";
import { type BusinessPhoneNumber, PhoneNumbers } from "./phone-numbers.ts";
import { mediaRoutes, phoneNumberRoutes } from "./routes.ts";
import { type LastInbound, ServiceWindow } from "./service-window.ts";

/** Bytes: as large as the largest file, which is a voice note. */
const BODY_LIMIT = 16 * 1024 * 1024;

export interface WhatsAppSettings extends TimeOptions, ServiceOptions {
  readonly tokens: readonly string[];
  /** Default any: every id that consists of digits is a phone number's. */
  readonly phoneNumbers?: readonly BusinessPhoneNumber[];
  /** The 24-hour window is enforced for those who are named here or by `setLastInbound`. */
  readonly lastInbound?: readonly LastInbound[];
  /** Where it differs from `SAMPLE_APP`. */
  readonly app?: Partial<MetaApp>;
}

/** What is behind WhatsApp's API, and what can be done to it besides. */
export interface WhatsAppState {
  readonly faults: FaultRegistry<typeof whatsappFaultSchema>;
  /** Every message that was accepted, in order. */
  sent(): SentMessage[];
  readReceipts(): Mark[];
  typingIndicators(): Mark[];
  /** A file that a customer sent. @returns its media id */
  addMedia(bytes: Uint8Array, mimeType: string): string;
  setLastInbound(last: LastInbound): void;
  /** Changes what Meta knows about the app. */
  configureApp(changes: Partial<MetaApp>): void;
}

export interface WhatsApp {
  readonly state: WhatsAppState;
  readonly service: StandInService;
  readonly time: StandInTime;
}

/**
 * WhatsApp without a network.
 *
 * @param baseUrl where it can be reached, once it can: addresses of files begin with it
 */
export function createWhatsApp(settings: WhatsAppSettings, baseUrl: () => string): WhatsApp {
  const time = standInTime(settings);
  const faults = new FaultRegistry(whatsappFaultSchema);
  const outbox = new Outbox(time.now);
  const media = new MediaStore(time.now);
  const window = new ServiceWindow(time.now);
  let app: MetaApp = { ...SAMPLE_APP, ...settings.app };
  for (const last of settings.lastInbound ?? []) window.setLastInbound(last);

  const service = createStandInService(
    {
      // Media before phone numbers: both are read at the same address, and any other id is a number's.
      routes: [
        ...appRoutes(() => app, settings.tokens),
        ...mediaRoutes(media, baseUrl),
        ...phoneNumberRoutes(new PhoneNumbers(settings.phoneNumbers), outbox, window),
      ],
      controls: whatsappControlRoutes(outbox, media, window),
      bodyLimit: BODY_LIMIT,
      faults,
      behaviourOf: whatsappBehaviour,
      answer: answerWithin((token) => token === appToken(app) || settings.tokens.includes(token)),
    },
    settings,
    time,
  );
  const state: WhatsAppState = {
    faults,
    sent: () => outbox.sent(),
    readReceipts: () => outbox.readReceipts(),
    typingIndicators: () => outbox.typingIndicators(),
    addMedia: (bytes, mimeType) => media.add(bytes, mimeType),
    setLastInbound: (last) => window.setLastInbound(last),
    configureApp: (changes) => {
      app = { ...app, ...changes };
    },
  };
  return { state, service, time };
}
