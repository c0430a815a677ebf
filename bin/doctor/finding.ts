/** What one check found. */
export interface Finding {
  readonly name: string;
  readonly status: "ok" | "failed" | "warning";
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to do about it. */
  readonly fix?: string;
}

export const ok = (name: string, detail = ""): Finding => ({ name, status: "ok", detail });
export const failed = (name: string, detail: string, fix: string): Finding => ({
  name,
  status: "failed",
  detail,
  fix,
});
/** Works today; somebody should look at it all the same. */
export const warning = (name: string, detail: string, fix: string): Finding => ({
  name,
  status: "warning",
  detail,
  fix,
});
