import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { OUTPUTS_FILE } from "../../bin/deployment/outputs.ts";
import packageJson from "../../package.json" with { type: "json" };
import { synthesise } from "../lib/synthesis.ts";

const root = resolve(import.meta.dirname, "../..");
const DOCUMENTS = [
  ...["README.md", "CONTRIBUTING.md"],
  ...readdirSync(resolve(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (file: string) => readFileSync(resolve(root, file), "utf8");

describe("what the documents tell people to type", () => {
  it.each(DOCUMENTS)("exists: %s", (file) => {
    const named = [...read(file).matchAll(/npm run ([a-z:]+)/g)].map(([, script = ""]) => script);

    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
  });

  it("names secrets as the stack names them", () => {
    const changes = { bot: { kind: "http", url: "https://bot.example", models: {} } };
    const secrets = synthesise("dev", changes).template.findResources("AWS::SecretsManager::Secret");
    const names = Object.values(secrets).map(({ Properties }) => Properties.Name);
    const told = read("docs/deploy.md").match(/conversation-bridge\/dev\/\w+/g) ?? [];

    expect(new Set(told)).toEqual(new Set(names));
  });

  it("names outputs that the stack has, and the file that they are written to", () => {
    const { Outputs: outputs } = synthesise("dev").template.toJSON();
    const told = [...read("docs/deploy.md").matchAll(/the output `(\w+)`/g)].map(([, name = ""]) => name);

    expect(told).toContain("WebhookUrl");
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(told));
    expect(packageJson.scripts.deploy).toContain(OUTPUTS_FILE);
    expect(read("docs/deploy.md")).toContain(OUTPUTS_FILE);
  });

  it("links only what is there, and headings that are there", () => {
    const decisions = readdirSync(resolve(root, "docs/decisions")).map((name) => `docs/decisions/${name}`);
    for (const file of [...DOCUMENTS, ...decisions]) {
      for (const [, path = "", anchor] of read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
        const target = path === "" ? file : join(file, "..", path);
        expect(existsSync(resolve(root, target)), `${file}: ${path}`).toBe(true);
        if (anchor !== undefined) expect(anchorsIn(target), `${file}: ${path}`).toContain(anchor);
      }
    }
  });
});

/** What GitHub makes of the headings of a document. */
function anchorsIn(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-"),
  );
}
