import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspectPayloads } from "../../bin/payloads/command.ts";
import { messages, text } from "../whatsapp/webhook-bodies.ts";

const FIXTURES = join(import.meta.dirname, "../whatsapp/fixtures");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "payloads-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

async function run(...argv: string[]) {
  const written = { out: "", error: "" };
  const status = await inspectPayloads(argv, {
    out: (chunk) => {
      written.out += chunk;
    },
    error: (chunk) => {
      written.error += chunk;
    },
  });
  return { status, ...written };
}

describe("npm run payloads", () => {
  it("loses nothing of the fixtures, and says what each item becomes", async () => {
    const { status, out } = await run(FIXTURES);
    expect(out).toContain('  handled      message user "¿Tienen ceviche? 🐟"\n');
    expect(out).toContain('  handled      message bot "[Staff] Ya sale su pedido"\n');
    expect(out).toContain('  placeholder  message user "[Unsupported message]" (hologram: unknown-type)\n');
    expect(out).toContain("  handled      no event: status failed 131047\n");
    expect(out).toContain("  ignored      no event: calls, field-not-used\n");
    expect(out).toMatch(/ 0 lost; 0 unreadable\n$/);
    expect(status).toBe(0);
  });

  it("reads a file that is one body, and a folder's *.json however deep, but nothing else in it", async () => {
    await file("mixed/README.md", "not a body");
    await file("mixed/a.json", messages(text("one body")));
    await file("mixed/deeper/b.json", { first: messages(text("first")), second: messages(text("second")) });
    const { status, out } = await run(join(folder, "mixed"));
    expect(out.match(/"(one body|first|second)"/g)).toEqual(['"one body"', '"first"', '"second"']);
    expect(out).toContain("b.json › second\n");
    expect(out).toContain("3 bodies: 3 handled");
    expect(status).toBe(0);
  });

  it("fails when something is lost", async () => {
    const path = await file("lost.json", messages(text("Hola"), 42));
    const { status, out } = await run(path);
    expect(out).toContain("  lost         no event: messages, malformed-item\n");
    expect(status).toBe(1);
  });

  it.each([
    ["broken.json", "{", "is not JSON"],
    ["number.json", "42", "is not a webhook (wrong: body)"],
    ["page.json", { object: "page", entry: [] }, "is not a webhook (wrong: object)"],
    ["empty.json", {}, "is an empty collection"],
    ["collection.json", { one: { a: 1 } }, "is not a webhook (wrong: object, entry)"],
  ])("fails on %s and reads the others", async (name, content, problem) => {
    const { status, out } = await run(
      await file(name, content),
      await file("good.json", messages(text("Hola"))),
    );
    expect(out).toContain(`  unreadable   ${problem}\n`);
    expect(out).toContain('  handled      message user "Hola"\n');
    expect(status).toBe(1);
  });

  it("fails on a path that does not exist and on a folder without bodies", async () => {
    await mkdir(join(folder, "nothing"), { recursive: true });
    const { status, out } = await run(join(folder, "missing.json"), join(folder, "nothing"));
    expect(out).toContain("missing.json\n  unreadable   does not exist\n");
    expect(out).toContain("nothing\n  unreadable   holds no *.json\n");
    expect(status).toBe(1);
  });

  it("prints text that cannot do anything to the terminal or to its line", async () => {
    const { out } = await run(await file("escape.json", messages(text("a\u001b[2J\u009b2J\nb"))));
    expect(out).toContain(String.raw`"a\u001b[2J\u009b2J\nb"`);
  });

  it("prints one JSON object on request, with the events", async () => {
    const { status, out } = await run("--json", await file("json.json", messages(text("Hola"), null)));
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      summary: { bodies: 1, handled: 1, placeholder: 0, ignored: 0, lost: 1, unreadable: 0 },
      bodies: [
        {
          items: [
            {
              outcome: "handled",
              event: {
                type: "message",
                id: "wamid.T001",
                role: "user",
                content: "Hola",
                conversation: { phone: "+51999999999" },
              },
            },
            { outcome: "lost", item: { reason: "malformed-item" } },
          ],
        },
      ],
    });
  });

  it.each([[[]], [["--colour"]], [["--json"]], [[""]]])(
    "explains itself when called with %j",
    async (argv) => {
      const { status, out, error } = await run(...argv);
      expect(status).toBe(2);
      expect(out).toBe("");
      expect(error).toContain("Usage: npm run payloads");
    },
  );

  it("explains itself on request", async () => {
    expect(await run("--help")).toEqual({
      status: 0,
      out: expect.stringContaining("Usage: npm run payloads"),
      error: "",
    });
  });

  it("passes its exit status on to the shell", { timeout: 60_000 }, async () => {
    const path = await file("status.json", messages(42));
    const command = join(import.meta.dirname, "../../bin/payloads.ts");
    const running = promisify(execFile)(process.execPath, [command, path]);
    await expect(running).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining("1 lost") });
  });
});
