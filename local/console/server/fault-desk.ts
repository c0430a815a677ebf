import type * as z from "zod/mini";
import { type FaultRegistry, type FaultSettings, InvalidFaultError } from "../../http/fault-registry.ts";
import type { ModelsStandIn } from "../../models/server.ts";
import type { System } from "../../runtime/system.ts";
import type { ActiveFault, FaultService, NewFault } from "../api.ts";
import type { Meta } from "../send/meta.ts";
import { ConsoleProblem, found } from "./problem.ts";

/** Everything that can be made to fail, as one list. */
export interface FaultDesk {
  list(): ActiveFault[];
  /** @throws {ConsoleProblem} 400 for settings that the stand-in does not take, 404 where there is no stand-in */
  add(fault: NewFault): ActiveFault;
  /** @throws {ConsoleProblem} 404 */
  remove(service: string, id: string): void;
  clear(): void;
}

type Registry = Pick<
  FaultRegistry<z.ZodMiniType<FaultSettings>>,
  "addUntrusted" | "list" | "remove" | "clear"
>;

/** The switches of the stand-ins themselves: what is switched here shows at their own /__faults, and the other way round. */
export function createFaultDesk(system: System, meta: Meta, models: ModelsStandIn | undefined): FaultDesk {
  const registries = new Map<FaultService, Registry>(
    Object.entries({
      cartaai: system.cartaai?.faults,
      whatsapp: system.whatsapp?.faults,
      models: models?.faults,
      meta: meta.faults,
    }).flatMap(([service, registry]) => (registry ? [[service as FaultService, registry]] : [])),
  );

  return {
    list: () =>
      [...registries].flatMap(([service, registry]) =>
        registry.list().map((each) => toActive(service, each)),
      ),
    add(fault) {
      const registry = found(registries.get(fault.service), `stand-in: ${fault.service} is the real one`);
      try {
        return toActive(fault.service, registry.addUntrusted(toSettings(fault)));
      } catch (error) {
        if (error instanceof InvalidFaultError) throw new ConsoleProblem(400, error.message);
        throw error;
      }
    },
    remove(service, id) {
      const registry = [...registries].find(([name]) => name === service)?.[1];
      if (!registry?.remove(id)) throw new ConsoleProblem(404, `no fault ${id} of ${service} is switched on`);
    },
    clear() {
      for (const registry of registries.values()) registry.clear();
    },
  };
}

/** What the stand-in understands. A wrong key is CartaAI's refusal of whatever is asked. */
function toSettings({ service: _service, ...settings }: NewFault): object {
  return settings.fault === "wrongKey" ? { ...settings, fault: "refuse", status: 401 } : settings;
}

function toActive(
  service: FaultService,
  active: FaultSettings & { id: string; struck: number },
): ActiveFault {
  const { id, fault, struck, times, operation, ...settings } = active;
  return {
    service,
    id,
    fault,
    ...(operation !== "*" && { operation }),
    ...(times !== undefined && { times }),
    struck,
    settings: { ...settings },
  };
}
