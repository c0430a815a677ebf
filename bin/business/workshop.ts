import type { BusinessRegistry } from "../../functions/businesses/business-registry.ts";
import type { Terminal } from "../command-line/terminal.ts";
import type { GraphReader } from "../graph/graph-reader.ts";
import type { TokenSecrets } from "./token-secrets.ts";

/** What the commands work with. */
export interface Workshop {
  readonly registry: BusinessRegistry;
  readonly tokens: TokenSecrets;
  readonly graph: GraphReader;
  /** The table's name, for what is told. */
  readonly table: string;
  readonly terminal: Terminal;
}
