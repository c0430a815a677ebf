declare module "dynalite" {
  interface DynaliteOptions {
    /** Milliseconds that a new table stays in CREATING. */
    readonly createTableMs?: number;
    /** A folder to keep the data in; in memory without it. */
    readonly path?: string;
  }

  export default function dynalite(options?: DynaliteOptions): import("node:http").Server;
}
