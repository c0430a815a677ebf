import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { settingsOf } from "./synthesis.ts";

const app = resolve(import.meta.dirname, "../../bin/app.ts");

/** The CDK's command line hands `-c` and cdk.json's context over in this variable. */
function runApp(context: object) {
  const environment = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) };
  return spawnSync(process.execPath, [app], { env: environment, encoding: "utf8" });
}

describe("the CDK app", () => {
  it("says which stages there are, and no stack trace, when it is asked for another", () => {
    const { status, stderr } = runApp({ stage: "staging", stages: { dev: settingsOf("dev") } });

    expect(stderr).toBe('There is no stage "staging". Known stages: dev\n');
    expect(status).toBe(1);
  });

  it("says what is wrong with a stage's settings", () => {
    const { status, stderr } = runApp({ stage: "dev", stages: { dev: { retainData: "no" } } });

    expect(stderr).toMatch(
      /^Stage "dev" in cdk.json is not usable:\n {2}- retainData: .+\n {2}- cartaai: .+\n$/,
    );
    expect(status).toBe(1);
  });
});
