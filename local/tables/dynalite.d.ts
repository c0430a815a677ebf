declare module "dynalite" {
  interface DynaliteOptions {
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
    /** A folder to keep the data in; in memory without it. */
    readonly path?: string;
  }

  export default function dynalite(options?: DynaliteOptions): import("node:http").Server;
}

/** What dynalite's server is made of, as far as it can be called without the server. */
declare module "dynalite/db/index.js" {
  export interface Store {
    /** Hands over a table's description, or an error if there is none. */
    getTable(name: string, ...rest: [onTable: OnTable] | [checkStatus: unknown, onTable: OnTable]): void;
  }
  type OnTable = (error: unknown, table?: { readonly TableStatus: string }) => void;

  const db: { create(options: { readonly createTableMs: number }): Store };
  export default db;
}

declare module "dynalite/validations/index.js" {
  import type { Store } from "dynalite/db/index.js";

  const validations: {
    /** @returns a copy of what the types know of the request */
    checkTypes(request: unknown, types: object): object;
    /** Parses expressions as well, and leaves what they mean in the request. */
    checkValidations(request: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}

declare module "dynalite/validations/*" {
  const validation: { readonly types: object; readonly custom: unknown };
  export default validation;
}

declare module "dynalite/actions/*" {
  import type { Store } from "dynalite/db/index.js";

  const action: (store: Store, request: object, onAnswer: (error: unknown, answer?: object) => void) => void;
  export default action;
}
