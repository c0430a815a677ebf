import type { ModelsStandIn } from "../models/server.ts";
import type { Mounted, System } from "../runtime/system.ts";
import { createPlayer } from "./scenarios/player.ts";
import { ConsoleMedia } from "./send/media.ts";
import { createMeta } from "./send/meta.ts";
import { createSender } from "./send/sender.ts";
import { createDeadLetterDesk } from "./server/dead-letters.ts";
import { EventLog } from "./server/event-log.ts";
import { EventStreams } from "./server/event-stream.ts";
import { createFaultDesk } from "./server/fault-desk.ts";
import { createPage } from "./server/page.ts";
import { publishChanges } from "./server/publish-changes.ts";
import { viewQueues } from "./server/queues-view.ts";
import { consoleRoutes } from "./server/routes.ts";
import type { Watch } from "./watch/watch.ts";

export interface ConsoleOptions {
  readonly watch: Watch;
  readonly models: ModelsStandIn | undefined;
  /** What answers customers: the setting AGENT. */
  readonly agent: string;
  /** The folder of the built page. */
  readonly pageFolder: () => Promise<string>;
  readonly onError: (error: unknown) => void;
}

/** The console of a running system, to be mounted on its front. */
export function createConsole(system: System, options: ConsoleOptions): Mounted {
  const { watch, models, agent, pageFolder, onError } = options;
  watch.attach(system);
  const log = new EventLog();
  const streams = new EventStreams(log);
  const meta = createMeta({
    url: system.addresses.webhook,
    appSecret: system.environment.WHATSAPP_APP_SECRET,
    onError,
  });
  const media = new ConsoleMedia(system.whatsapp);
  const faults = createFaultDesk(system, meta, models);
  const sender = createSender(system, watch.memory.chats, meta, media);
  const deadLetters = createDeadLetterDesk(system, watch.memory);
  const scenarios = createPlayer({
    ...{ system, watch, sender, faults, agent },
    onProgress: (run) => log.publish("scenario", run),
  });
  const endChanges = publishChanges(watch, log, faults, () => viewQueues(system, watch.memory));
  const routes = consoleRoutes({ system, watch, log, sender, media, faults, deadLetters, scenarios, models });
  return {
    page: createPage({ routes, streams, folder: pageFolder, onError }),
    async stop() {
      scenarios.stop();
      endChanges();
      watch.stop();
      streams.close();
      deadLetters.stop();
      await meta.flush().catch(onError);
    },
  };
}
