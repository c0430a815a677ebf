import { describe, expect, it } from "vitest";
import { isMetaAddress } from "../../functions/media/meta-hosts.ts";
import { type Answering, startRecordingServer } from "../cartaai/recording-server.ts";
import { heldCalls } from "../support/held-calls.ts";
import { SENDER, TOKEN } from "../whatsapp-client/running-client.ts";
import { downloadAnswered, failureOf, runningDownload } from "./running-download.ts";

const VOICE = Uint8Array.from({ length: 5000 }, (_, index) => index % 256);
const MEGABYTE = 1024 * 1024;
const REFUSED = { name: "MediaRefusedError" };
const UNAVAILABLE = { name: "MediaUnavailableError" };

const file: Answering = (response) => response.writeHead(200, { "content-type": "audio/ogg" }).end("ogg");

describe("a file that a customer sent", () => {
  it.each([
    ["audio", "audio/ogg; codecs=opus", "audio/ogg"],
    ["image", "image/jpeg", "image/jpeg"],
  ] as const)("is downloaded: %s", async (kind, type, mimeType) => {
    const { download, whatsapp } = await runningDownload();
    const mediaId = whatsapp.addMedia(VOICE, type);

    expect(await download(SENDER, { kind, mediaId })).toEqual({ bytes: VOICE, mimeType });
  });

  it("is asked for anew, once, when its address has expired meanwhile", async () => {
    let now = 0;
    let asked = 0;
    // The token is asked for before each of both calls. Between the first two, six minutes pass.
    const token = async () => {
      asked += 1;
      if (asked === 2) now += 6 * 60_000;
      return TOKEN;
    };
    const { download, whatsapp } = await runningDownload({ token }, { clock: () => now });
    const mediaId = whatsapp.addMedia(VOICE, "audio/ogg");

    expect(await download(SENDER, { kind: "audio", mediaId })).toMatchObject({ bytes: VOICE });
    expect(whatsapp.calls().map(({ operation, status }) => [operation, status])).toEqual([
      ["readMedia", 200],
      ["downloadMedia", 404],
      ["readMedia", 200],
      ["downloadMedia", 200],
    ]);
  });

  it("is refused when its new address has expired as well", async () => {
    const { download, server } = await downloadAnswered((response) => response.writeHead(404).end());

    expect(await failureOf(download())).toMatchObject({ name: "MediaAddressExpiredError", status: 404 });
    expect(server.calls).toHaveLength(4);
  });

  it.each([
    ["that never was", () => "123"],
    ["of 7 days ago", (add: () => string) => add()],
  ])("is refused for an id %s", async (_, idOf) => {
    let now = 0;
    const { download, whatsapp } = await runningDownload({}, { clock: () => now, phoneNumbers: [] });
    const mediaId = idOf(() => whatsapp.addMedia(VOICE, "audio/ogg"));
    now = 7 * 24 * 60 * 60_000;

    expect(await failureOf(download(SENDER, { kind: "audio", mediaId }))).toMatchObject(REFUSED);
  });

  it.each([
    ["audio", "image/jpeg"],
    ["audio", "video/mp4"],
    ["image", "image/gif"],
    ["image", "text/html"],
    ["image", "image/svg+xml"],
  ] as const)("is not even asked for when %s is said to be %s", async (kind, type) => {
    const { download, whatsapp } = await runningDownload();
    const mediaId = whatsapp.addMedia(VOICE, type);

    expect(await failureOf(download(SENDER, { kind, mediaId }))).toMatchObject(REFUSED);
    expect(whatsapp.calls().map(({ operation }) => operation)).toEqual(["readMedia"]);
  });
});

describe("a file that is too large", () => {
  it("is not asked for when that is said beforehand, as a number or as text", async () => {
    const { download, whatsapp } = await runningDownload();
    const mediaId = whatsapp.addMedia(new Uint8Array(5 * MEGABYTE + 1), "image/png");
    expect(await failureOf(download(SENDER, { kind: "image", mediaId }))).toMatchObject(REFUSED);
    expect(whatsapp.calls()).toHaveLength(1);

    const { download: other, server } = await downloadAnswered(file, {
      file_size: String(16 * MEGABYTE + 1),
    });
    expect(await failureOf(other())).toMatchObject(REFUSED);
    expect(server.calls).toHaveLength(1);
  });

  it("is downloaded up to the last byte that is allowed", async () => {
    const { download, whatsapp } = await runningDownload();
    const mediaId = whatsapp.addMedia(new Uint8Array(5 * MEGABYTE), "image/png");

    expect((await download(SENDER, { kind: "image", mediaId })).bytes).toHaveLength(5 * MEGABYTE);
  });

  it("is not read when its length says so", async () => {
    const { download } = await downloadAnswered((response) => {
      // Never sends what it announces: whoever waited for it would wait for long.
      response
        .writeHead(200, { "content-type": "audio/ogg", "content-length": 16 * MEGABYTE + 1 })
        .write("o");
    });

    expect(await failureOf(download())).toMatchObject({
      ...REFUSED,
      message: "Media: larger than 16777216 bytes",
    });
  });

  it("is cut off while it comes when nobody said so", async () => {
    let closed = false;
    const { download } = await downloadAnswered((response) => {
      response.writeHead(200, { "content-type": "audio/ogg" });
      response.on("close", () => {
        closed = true;
      });
      const chunk = Buffer.alloc(MEGABYTE);
      const pour = () => void response.write(chunk, (error) => error || pour());
      pour();
    });

    expect(await failureOf(download())).toMatchObject({
      ...REFUSED,
      message: "Media: larger than 16777216 bytes",
    });
    await expect.poll(() => closed).toBe(true);
  });
});

describe("a download that goes wrong", () => {
  it.each<[string, Answering]>([
    ["the server answers 503", (response) => response.writeHead(503).end()],
    ["the server answers 429", (response) => response.writeHead(429).end()],
    [
      "a proxy's page comes instead",
      (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    ],
    ["the connection breaks", (response) => response.destroy()],
    [
      "the connection breaks in the middle",
      (response) =>
        response
          .writeHead(200, { "content-type": "audio/ogg", "content-length": 1000 })
          .write("ogg", () => response.destroy()),
    ],
  ])("may succeed later when %s", async (_, answer) => {
    const { download } = await downloadAnswered(answer);
    expect(await failureOf(download())).toMatchObject(UNAVAILABLE);
  });

  it.each<[string, Answering]>([
    ["the server answers 400", (response) => response.writeHead(400).end()],
    ["the file is empty", (response) => response.writeHead(200, { "content-type": "audio/ogg" }).end()],
  ])("stays so when %s", async (_, answer) => {
    const { download } = await downloadAnswered(answer);
    expect(await failureOf(download())).toMatchObject(REFUSED);
  });

  it("may succeed later when it takes too long", async () => {
    const { download, whatsapp } = await runningDownload({ timeout: 150 });
    whatsapp.faults.add({ fault: "hang", operation: "downloadMedia" });
    const mediaId = whatsapp.addMedia(VOICE, "audio/ogg");

    expect(await failureOf(download(SENDER, { kind: "audio", mediaId }))).toMatchObject({
      ...UNAVAILABLE,
      message: "Media: timed out",
    });
  });

  it("may succeed later when the work that it is part of has no more time", async () => {
    const held = heldCalls();
    const { download, whatsapp } = await runningDownload(
      { timeout: 60_000, clock: () => 0 },
      { wait: held.wait },
    );
    whatsapp.faults.add({ fault: "slow", operation: "downloadMedia", ms: 1 });
    const mediaId = whatsapp.addMedia(VOICE, "audio/ogg");

    const failure = await failureOf(download(SENDER, { kind: "audio", mediaId }, { deadline: 250 }));
    expect(failure).toMatchObject({ ...UNAVAILABLE, message: "Media: timed out" });
  });

  it.each([
    [2, UNAVAILABLE],
    [130429, UNAVAILABLE],
    [100, REFUSED],
    [190, REFUSED],
  ])("does so as WhatsApp's code %d says", async (code, expected) => {
    const { download, whatsapp } = await runningDownload();
    whatsapp.faults.add({ fault: "error", operation: "readMedia", code });
    const mediaId = whatsapp.addMedia(VOICE, "audio/ogg");

    expect(await failureOf(download(SENDER, { kind: "audio", mediaId }))).toMatchObject(expected);
  });

  it("may succeed later when the answer names no address", async () => {
    const { download } = await downloadAnswered(file, { url: "not an address" });
    expect(await failureOf(download())).toMatchObject(UNAVAILABLE);
  });
});

describe("an address", () => {
  it("that is not Meta's is neither asked nor shown the token, named outright or by a redirect", async () => {
    const elsewhere = await startRecordingServer();
    const outright = await downloadAnswered(file, { url: `${elsewhere.url}/file` });
    const redirected = await downloadAnswered((response) => {
      response.writeHead(302, { location: `${elsewhere.url}/file` }).end();
    });

    expect(await failureOf(outright.download())).toMatchObject(REFUSED);
    expect(await failureOf(redirected.download())).toMatchObject(REFUSED);
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.stop();
  });

  it("of Meta's own may lead to another, a few times", async () => {
    const { download, server } = await downloadAnswered(
      (response, request) => {
        const hop = Number(request.url?.at(-1));
        if (hop === 3) file(response, request);
        else response.writeHead(302, { location: `/${hop + 1}` }).end();
      },
      {},
      "/0",
    );

    expect(Buffer.from((await download()).bytes).toString()).toBe("ogg");
    expect(server.calls.map(({ headers }) => headers.authorization)).toEqual(
      Array(5).fill(`Bearer ${TOKEN}`),
    );
  });

  it("that leads in a circle is given up", async () => {
    const { download, server } = await downloadAnswered((response) => {
      response.writeHead(302, { location: "/file" }).end();
    });

    expect(await failureOf(download())).toMatchObject({ ...REFUSED, message: "Media: redirected too often" });
    expect(server.calls).toHaveLength(5);
  });

  it.each([
    ["https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1", true],
    ["https://scontent.flim1-1.fna.fbcdn.net/v/t1", true],
    ["https://mmg.whatsapp.net/v/t62", true],
    ["https://graph.facebook.com/v25.0/1", true],
    ["https://graph.example.com:8443/file", true],
    ["https://graph.example.com/file", false],
    ["http://graph.example.com:8443/file", false],
    ["http://lookaside.fbsbx.com/", false],
    ["https://lookaside.fbsbx.com:8443/", false],
    ["https://user:pass@lookaside.fbsbx.com/", false],
    ["https://fbsbx.com.example.com/", false],
    ["https://notfbsbx.com/", false],
    ["https://169.254.169.254/latest/meta-data", false],
    ["file:///etc/passwd", false],
  ])("%s may be asked: %s", (address, may) => {
    expect(isMetaAddress(new URL(address), "https://graph.example.com:8443/")).toBe(may);
  });
});
